/** Texts of the desk that came with the full counter: the grid by keys, several hubs, people, bulk, closure. */
export const desk = {
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
}
