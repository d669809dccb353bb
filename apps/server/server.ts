/** The product on a socket: modules, texts, web app, TLS. */
import { readFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { join } from 'node:path'
import { serve, type ServerType } from '@hono/node-server'
import { provideBrokerUrl } from '#modules/devices/server/index.ts'
import { platformTexts } from '#platform/locales/index.ts'
import { systemClock, type Clock } from '#platform/server/clock.ts'
import { createLog } from '#platform/server/log.ts'
import { migrate } from '#platform/server/migrations.ts'
import { buildProgram, type Program, type ProgramOptions } from '#platform/server/program.ts'
import type { Settings } from '#platform/server/settings.ts'
import { openStaticWeb } from '#platform/server/static-web.ts'
import { fillDemo, type DemoState } from './demo.ts'
import { brokerUrlOf, startDevices, type RunningDevices } from './devices.ts'
import { modules } from './modules.ts'
import { version } from './version.ts'

export interface RunningServer {
  readonly url: string
  readonly program: Program
  readonly demo: DemoState
  /** The broker that devices speak to, while this process has it. */
  mqttUrl(): string | undefined
  stop(): Promise<void>
}

const webFolder = join(import.meta.dirname, '../web/dist')

/** The two style elements that React Aria adds by script (touch action of what is pressed, scrolling on iOS): fixed texts, so fixed hashes. */
export const styleHashes: readonly string[] = [
  'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o=',
  'sha256-gYiS/BvZvRcK27JIXTuwhZ3hs2+VJ1X+2gUlE+farlg=',
]

/** What the program is given besides its place in a process: the same for the server and for commands. */
export function programOptionsOf(settings: Settings, databaseUrl: string): Omit<ProgramOptions, 'hasWorker' | 'web'> {
  return {
    modules,
    platformTexts,
    databaseUrl,
    databasePoolSize: settings.databasePoolSize,
    secret: settings.secret,
    filesFolder: join(settings.dataFolder, 'files'),
    publicUrl: settings.publicUrl,
    trustProxy: settings.trustProxy,
    smtpUrl: settings.smtpUrl,
    mailFrom: settings.mailFrom,
    clock: systemClock,
    log: createLog(settings.logLevel),
    version,
    styleHashes,
  }
}

/** `clock`: of a simulated day; the machine's own for everybody else. */
export async function startServer(options: { settings: Settings; databaseUrl: string; clock?: Clock }): Promise<RunningServer> {
  const { settings, databaseUrl, clock = systemClock } = options
  await migrate(databaseUrl)
  const own = programOptionsOf(settings, databaseUrl)
  const program = await buildProgram({
    ...own,
    clock,
    hasWorker: settings.roles.includes('worker'),
    ...(settings.roles.includes('api') ? { web: await openStaticWeb(webFolder) } : {}),
  })
  let demo: DemoState = { kind: 'none' }
  let server: ServerType
  let devices: RunningDevices | undefined
  try {
    demo = await fillDemo(program, settings.isDemo)
    if (settings.roles.includes('devices'))
      devices = await startDevices({
        program,
        settings,
        log: own.log,
        now: clock === systemClock ? Date.now : () => clock.now().epochMilliseconds,
      })
    server = await listen(program, settings)
  } catch (error) {
    await devices?.stop()
    await program.stop()
    throw error
  }
  provideBrokerUrl(() => brokerUrlOf(settings, devices?.url()), { isShared: settings.mqttUrl !== undefined })
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : settings.port
  const scheme = settings.tls === undefined ? 'http' : 'https'
  const host = settings.host === '0.0.0.0' || settings.host === '127.0.0.1' ? 'localhost' : settings.host
  let stopping: Promise<void> | undefined
  return {
    url: `${scheme}://${host}:${port}`,
    program,
    demo,
    mqttUrl: () => devices?.url(),
    stop() {
      stopping ??= (async () => {
        const closed = new Promise<void>((resolve) => server.close(() => resolve()))
        const closeIdle = () => (server as { closeIdleConnections?: () => void }).closeIdleConnections?.()
        // a live stream would hold the close for ever; its connection is idle as soon as it has ended
        program.endStreams()
        const idle = setInterval(closeIdle, 50)
        // answers under way get a moment
        const force = setTimeout(() => (server as { closeAllConnections?: () => void }).closeAllConnections?.(), 1_500)
        // devices are acknowledged what is under way, while the pages close
        await Promise.all([closed, devices?.stop()])
        clearInterval(idle)
        clearTimeout(force)
        await program.stop()
      })()
      return stopping
    },
  }
}

const healthPaths = ['/healthz', '/readyz', '/metrics']

/** A process that only works tells how it is and nothing else: no load balancer can send it people by mistake. */
export function answersOf(roles: Settings['roles'], app: Pick<Program['app'], 'fetch'>): Program['app']['fetch'] {
  if (roles.includes('api')) return app.fetch
  return (request, ...more) =>
    healthPaths.includes(new URL(request.url).pathname) ? app.fetch(request, ...more) : new Response('Not found', { status: 404 })
}

async function listen(program: Program, settings: Settings): Promise<ServerType> {
  const secure =
    settings.tls === undefined
      ? { createServer: createHttpServer }
      : {
          createServer: createHttpsServer,
          serverOptions: { cert: await readFile(settings.tls.certFile), key: await readFile(settings.tls.keyFile) },
        }
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: answersOf(settings.roles, program.app), hostname: settings.host, port: settings.port, ...secure }, () =>
      resolve(server),
    )
    server.once('error', reject)
  })
}
