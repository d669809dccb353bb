/** What the doctor says. */
import { settingNames } from '#platform/server/settings.ts'

/** Not settings of the program, but of its first step and its language. */
const knownNames: readonly string[] = [...settingNames, 'HIROBA_LANG', 'HIROBA_INSTALL', 'HIROBA_DEV_SERVER']

const en = {
  knownNames,
  marks: { ok: '[ ok ]', warn: '[warn]', fail: '[FAIL]' },
  node: 'Node',
  packages: 'Packages',
  clock: 'Clock',
  zones: 'Time zones',
  settings: 'Settings',
  data: 'Data folder',
  space: 'Free space',
  port: 'Port',
  address: 'Public address',
  database: 'Database',
  mail: 'Mail',
  tls: 'TLS',
  clockWrong: (now: string) => `the clock says ${now}. Set it, and let a time service keep it (timedatectl set-ntp true).`,
  zonesWrong: 'the time zone data are wrong. Install Hiroba anew (npm ci), it brings its own.',
  defaults: 'all at their defaults',
  unknownNames: (names: string) => `no such setting: ${names}. Look for a misspelt name in "hiroba help".`,
  spaceFull: (megabytes: number) => `${megabytes} MB. PostgreSQL stops when it cannot write: free some space now.`,
  spaceLow: (megabytes: number) => `${megabytes} MB. A backup and a year of use need more; 2 GB or more are advised.`,
  portFree: (host: string, port: number) => `${host}:${port} is free`,
  portOwn: (host: string, port: number) => `${host}:${port} is answered by Hiroba`,
  addressHere: (url: string) => `${url} (this machine only)`,
  addressMissing: (host: string) =>
    `Hiroba listens on ${host}, but answers only under the names of this machine. Set HIROBA_PUBLIC_URL to the address that people type.`,
  databaseNone: (kind: string) => `none yet, the first start makes it; PostgreSQL 18 runs here (${kind})`,
  databaseEmpty: (version: string) => `PostgreSQL ${version}, no tables yet; the next start makes them`,
  databaseNewer: (last: number, known: number) =>
    `it is at migration ${last}, this program knows ${known}. Start the newer Hiroba again, or restore the backup made before the upgrade.`,
  databaseWell: (version: string, last: number, known: number) => `PostgreSQL ${version}, migration ${last} of ${known}`,
  noGist: "the extension btree_gist is missing. Install PostgreSQL's contributed extensions.",
  skew: (seconds: number) => `its clock differs by ${seconds} s from this machine's. Set both by a time service.`,
  mailNone: 'HIROBA_SMTP_URL is not set: mails are kept and shown on the screen, not sent.',
  mailUnreachable: (address: string, code: string) => `${address} does not answer (${code}). Check HIROBA_SMTP_URL and the firewall.`,
  tlsNone:
    'open to the network without TLS: passwords travel in clear. Set HIROBA_TLS_CERT and HIROBA_TLS_KEY, or use a reverse proxy and set HIROBA_PUBLIC_URL to https://…',
  tlsUnused: 'not needed on this machine only, or given by a reverse proxy',
  tlsSoon: (days: number) => `the certificate ends in ${days} days. Renew it.`,
  sum: (all: number, failed: number, warned: number) =>
    failed > 0 ? `${failed} of ${all} need mending.` : warned > 0 ? `Nothing wrong; remarks: ${warned}.` : 'All well.',
}

const ja: typeof en = {
  knownNames,
  marks: { ok: '［正常］', warn: '［注意］', fail: '［異常］' },
  node: 'Node',
  packages: 'パッケージ',
  clock: '時計',
  zones: 'タイムゾーン',
  settings: '設定',
  data: 'データフォルダー',
  space: '空き容量',
  port: 'ポート',
  address: '公開アドレス',
  database: 'データベース',
  mail: 'メール',
  tls: 'TLS',
  clockWrong: (now) => `時計が ${now} になっています。正しく合わせ、時刻同期を有効にしてください（timedatectl set-ntp true）。`,
  zonesWrong: 'タイムゾーンのデータが正しくありません。Hiroba を入れ直してください（npm ci）。',
  defaults: 'すべて既定値',
  unknownNames: (names) => `${names} という設定はありません。「hiroba help」で名前を確認してください。`,
  spaceFull: (megabytes) => `${megabytes} MB。書き込めなくなると PostgreSQL が停止します。すぐに空きを増やしてください。`,
  spaceLow: (megabytes) => `${megabytes} MB。バックアップや一年間の利用には 2 GB 以上を推奨します。`,
  portFree: (host, port) => `${host}:${port} は空いています`,
  portOwn: (host, port) => `${host}:${port} では Hiroba が応答しています`,
  addressHere: (url) => `${url}（このマシンのみ）`,
  addressMissing: (host) =>
    `${host} で待ち受けていますが、このマシンの名前でしか開けません。利用者が開くアドレスを HIROBA_PUBLIC_URL に設定してください。`,
  databaseNone: (kind) => `まだありません（初回起動で作成）。PostgreSQL 18 は実行できます（${kind}）`,
  databaseEmpty: (version) => `PostgreSQL ${version}、表はまだありません（次の起動で作成）`,
  databaseNewer: (last, known) =>
    `マイグレーション ${last} ですが、この版は ${known} までです。新しい版で起動するか、更新前のバックアップを戻してください。`,
  databaseWell: (version, last, known) => `PostgreSQL ${version}、マイグレーション ${last}／${known}`,
  noGist: '拡張 btree_gist がありません。PostgreSQL の追加拡張を入れてください。',
  skew: (seconds) => `時計がこのマシンと ${seconds} 秒ずれています。両方を時刻同期してください。`,
  mailNone: 'HIROBA_SMTP_URL が未設定のため、メールは送信されず画面に表示されます。',
  mailUnreachable: (address, code) => `${address} が応答しません（${code}）。HIROBA_SMTP_URL とファイアウォールを確認してください。`,
  tlsNone:
    'TLS なしでネットワークに公開されており、パスワードが暗号化されません。HIROBA_TLS_CERT と HIROBA_TLS_KEY を設定するか、リバースプロキシーを使い HIROBA_PUBLIC_URL を https://… にしてください。',
  tlsUnused: 'このマシンのみ、またはリバースプロキシー側で処理',
  tlsSoon: (days) => `証明書の有効期限まで ${days} 日です。更新してください。`,
  sum: (all, failed, warned) =>
    failed > 0 ? `${all} 項目中 ${failed} 項目に対処が必要です。` : warned > 0 ? `注意 ${warned} 件を除き正常です。` : 'すべて正常です。',
}

export const doctorTexts = { en, ja }
