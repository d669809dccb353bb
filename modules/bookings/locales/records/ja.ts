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

export const recordsAudit = {
  guestRecordsAsked: '来訪者が自分の記録へのリンクを求めた',
  guestRecordsTaken: '来訪者が自分の記録を受け取った',
  guestForgotten: '来訪者の求めにより、名前と連絡先を消去した',
}
