/** What the commands say while they work. Reasons why a start failed stand in platform/server/start-failure.ts. */
import type { Language } from '#platform/server/start-failure.ts'

const en = {
  startingDatabase: 'Starting the database ...',
  startingServer: 'Starting the server ...',
  edgeDone: 'Take this file to the machine at the hub and start it there with Node 26: docs/operator/edge.md',
  buildingPages: 'Building the pages (once after each change) ...',
  ready: (url: string) => `\n  Hiroba is ready:  ${url}\n`,
  demoLives: '  At Telework Center Minakami people and a door are simulated (HIROBA_DEMO_SIM=0 turns that off).\n',
  demoStands: (why: string) => `The simulated day of the demonstration does not run: ${why}`,
  howToStop: 'Ctrl-C stops it; the data stay.',
  stopping: 'Stopping ...',
  stopped: 'Stopped.',
  databaseLost: (words: string) => `The database has stopped by itself; Hiroba stops too. Start it again. Its last words:\n${words}`,
  unknownCommand: (name: string) => `There is no command "${name}".`,
  usage: (usage: string) => `Usage: hiroba ${usage}`,
  helpHead: 'Hiroba, the platform of hometown telework hubs.\n\nCommands:',
  helpDev: '\nFor developers:',
  helpSettings: '\nSettings (environment variables; all have defaults):',
  bug: (text: string) => `Something unexpected happened; please report it with these lines:\n${text}`,
  backupStart: (file: string) => `Backing up to ${file}; people may go on working.`,
  backupExternal:
    'The database is a server of your own (DATABASE_URL): back it up with pg_basebackup or pg_dump there. This file holds the files and the secret only.',
  backupDone: (file: string, size: string, files: number, seconds: number) =>
    `Done and verified: ${file} (${size}, ${files} files, ${seconds} s).`,
  backupSecret: 'It holds personal data and the secret of this installation: keep it where only you can read it.',
  restoreReading: (file: string) => `Unpacking and verifying ${file} ...`,
  restoreChecking: 'Starting the restored database once to read all of it ...',
  restoreDone: (folder: string, made: string, tables: number, rows: number) =>
    `Restored to ${folder}: the backup of ${made}, ${tables} tables, ${rows} rows, every hash right.`,
  restoreAside: (folder: string) => `What was there before stands in ${folder}; delete it when you no longer need it.`,
  restoreExternal: 'This backup holds no database (it was made with DATABASE_URL): bring that one back on its own server.',
  cannotRead: (file: string, detail: string) => `Cannot read ${file}: ${detail}`,
  line: 'line',
  importOutcome: { created: 'new      ', changed: 'changed  ', unchanged: 'unchanged' } as Readonly<
    Record<'created' | 'changed' | 'unchanged', string>
  >,
  importFields: (fields: string) => `[${fields}]`,
  importKept: (fields: string) => `kept as edited here: ${fields}`,
  importNotUnderstood: (keys: string) => `kept but not understood: ${keys}`,
  importDone: (report: { isDryRun: boolean; read: number; created: number; changed: number; unchanged: number; notUnderstood: number }) =>
    `${report.read} rows read: ${report.created} new, ${report.changed} changed, ${report.unchanged} unchanged; ${report.notUnderstood} keys kept without being understood.${report.isDryRun ? ' This was a trial: nothing was stored.' : ''}`,
  importRefused: (count: number) => `Nothing was stored: ${count} ${count === 1 ? 'place needs' : 'places need'} to be put right first.`,
  exportDone: (file: string) => `Written to ${file}.`,
  adminLink: (mail: string, consortia: string, url: string) =>
    `\n  ${mail} is administrator of: ${consortia}\n  Open this link within an hour and choose a password (it works once):\n\n  ${url}\n`,
  adminNoConsortium: (known: string) => `There is no such consortium. There are: ${known}`,
  adminWhichConsortium: (known: string) => `Of which consortium? Name one of: ${known}`,
  adminNotAMail: (mail: string) => `"${mail}" is not a mail address.`,
  demoAccounts: (password: string, accounts: readonly { role: 'operator' | 'admin' | 'member' | 'officer'; mail: string }[]) =>
    `  Demo accounts (password: ${password})\n${accounts.map(({ role, mail }) => `    ${role.padEnd(9)} ${mail}`).join('\n')}\n`,
  simAccount:
    'Say who sets the doors up there: HIROBA_SIM_MAIL and HIROBA_SIM_PASSWORD (an operator of the hub). In the demonstration: operator@minakami.example.jp.',
  simFilling: (day: string) => `A day of its own: ${day}. Filling in the demonstration …`,
  simNobody: 'Nobody came in: no booking and no lease of that day at that hub.',
  simReady: (url: string, mail: string, password: string) =>
    `A program of its own runs at ${url}; sign in as ${mail} (password: ${password}) and watch. Ctrl-C ends it; nothing is kept.`,
  simFigures: (figures: Readonly<Record<string, number>>) =>
    Object.entries(figures)
      .map(([name, figure]) => `  ${name.padEnd(16)}${figure}`)
      .join('\n'),
  setup: (code: string) =>
    `  Nobody is here yet: open the page and make the first administrator. Setup code, if the page asks for it: ${code}\n`,
}

const ja: typeof en = {
  startingDatabase: 'データベースを起動しています…',
  startingServer: 'サーバーを起動しています…',
  edgeDone: 'このファイルを拠点の機械に置き、Node 26 で起動してください：docs/operator/edge.ja.md',
  buildingPages: '画面をビルドしています（変更後の初回のみ）…',
  ready: (url) => `\n  Hiroba の準備ができました：  ${url}\n`,
  demoLives: '  「テレワークセンターみなかみ」の来館者と扉は模擬です（HIROBA_DEMO_SIM=0 で止まります）。\n',
  demoStands: (why) => `デモの一日の模擬は動いていません：${why}`,
  howToStop: 'Ctrl-C で停止します。データは残ります。',
  stopping: '停止しています…',
  stopped: '停止しました。',
  databaseLost: (words) => `データベースが予期せず停止したため、Hiroba も停止します。もう一度起動してください。最後のログ：\n${words}`,
  unknownCommand: (name) => `「${name}」というコマンドはありません。`,
  usage: (usage) => `使い方：hiroba ${usage}`,
  helpHead: 'Hiroba：ふるさとテレワーク拠点のためのプラットフォーム\n\nコマンド：',
  helpDev: '\n開発者向け：',
  helpSettings: '\n設定（環境変数。すべて既定値があります）：',
  bug: (text) => `予期しないエラーが発生しました。次の内容を添えて報告してください：\n${text}`,
  backupStart: (file) => `${file} にバックアップしています。利用は続けられます。`,
  backupExternal:
    'データベースは別のサーバー（DATABASE_URL）です。そちらで pg_basebackup または pg_dump を使ってください。このファイルにはファイルと秘密鍵だけが入ります。',
  backupDone: (file, size, files, seconds) => `完了し、検証しました：${file}（${size}、${files} ファイル、${seconds} 秒）`,
  backupSecret: '個人情報と秘密鍵が入っています。自分だけが読める場所に保管してください。',
  restoreReading: (file) => `${file} を展開して検証しています…`,
  restoreChecking: '復元したデータベースを一度起動し、すべて読み出して確認しています…',
  restoreDone: (folder, made, tables, rows) =>
    `${folder} に復元しました：${made} のバックアップ、${tables} 表、${rows} 行、ハッシュはすべて一致。`,
  restoreAside: (folder) => `以前のデータは ${folder} にあります。不要になったら削除してください。`,
  restoreExternal: 'このバックアップにデータベースは入っていません（DATABASE_URL で作成）。データベースはそのサーバーで復元してください。',
  cannotRead: (file, detail) => `${file} を読めません：${detail}`,
  line: '行',
  importOutcome: { created: '新規    ', changed: '変更    ', unchanged: '変更なし' },
  importFields: (fields) => `［${fields}］`,
  importKept: (fields) => `こちらで編集した値を残しました：${fields}`,
  importNotUnderstood: (keys) => `未対応の項目（そのまま保管）：${keys}`,
  importDone: (report) =>
    `${report.read} 件を読みました：新規 ${report.created}、変更 ${report.changed}、変更なし ${report.unchanged}。未対応のまま保管した項目 ${report.notUnderstood}。${report.isDryRun ? '（試行のため保存していません）' : ''}`,
  importRefused: (count) => `何も保存していません。先に ${count} か所を直してください。`,
  exportDone: (file) => `${file} に書き出しました。`,
  adminLink: (mail, consortia, url) =>
    `\n  ${mail} は次の管理者です：${consortia}\n  1時間以内に次のリンクを開き、パスワードを決めてください（使えるのは1回だけです）。\n\n  ${url}\n`,
  adminNoConsortium: (known) => `そのコンソーシアムはありません。登録済み：${known}`,
  adminWhichConsortium: (known) => `どのコンソーシアムですか。次から選んでください：${known}`,
  adminNotAMail: (mail) => `「${mail}」はメールアドレスではありません。`,
  demoAccounts: (password, accounts) => {
    const names = { operator: '運営者', admin: '管理者', member: '利用者', officer: '自治体担当' }
    return `  デモ用アカウント（パスワード：${password}）\n${accounts.map(({ role, mail }) => `    ${names[role].padEnd(6, '　')} ${mail}`).join('\n')}\n`
  },
  simAccount:
    '拠点の機器と扉を設定できる人のアカウントを HIROBA_SIM_MAIL と HIROBA_SIM_PASSWORD で指定してください。デモでは operator@minakami.example.jp です。',
  simFilling: (day) => `${day} の一日を模擬します。デモのデータを用意しています…`,
  simNobody: '入室した人がいません。その日、その拠点には予約も貸付もありません。',
  simReady: (url, mail, password) =>
    `専用のプログラムを ${url} で動かしています。${mail}（パスワード：${password}）でログインして見てください。Ctrl-C で終わります。データは残りません。`,
  simFigures: (figures) => {
    const names: Readonly<Record<string, string>> = {
      people: '対象の人数',
      entered: '入室',
      enteredBehind: '前の人に続いて入室',
      leftSeen: '退室（カードあり）',
      leftUnseen: '退室（カードなし）',
      refused: '拒否',
      openedWrongly: '誤って解錠',
      notOpened: '解錠されず',
      lineDrops: '回線の切断',
      exact: '記録と一致',
      seenTwice: '入室が重複（要確認）',
      closedByRule: '夜間に自動で退室',
      stillIn: '在室中',
      entryMissed: '入室の記録なし',
      unseen: '扉では分からない滞在',
      wrong: '食い違い',
    }
    return Object.entries(figures)
      .map(([name, figure]) => `  ${names[name] ?? name}：${figure}`)
      .join('\n')
  },
  setup: (code) => `  まだ誰も登録されていません。画面を開き、最初の管理者を登録してください。設定コード（画面で聞かれたら）：${code}\n`,
}

export type CommandTexts = typeof en

export function textsFor(language: Language): CommandTexts {
  return language === 'ja' ? ja : en
}
