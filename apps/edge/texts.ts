/** What the edge says to whoever stands before it: the status page and the command line, in Japanese and English. */

export const languages = ['ja', 'en'] as const
export type EdgeLanguage = (typeof languages)[number]

const ja = {
  title: 'ひろば 拠点ゲートウェイ',
  connection: 'サーバーとの接続',
  connected: '接続しています',
  disconnected: '接続できません（扉はこの機械だけで判断を続けています）',
  since: '開始',
  lastWord: '最後の応答',
  never: 'まだありません',
  reason: '理由',
  rules: '入室の規則',
  noRules: 'まだ受け取っていません。サーバーに接続できるまで、扉は開きません（退室を除く）。',
  version: '版',
  issued: '作成',
  validUntil: '有効期限',
  tooOld: '期限が切れています。職員だけが入室できます。',
  counts: '扉・機器・認証媒体・入室権',
  waiting: '未送信の記録',
  waitingNone: 'ありません',
  items: (count: number) => `${count} 件`,
  clock: '時計',
  clockSynced: '合っています',
  clockOwn: 'この機械の時計で動いています（サーバーとの照合前）',
  clockUnknown: '時刻を確認できません。時間の決まった入室権では開きません。',
  drift: (milliseconds: number) => `この機械の時計との差 ${milliseconds} ミリ秒`,
  locks: '錠',
  lock: '錠の番号',
  state: '状態',
  states: {
    locked: '施錠',
    locking: '施錠中',
    unlocked: '解錠',
    unlocking: '解錠中',
    jammed: '動作不良',
    unconfirmed: '未確認（応答のない錠）',
    unknown: '不明',
  },
  decisions: '起動してからの判断',
  opened: (count: number) => `開けた ${count} 件`,
  refused: (count: number) => `開けなかった ${count} 件`,
  evacuation: '避難確認名簿',
  evacuationNone: 'まだ受け取っていません。',
  evacuationAt: (at: string) => `${at} 時点の名簿です。`,
  evacuationSince: (entered: number, left: number) => `その後、入室 ${entered} 件・退室 ${left} 件がこの機械で記録されています。`,
  evacuationUnknown: (count: number) => `このほか、在室かどうか分からない人 ${count} 人`,
  people: (count: number) => `在室 ${count} 人`,
  name: '氏名',
  place: '場所',
  entered: '入室',
  checked: '確認',
  print: '印刷する',
  updated: '15 秒ごとに更新されます。',
  usage: `使い方:
  node hiroba-edge.mjs --server <サーバーの URL> --code <登録コード>   登録して開始
  node hiroba-edge.mjs                                              開始（登録後）
オプション: --data <フォルダー>（既定 ./hiroba-edge-data）  --mqtt-port 1883  --mqtt-host 127.0.0.1  --status-port 8632
MQTT を TLS で: --tls-cert <ファイル> --tls-key <ファイル>`,
  notSetUp: 'まだ登録されていません。管理画面で登録コードを作り、--server と --code を付けて開始してください。',
  claimed: '登録しました。次回からはオプションなしで開始できます。',
  claimRefused: (status: number) =>
    `登録できませんでした（${status}）。コードは 15 分間、一度だけ使えます。新しいコードを作ってやり直してください。`,
  claimWrongKind: 'このコードは拠点ゲートウェイのものではありません。管理画面で種類「拠点ゲートウェイ」を選んでください。',
  serverWithoutTls: 'サーバーの URL は https で始まる必要があります（同じ機械の localhost を除く）。',
  running: (mqtt: string, status: string) => `動いています。MQTT ${mqtt}  状態 ${status}`,
  stopping: '終了します。',
  held: 'このフォルダーの拠点ゲートウェイはすでに動いています。',
}

type Texts = typeof ja

const en: Texts = {
  title: 'Hiroba hub gateway',
  connection: 'Line to the server',
  connected: 'Connected',
  disconnected: 'No connection (this machine goes on deciding about doors by itself)',
  since: 'Since',
  lastWord: 'Last answer',
  never: 'None yet',
  reason: 'Reason',
  rules: 'Rules of entry',
  noRules: 'None received yet. Until the server is reached, doors open to leave only.',
  version: 'Version',
  issued: 'Made',
  validUntil: 'Valid until',
  tooOld: 'Out of date. Only staff can enter.',
  counts: 'Doors, devices, credentials, rights of entry',
  waiting: 'Records not yet sent',
  waitingNone: 'None',
  items: (count) => String(count),
  clock: 'Clock',
  clockSynced: 'Right',
  clockOwn: "This machine's own clock (not yet compared with the server's)",
  clockUnknown: 'The time is not known. Rights of entry that are bound to a time do not open.',
  drift: (milliseconds) => `${milliseconds} ms from this machine's clock`,
  locks: 'Locks',
  lock: 'Lock',
  state: 'State',
  states: {
    locked: 'Locked',
    locking: 'Locking',
    unlocked: 'Unlocked',
    unlocking: 'Unlocking',
    jammed: 'Jammed',
    unconfirmed: 'Unconfirmed (the lock does not answer)',
    unknown: 'Unknown',
  },
  decisions: 'Decisions since the start',
  opened: (count) => `${count} opened`,
  refused: (count) => `${count} refused`,
  evacuation: 'Evacuation list',
  evacuationNone: 'None received yet.',
  evacuationAt: (at) => `As of ${at}.`,
  evacuationSince: (entered, left) => `Since then this machine has recorded ${entered} entries and ${left} exits.`,
  evacuationUnknown: (count) => `And ${count} of whom it is not known whether they are in`,
  people: (count) => `${count} in the hub`,
  name: 'Name',
  place: 'Place',
  entered: 'Entered',
  checked: 'Seen',
  print: 'Print',
  updated: 'Updated every 15 seconds.',
  usage: `Usage:
  node hiroba-edge.mjs --server <URL of the server> --code <claim code>   set up and start
  node hiroba-edge.mjs                                                    start, once set up
Options: --data <folder> (default ./hiroba-edge-data)  --mqtt-port 1883  --mqtt-host 127.0.0.1  --status-port 8632
MQTT over TLS: --tls-cert <file> --tls-key <file>`,
  notSetUp: 'Not set up yet. Make a claim code on the screen of devices, then start with --server and --code.',
  claimed: 'Set up. From now on it starts without options.',
  claimRefused: (status) =>
    `The code was refused (${status}). A code is good for 15 minutes and for one use. Make a new one and try again.`,
  claimWrongKind: 'This code is not one of a hub gateway. Choose the kind "hub gateway" on the screen of devices.',
  serverWithoutTls: "The server's URL has to begin with https (but for localhost, this very machine).",
  running: (mqtt, status) => `Running. MQTT ${mqtt}  status ${status}`,
  stopping: 'Stopping.',
  held: 'A hub gateway is running on this folder already.',
}

const texts: Readonly<Record<EdgeLanguage, Texts>> = { ja, en }

export const textsOf = (language: EdgeLanguage): Texts => texts[language]

/** Of `Accept-Language`, or of the environment; Japanese where nobody says. */
export function languageOf(wish: string | undefined): EdgeLanguage {
  const found = /(^|[,\s])(ja|en)\b/i.exec(wish ?? '')?.[2]?.toLowerCase()
  return found === 'en' ? 'en' : 'ja'
}
