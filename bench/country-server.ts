/**
 * Two servers over one PostgreSQL: one with the 14 hubs of the facts alone, one with the same hubs within a country of
 * thousands. Each hub of the facts has the same bookings in both, so what differs is what stands around it.
 *
 * Loading 5,000 hubs takes some ten minutes. `HIROBA_COUNTRY_HUBS` asks for fewer, `HIROBA_COUNTRY_FOLDER` keeps what was
 * loaded in a folder and takes it from there the next time.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startOwnCluster, type OwnCluster } from './cluster.ts'
import { mustRun } from './command.ts'
import { openConnection, requestHead, type Connection } from './connection.ts'
import { loadCountry } from './country.ts'
import { startBenchServer, type BenchServer } from './measure.ts'
import { looking } from './stored.ts'

export interface Place {
  readonly hubId: string
  readonly consortiumId: string
  /** `minakami.tsukiyono` */
  readonly key: string
  /** A session of somebody who runs the desk there. */
  readonly cookie: string
}

export interface CountrySide {
  readonly server: BenchServer
  readonly hubs: number
  readonly bookings: number
  end(): void
  /** The hubs of the facts, in the same order on both sides. */
  readonly known: readonly Place[]
  /** Asks as somebody; answers how long it took and what came. */
  ask(path: string, cookie: string): Promise<{ readonly took: number; readonly body: Buffer }>
}

export interface CountryServers {
  readonly cluster: OwnCluster
  readonly small: CountrySide
  readonly country: CountrySide
  stop(): Promise<void>
}

const demo = join(import.meta.dirname, '../database/demo')

export async function startCountry(say: (line: string) => void): Promise<CountryServers> {
  const hubs = Number(process.env['HIROBA_COUNTRY_HUBS'] ?? 5_000)
  const kept = process.env['HIROBA_COUNTRY_FOLDER']
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'hiroba-country-')))
  const cluster = await startOwnCluster(folder)
  const sides: CountrySide[] = []
  try {
    for (const [name, wanted] of [
      ['facts', 14],
      ['country', hubs],
    ] as const) {
      const url = await cluster.database(name)
      const [loaded] = await looking(url, (look) =>
        look<{ is: boolean }>(
          `select shobj_description(oid, 'pg_database') is not null as is from pg_database where datname = current_database()`,
        ),
      )
      const env = { DATABASE_URL: url, HIROBA_DATA: join(folder, `data-${name}`), HIROBA_SECRET: randomBytes(32).toString('base64url') }
      if (loaded?.is !== true) {
        await mustRun(['import', join(demo, 'furusato-hubs-fy2016.json'), '--overlay', join(demo, 'overlay.json')], env)
        const made = await loadCountry(url, { hubs: wanted, say })
        say(
          `${name}: ${made.hubs} hubs, ${made.bookings} bookings, ${made.members} members, ${made.guests} guests in ${Math.round(made.seconds)} s`,
        )
        await looking(url, (look) => look(`comment on database ${name} is 'loaded'`))
      }
      const server = await startBenchServer({ dataFolder: env.HIROBA_DATA, env: { DATABASE_URL: url, HIROBA_ROLES: 'api' } })
      sides.push(await sideOf(server))
    }
  } catch (error) {
    for (const side of sides) await side.server.stop()
    await cluster.stop()
    throw error
  }
  const [small, country] = sides as [CountrySide, CountrySide]
  return {
    cluster,
    small,
    country,
    async stop() {
      for (const side of sides) {
        side.end()
        await side.server.stop()
      }
      await cluster.stop()
      if (kept === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}

async function sideOf(server: BenchServer): Promise<CountrySide> {
  let connection: Connection | undefined
  const [count] = await looking(server.databaseUrl, (look) =>
    look<{ hubs: number; bookings: number }>(
      'select (select count(*)::int from hubs.hub) as hubs, (select count(*)::int from bookings.booking) as bookings',
    ),
  )
  const known = await placesOf(server, `h.facts is not null`)
  return {
    server,
    hubs: count?.hubs ?? 0,
    bookings: count?.bookings ?? 0,
    end: () => connection?.end(),
    known,
    async ask(path, cookie) {
      const head = requestHead(server.url, { method: 'GET', path: `/api/v1${path}`, fields: { cookie, 'sec-fetch-site': 'same-origin' } })
      // what has been idle while the other side was loaded was closed by the server
      for (let isFirst = true; ; isFirst = false) {
        connection ??= await openConnection(server.url)
        const started = performance.now()
        try {
          const answer = await connection.send(head)
          const took = performance.now() - started
          if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.body.subarray(0, 300).toString()}`)
          return { took, body: answer.body }
        } catch (error) {
          if (!isFirst || !/closed/.test((error as Error).message)) throw error
          connection = undefined
        }
      }
    },
  }
}

/** Hubs that `where` says (of `h`, `t`), each with a session at its desk. */
export async function placesOf(server: BenchServer, where: string): Promise<Place[]> {
  return looking(server.databaseUrl, async (look) => {
    const hubs = await look<{ id: string; consortium_id: string; key: string; account_id: string }>(
      `select h.id, h.consortium_id, t.slug || '.' || h.slug as key, (select account_id from people.membership m where m.consortium_id = h.consortium_id and 'operator' = any(m.roles) order by id limit 1) as account_id
       from hubs.hub h join platform.tenant t on t.id = h.consortium_id where ${where} order by t.slug, h.slug`,
    )
    const cookies = new Map<string, string>()
    for (const { account_id: accountId } of hubs) if (!cookies.has(accountId)) cookies.set(accountId, await sessionOf(server, accountId))
    return hubs.map((hub) => ({ hubId: hub.id, consortiumId: hub.consortium_id, key: hub.key, cookie: cookies.get(hub.account_id) ?? '' }))
  })
}

export async function sessionOf(server: BenchServer, accountId: string): Promise<string> {
  const token = randomBytes(24).toString('base64url')
  await looking(server.databaseUrl, (look) =>
    look(
      `insert into auth.session ("userId", token, "expiresAt", "createdAt", "updatedAt") values ($1, $2, now() + interval '1 day', now(), now())`,
      [accountId, token],
    ),
  )
  const signature = createHmac('sha256', server.secret).update(token).digest('base64')
  return `better-auth.session_token=${encodeURIComponent(`${token}.${signature}`)}`
}

export const dayFromToday = (days: number): string => Temporal.Now.plainDateISO('Asia/Tokyo').add({ days }).toString()

/**
 * Milliseconds of drawing each hub's day, by turns on both sides: whatever else the machine does is shared by both. The
 * days are those around today, each drawn once, after all hubs have been drawn once for their connections' sake.
 */
export async function drawByTurns(
  { small, country }: Pick<CountryServers, 'small' | 'country'>,
  days: number,
): Promise<{ small: number[]; country: number[] }> {
  const took = { small: [] as number[], country: [] as number[] }
  for (let day = -3; day < days; day++) {
    for (const i of small.known.keys()) {
      for (const [name, side] of [
        ['small', small],
        ['country', country],
      ] as const) {
        const place = side.known[i]
        if (place === undefined) throw new Error('the two sides have not the same hubs')
        const answer = await side.ask(
          `/hubs/${place.hubId}/grid?day=${dayFromToday(day < 0 ? 60 + day : day - Math.floor(days / 2))}`,
          place.cookie,
        )
        if (day >= 0) took[name].push(answer.took)
      }
    }
  }
  return took
}
