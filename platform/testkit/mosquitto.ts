/**
 * Debian's mosquitto, where it is installed: `apt-get install mosquitto mosquitto-clients`. Tests of devices run against the
 * embedded broker always and against this one where it is there; `.ci/run` installs it, and says that it must be there.
 */
import { spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, connect, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const find = (name: string): string | undefined =>
  ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/sbin', '/opt/homebrew/bin']
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file))

const isAsked = process.env['HIROBA_MOSQUITTO'] === 'required'
export const mosquittoFile = find('mosquitto')
export const mosquittoPubFile = find('mosquitto_pub')
/** Where it must be there the tests are collected though it is missing, and fail by name. */
export const hasMosquitto = mosquittoFile !== undefined || isAsked
export const hasMosquittoPub = mosquittoPubFile !== undefined || isAsked

export interface Mosquitto {
  readonly port: number
  readonly url: string
  /** The log of its own, for a test that failed. */
  log(): string
  stop(): Promise<void>
  /** Hard, and again on the same port. */
  restart(): Promise<void>
}

export interface MosquittoOptions {
  /** More lines of mosquitto.conf, such as `acl_file`. */
  readonly lines?: readonly string[]
}

export async function startMosquitto({ lines = [] }: MosquittoOptions = {}): Promise<Mosquitto> {
  const file = mosquittoFile
  if (file === undefined) throw new Error('mosquitto is not installed: apt-get install mosquitto mosquitto-clients')
  const folder = await mkdtemp(join(tmpdir(), 'hiroba-mosquitto-'))
  const port = await freePort()
  const config = join(folder, 'mosquitto.conf')
  writeFileSync(
    config,
    [
      `listener ${port} 127.0.0.1`,
      ...(lines.some((line) => line.startsWith('allow_anonymous')) ? [] : ['allow_anonymous true']),
      'persistence false',
      'max_queued_messages 0',
      'max_inflight_messages 1000',
      ...lines,
      '',
    ].join('\n'),
  )
  let text = ''
  // started by root it becomes `mosquitto`, who cannot read a folder of ours; it listens on loopback only
  const start = async () => {
    const child = spawn(file, ['-c', config], { stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.on('data', (data: Buffer) => (text += data.toString()))
    child.stderr.on('data', (data: Buffer) => (text += data.toString()))
    await waitForPort(port, () => (child.exitCode === null ? undefined : `mosquitto ended: ${text}`))
    return child
  }
  let child = await start()
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await ended
  }
  return {
    port,
    url: `mqtt://127.0.0.1:${port}`,
    log: () => text,
    async stop() {
      await end('SIGTERM')
      await rm(folder, { recursive: true, force: true })
    },
    async restart() {
      await end('SIGKILL')
      child = await start()
    },
  }
}

/** A message as any shell script sends it; resolves with the exit code and what it said. */
export async function mosquittoPub(args: readonly string[]): Promise<{ code: number; says: string }> {
  const file = mosquittoPubFile
  if (file === undefined) throw new Error('mosquitto_pub is not installed: apt-get install mosquitto-clients')
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let says = ''
  child.stdout.on('data', (data: Buffer) => (says += data.toString()))
  child.stderr.on('data', (data: Buffer) => (says += data.toString()))
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code: code ?? -1, says })))
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return port
}

async function waitForPort(port: number, failure: () => string | undefined): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' })
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
    if (isOpen) return
    const failed = failure()
    if (failed !== undefined) throw new Error(failed)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`nobody listens on port ${port}`)
}
