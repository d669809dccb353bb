/** Reminders and messages on devices. */
export const reminder = {
  title: 'お知らせ',
  pageTitle: 'カレンダーとお知らせ',
  card: '予約をカレンダーに表示したり、前日にお知らせを受け取ったりできます。',
  open: '設定する',
  lead: '予約が近づくと、お知らせします。夜9時から朝7時のあいだは、お知らせしません。',
  when: 'いつ知らせますか',
  leads: {
    usual: '前日の17時（2日前までに入れた予約）',
    day: '1日前',
    hour: '1時間前',
    none: '知らせない',
  },
  how: '受け取り方',
  byMail: 'メール',
  byPush: 'この画面の下で登録した端末',
  news: '窓口での変更や、申し込みの結果も端末に知らせる',
  newsHint: '変更や結果は、この設定にかかわらずメールでもお送りします。',
  saved: '設定を保存しました',
  devices: 'お知らせを受け取る端末',
  devicesNone: '登録した端末はまだありません',
  addThis: 'この端末で受け取る',
  thisDevice: 'この端末',
  asked: '次に出る確認で「許可」を押してください。',
  denied:
    'このブラウザーでは、通知が「許可しない」になっています。ブラウザーの設定でこのサイトの通知を許可してから、もう一度押してください。',
  unsupported:
    'このブラウザーは通知に対応していません。iPhone と iPad では、共有ボタンから「ホーム画面に追加」をして、そのアイコンから開いてください。',
  insecure: '通知は、https のアドレスで開いたときに使えます。',
  failed: 'このブラウザーでは登録できませんでした。時間をおいて、もう一度お試しください。',
  added: 'この端末を登録しました',
  test: '試しに送る',
  tested: '送りました。数秒で届きます。',
  testFailed: '届けられませんでした。使われなくなった端末は一覧から外しました。',
  remove: '登録を外す',
  removed: '登録を外しました',
  since: '{at} に登録',
  lastSent: '最後にお送りした日時：{at}',
  deviceName: '{browser}（{system}）',
} as const

export const reminderMail = {
  subject: '【{hub}】ご予約のお知らせ（{when}）',
  lead: 'ご予約の日が近づきましたので、お知らせします。',
  stop: 'このお知らせがご不要のときは、次のリンクから止められます。\n{url}',
} as const

export const pushTexts = {
  reminder: 'まもなくご予約の時間です',
  changed: 'ご予約が変更されました',
  cancelled: 'ご予約が取り消されました',
  approved: 'お申し込みが承認されました',
  declined: 'お申し込みをお受けできませんでした',
  offered: '空きが出ました。お早めにお決めください',
  released: 'お越しが確認できず、場所を空きに戻しました',
  test: 'ひろばからのお知らせ',
  testBody: 'この端末でお知らせを受け取れます。',
} as const

/** What a guest reads who wants no reminders. */
export const reminderPage = {
  title: 'お知らせメールの停止',
  lead: 'ご予約の前日にお送りするお知らせメールを止めることができます。ご予約はそのまま残ります。',
  stop: 'お知らせメールを止める',
  stopped: 'お知らせメールを止めました。ご予約の変更や取り消しの連絡は、これからもお送りします。',
  again: 'もう一度受け取る',
  back: 'ご予約の内容を見る',
  noLink: 'メールのリンクから開いてください',
} as const
