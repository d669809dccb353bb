/** What a guest reads about the records of themselves. */
export const records = {
  errors: { not_your_mail: '入力されたメールアドレスが違います。' },
  guestMail: {
    subject: '【{hub}】あなたについての記録',
    lead: 'あなたについての記録を見る、受け取る、消す画面のリンクです。',
    until: 'このリンクは {until} まで使えます。ほかの人に渡さないでください。',
    unexpected: 'お心当たりがないときは、何もせずにこのメールを削除してください。',
  },
  page: {
    about: 'あなたについての記録',
    aboutBody:
      'このメールアドレスについて運営者が預かっている記録を、見る、受け取る、消すことができます。ご本人を確かめるため、メールで別のリンクをお送りします。',
    ask: '記録を見るリンクをメールで受け取る',
    asked: '{mail} にリンクをお送りしました。24時間使えます。',
    open: '記録を見る',
    title: 'あなたについての記録',
    of: '{mail} についての記録です。このリンクは {until} まで使えます。',
    bookings: '予約',
    noBookings: '予約はありません。',
    waiting: '空き待ちが {count}件あります。',
    loans: '備品の貸出の記録が {count}件あります。',
    mails: 'お送りしたメール',
    noMails: 'メールはありません。',
    take: 'すべて受け取る',
    takeExcel: 'Excelで受け取る',
    takeJson: 'JSONで受け取る',
    takeFailed: '受け取れませんでした。もう一度お試しください。',
    forgetTitle: '記録を消す',
    forgetAbout:
      'お名前、メールアドレス、電話番号、用途、お送りしたメールの文面、空き待ちを消します。いつ、どの場所が使われたかは、お名前なしで残ります。領収書など、法令で残すものも残ります。',
    cancels: 'これからの予約 {count}件は、取り消されます。取り消したくないときは、ご利用のあとで消してください。',
    forget: '記録を消す',
    confirmTitle: '記録を消しますか',
    final: '消した記録は元に戻せません。お知らせのメールは送りません。',
    type: '確認のため、{mail} と入力してください',
    typeLabel: 'メールアドレス',
    keep: '消さない',
    doneTitle: '記録を消しました',
    done: '予約 {bookings}件から、お名前と連絡先を消しました。',
    doneCancelled: 'これからの予約 {count}件を取り消しました。',
    gone: 'このリンクは使えません',
    goneBody: '期限が過ぎたか、記録はもう消えています。予約のメールのリンクから、もう一度リンクをお求めください。',
    toHub: '拠点のページへ',
  },
}

/** For the office: how long it is kept. */
export const retention = {
  title: '個人情報の保存期間',
  about: '来訪者の名前と連絡先を、最後の利用から何年残すかを決めます。',
  lead: 'アカウントのない来訪者の名前・メールアドレス・電話番号・用途・お送りしたメールは、最後の利用からここで決めた年数が過ぎると、自動的に消去します。消去したことは、操作の記録に残ります。',
  stays: {
    use: 'いつ、どの場所が使われたかは、名前なしで残ります。',
    money: '入金・領収書・請求書などの会計の記録は、番号・日付・金額が残ります（帳簿書類の保存は7年）。領収書の個人の宛名は消えます。',
    open: '未納や返金の残り、返していない備品、これからの空き待ちがある人は、済むまで消えません。',
    members: '会員（アカウントのある人）は、本人が退会・消去を求めるまで残ります。',
  },
  years: '最後の利用からの年数',
  yearsOf: '{years}年',
  held: 'いま名前のある来訪者は {guests}人です。',
  older: '{years}年にすると、{guests}人の名前と連絡先が、1時間ほどのうちに消えます。元には戻せません。',
  none: '{years}年より前の来訪者は、いまはいません。',
  save: '保存する',
  saved: '保存しました',
  cancel: 'やめる',
  confirmTitle: '保存期間を短くしますか',
}

export const recordsAudit = {
  guestRecordsAsked: '来訪者が自分の記録へのリンクを求めた',
  guestRecordsTaken: '来訪者が自分の記録を受け取った',
  guestForgotten: '来訪者の求めにより、名前と連絡先を消去した',
  guestExpired: '保存期間が過ぎた来訪者の名前と連絡先を消去した',
  nameExpired: '保存期間が過ぎた貸出・空き待ちの名前と連絡先を消去した',
  retentionChanged: '個人情報の保存期間を変えた',
}
