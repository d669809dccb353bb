/** Texts of the desk that came with the full counter: the grid by keys, several hubs, people, bulk, closure. */
export const desk = {
  errors: {
    nothing_free_now: 'いま空いている席や部屋がありません。人数を減らすか、時間をおいてお試しください。',
    not_so_many_came: '取り消せる人数は、受け付け済みの {arrived}名までです。',
    already_lent: 'この品は、いま貸し出し中です。',
    already_back: 'この貸し出しは、もう返却済みです。',
    lost_settled: 'この忘れ物は、もう引き渡しや処分が済んでいます。',
    closure_lifted: 'この休止は、もう取りやめになっています。',
    no_walk_ins: 'この画面では、当日の受け付けをしていません。窓口にお声がけください。',
  },
  guestMail: {
    code: '受付番号',
    loanLate: {
      subject: '【{hub}】お貸ししている品のご返却のお願い',
      lead: '次の品のご返却の時刻が過ぎています。お手元にありましたら、窓口へお返しください。行き違いでお返しいただいていましたら、ご容赦ください。',
    },
    lent: 'お貸ししている品',
    dueAt: 'ご返却の時刻',
    closureOffer: {
      subject: '【{hub}】休止のため、ご予約の日時の変更をお願いします',
      lead: '次のご予約の時間は、休止のためお使いいただけません。下の空いている時間や場所から選んで、変更をお願いします。変更がないときは、{until} にご予約を取り消します。',
      offers: 'いま空いている時間と場所',
    },
  },
  staff: {
    gridHelp:
      '矢印キーで区画と時間を移ります。Enter で開きます。N で予約を入れます。予約の上で M を押すと持ち上がり、矢印キーで動かし、Shift と左右の矢印キーで終わりの時刻を変え、Enter で置きます。Esc で元に戻します。',
    carryTakenUp:
      '{name}の予約を持ち上げました。矢印キーで動かします。Shift と左右で終わりの時刻を変えます。Enter で置き、Esc で元に戻します。',
    carryFits: '{place} {from}–{to} 置けます',
    carryFitsNot: '{place} {from}–{to} 置けません',
    carryPutBack: '元の場所に戻しました。',
    newsAdded: '新しい予約：{what}。',
    newsChanged: '予約が変わりました：{what}。',
    newsGone: '予約がなくなりました：{what}。',
    filterText: '区画や名前で絞る',
    zoom: '時間の幅',
    zoomIn: '広げる',
    zoomOut: '狭める',
    hubs: '拠点を切り替える',
    hubsBeside: 'ほかの拠点も並べる',
    hubsAlone: 'この拠点だけにする',
    openDesk: '窓口を開く',
  },
  audit: {
    arrived: '来館を受け付けた・数え直した',
  },
}
