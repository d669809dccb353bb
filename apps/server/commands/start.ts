/** Pages, database, server; then the address. Stops in the opposite order, once, however often it is asked to. */
import { mkdirSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { startDatabaseServer, type DatabaseServer } from '#platform/server/database-server.ts'
import { ensureSecret, type Settings } from '#platform/server/settings.ts'
import { describeFailure, explainFileError, explainListenError, StartFailure } from '#platform/server/start-failure.ts'
import type { DemoState } from '../demo.ts'
import type { RunningServer } from '../server.ts'
import { buildWebIfStale } from './build-web.ts'
import { checkTls } from './check-tls.ts'
import type { Command, CommandContext } from './command.ts'
import type { DemoDay } from './demo-day.ts'
import { textsFor } from './texts.ts'

/** The server's part of the stop; PostgreSQL has 15 s of its own at most, and all is over before a supervisor kills. */
const serverStopSeconds = 6

/** When everything a first visitor needs has been loaded. */
const compiledKeptAfterMs = 30_000

export const start: Command = {
  name: 'start',
  usage: 'start',
  summary: { en: 'start Hiroba; Ctrl-C stops it', ja: 'Hiroba を起動する（Ctrl-C で停止）' },
  async run(context) {
    const { language, print, note } = context
    const say = textsFor(language)
    let settings = context.settings()
    const stopAsked = whenAskedToStop(context.env)

    let database: DatabaseServer | undefined
    let server: RunningServer | undefined
    let demoDay: DemoDay | undefined
    const stopAll = async () => {
      try {
        // A request that hangs, or a stop that fails, must not leave PostgreSQL behind.
        if (server !== undefined) await within(serverStopSeconds, Promise.all([demoDay?.stop(), server.stop()]))
      } finally {
        await database?.stop()
      }
    }
    try {
      try {
        mkdirSync(settings.dataFolder, { recursive: true, mode: 0o700 })
      } catch (error) {
        throw explainFileError(error, settings.dataFolder)
      }
      settings = { ...settings, secret: ensureSecret(settings) }
      if (settings.tls !== undefined) checkTls(settings.tls)
      note(say.startingDatabase)
      // Loaded while the database starts, and by this command only: backup and doctor work without it.
      const loading = import('../server.ts')
      loading.catch(() => {})
      // Side by side: the pages need the processor, the database mostly the disk. Both are waited for, so that a
      // failure of one leaves nothing of the other behind.
      const giveUp = new AbortController()
      void stopAsked.asked.then(() => giveUp.abort())
      const starting = startDatabaseServer(settings, note)
      starting.catch(() => giveUp.abort())
      const [pages, started] = await Promise.allSettled([
        settings.roles.includes('api') ? buildWebIfStale(context, giveUp.signal) : undefined,
        starting,
      ])
      if (started.status === 'fulfilled') database = started.value
      else throw started.reason
      if (pages.status === 'rejected' && !stopAsked.isAsked()) throw pages.reason
      if (!stopAsked.isAsked()) {
        note(say.startingServer)
        const { startServer } = await loading
        server = await startServer({ settings, databaseUrl: database.url }).catch((error: unknown) => {
          throw explainStartError(error, settings)
        })
        print(say.ready(context.env['HIROBA_PUBLIC_URL'] ? settings.publicUrl : server.url))
        if (server.demo.kind === 'demo') {
          print(say.demoAccounts(server.demo.password, server.demo.accounts))
          if (isLively(settings)) {
            demoDay = await beginDemoDay(context, settings, server, server.demo)
            print(say.demoLives)
          }
        }
        if (server.demo.kind === 'empty') print(say.setup(server.demo.code))
        note(say.howToStop)
        // usually done at the end, which a machine that is switched off at the plug never sees
        setTimeout(flushCompileCache, compiledKeptAfterMs).unref()
      }
      const lost = await Promise.race([stopAsked.asked, database.lost])
      if (typeof lost === 'string') {
        note(say.databaseLost(lost))
        await stopAll()
        return 1
      }
      note(say.stopping)
      await stopAll()
      note(say.stopped)
      return 0
    } catch (error) {
      await stopAll()
      if (!(error instanceof StartFailure)) throw error
      note(describeFailure(error, language))
      return 1
    }
  },
}

/** One process with everything, reached without a certificate: elsewhere the demonstration stands still. */
const isLively = ({ isDemoSim, roles, tls, mqttUrl }: Settings): boolean =>
  isDemoSim && tls === undefined && mqttUrl === undefined && roles.includes('api') && roles.includes('devices')

async function beginDemoDay(
  { note, language }: CommandContext,
  { dataFolder }: Settings,
  { url, mqttUrl }: RunningServer,
  demo: Extract<DemoState, { kind: 'demo' }>,
): Promise<DemoDay> {
  const [{ startDemoDay }, { openKept }] = await Promise.all([import('./demo-day.ts'), import('./sim.ts')])
  return startDemoDay({
    url,
    hub: demo.hub,
    account: { mail: demo.accounts.find(({ role }) => role === 'operator')?.mail ?? '', password: demo.password },
    kept: openKept(dataFolder, demo.hub),
    mqttUrl,
    failed: (error) => note(textsFor(language).demoStands(error.message)),
  })
}

function explainStartError(error: unknown, settings: { host: string; port: number; dataFolder: string }): unknown {
  if (error instanceof Error && error.name === 'DatabaseNewerError') {
    // The runner's own sentence is English; its two numbers say it in any language.
    const [found = '?', known = '?'] = error.message.match(/\d+/g) ?? []
    return new StartFailure('database.newer', { found, known }, error)
  }
  const explained = explainListenError(error, settings)
  return explained === error ? explainFileError(error, settings.dataFolder) : explained
}

/**
 * Asked by a signal, or by the death of the launcher: a supervisor that kills `bin/hiroba.mjs` the hard way must not
 * leave a server that holds the port.
 */
export function whenAskedToStop(env: NodeJS.ProcessEnv): { asked: Promise<void>; isAsked(): boolean } {
  let isAsked = false
  const asked = new Promise<void>((resolve) => {
    const ask = () => {
      isAsked = true
      resolve()
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask)
    const launcher = Number(env['HIROBA_LAUNCHER'])
    if (process.platform !== 'win32' && launcher === process.ppid) {
      setInterval(() => process.ppid !== launcher && ask(), 1000).unref()
    }
  })
  return { asked, isAsked: () => isAsked }
}

async function within(seconds: number, work: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, seconds * 1000)
  await Promise.race([work, promise]).finally(() => clearTimeout(timer))
}
