/** nginx as `deploy/nginx-two-servers.conf` sets it up for a town: only names, ports and the certificate are other ones. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const recommended = join(import.meta.dirname, '../deploy/nginx-two-servers.conf')
const places = ['nginx', '/usr/sbin/nginx', '/usr/local/sbin/nginx', '/opt/homebrew/bin/nginx']

export interface Proxy {
  readonly url: string
  /** `nginx version: nginx/1.22.1` */
  readonly version: string
  stop(): Promise<void>
}

export async function startProxy(folder: string, port: number, servers: readonly number[]): Promise<Proxy> {
  const program = places.find((place) => spawnSync(place, ['-v']).status === 0)
  if (program === undefined)
    throw new Error('there is no nginx here; install it and repeat: apt-get install nginx-light (Debian, Ubuntu), dnf install nginx')
  await mkdir(join(folder, 'logs'), { recursive: true })
  const file = join(folder, 'nginx.conf')
  await writeFile(file, configurationOf(await readFile(recommended, 'utf8'), folder, port, servers))
  const child = spawn(program, ['-p', folder, '-c', file], { stdio: ['ignore', 'ignore', 'pipe'] })
  let output = ''
  child.stderr.on('data', (part: Buffer) => (output = (output + String(part)).slice(-4_000)))
  const url = `http://127.0.0.1:${port}`
  await untilItAnswers(url, child, () => output)
  return {
    url,
    version: String(spawnSync(program, ['-v']).stderr).trim(),
    async stop() {
      if (child.exitCode !== null) return
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** Each replacement must find its text: a proof of another configuration than the one in `deploy/` would prove nothing. */
function configurationOf(text: string, folder: string, port: number, servers: readonly number[]): string {
  let conf = text
  const replace = (what: RegExp, by: string): void => {
    if (!what.test(conf)) throw new Error(`${recommended} has no ${what.source}`)
    conf = conf.replace(what, by)
  }
  // the way from http to https, and TLS
  replace(/server \{\n {4}listen 80;[^}]*\}\n/, '')
  replace(/ {4}listen 443 ssl http2;\n {4}listen \[::\]:443 ssl http2;\n/, `    listen 127.0.0.1:${port};\n`)
  replace(/ {4}ssl_certificate [^;]*;\n {4}ssl_certificate_key [^;]*;\n/, '')
  replace(/server_name hub\.example\.jp;/, 'server_name 127.0.0.1;')
  for (const [index, server] of servers.entries()) replace(new RegExp(`127\\.0\\.0\\.1:300${index + 1} `), `127.0.0.1:${server} `)
  // which server answered, so that the proof can tell
  replace(/( {4}client_max_body_size 50m;\n)/, '$1    add_header x-answered-by $upstream_addr always;\n')
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${join(folder, name)};`).join(' ')
  const user = process.getuid?.() === 0 ? 'user root;' : ''
  return `daemon off; ${user} worker_processes 2; pid ${join(folder, 'nginx.pid')}; error_log ${join(folder, 'logs/error.log')} error;
events { worker_connections 512; }
http {
access_log off; ${temporary}
${conf}
}
`
}

async function untilItAnswers(url: string, child: ChildProcess, output: () => string): Promise<void> {
  for (const until = performance.now() + 10_000; ;) {
    const answers = await fetch(`${url}/healthz`).then(
      () => true,
      () => false,
    )
    if (answers) return
    if (child.exitCode !== null || performance.now() > until) throw new Error(`nginx did not start:\n${output()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
