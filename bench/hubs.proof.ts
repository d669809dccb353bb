/**
 * The facts as strangers get them: 14 hubs of 11 consortia, their 46 spaces, the hours of four telling days; a second
 * import that changes nothing; ten broken files, each refused with place and reason, with nothing stored.
 */
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hiroba, mustRun } from './command.ts'
import { must } from './http.ts'
import { startBenchServer } from './measure.ts'
import type { Proof } from './proof-type.ts'
import { looking, type Look } from './stored.ts'

const demo = join(import.meta.dirname, '../database/demo')
const factsFile = join(demo, 'furusato-hubs-fy2016.json')
const overlayFile = join(demo, 'overlay.json')

interface Opening {
  readonly on: string
  readonly periods: readonly { readonly opensMinute: number; readonly closesMinute: number }[]
  readonly reason: string
  readonly label: { readonly en?: string; readonly ja: string } | null
}
interface Hub {
  readonly id: string
  readonly key: string
  readonly consortium: { readonly key: string }
  readonly spaces: readonly { readonly key: string; readonly opening: readonly Opening[] }[]
}

/** What the published hours say: offices 06:00-24:00 every day, the centre on weekdays that are no public holidays, both shut at New Year and Obon. */
const expected: Readonly<Record<string, readonly [centre: string, office: string]>> = {
  '2026-11-22': ['closed', '06:00-24:00'],
  '2026-11-23': ['closed', '06:00-24:00'],
  '2026-11-24': ['09:00-18:00', '06:00-24:00'],
  '2026-12-31': ['closed', 'closed'],
  '2026-08-14': ['closed', 'closed'],
}

const broken: readonly (readonly [what: string, make: (text: string) => string])[] = [
  ['cut off in the middle', (text) => text.slice(0, 20_000)],
  ['no list of consortia', () => '{\n "hubs": []\n}'],
  ['the same hub twice', (text) => text.replace('"id": "souko1"', '"id": "denpun"')],
  ['a negative capacity', (text) => text.replace('"capacity": 80', '"capacity": -80')],
  ['an unknown kind of space', (text) => text.replace('"kind": "storage"', '"kind": "stockroom"')],
  ['a time that is none', (text) => text.replace('"open": "06:00"', '"open": "25:60"')],
  ['closing before opening', (text) => text.replace('"close": "18:00"', '"close": "08:00"')],
  ['hours that the hub has not', (text) => text.replace('"hours": "center"', '"hours": "centre"')],
  ['a municipality that cannot be', (text) => text.replace('"code": "01395"', '"code": "99395"')],
  ['a day that is not in the calendar', (text) => text.replace('"opened": "2017-03-29"', '"opened": "2017-02-29"')],
]

export const proof: Proof = {
  name: 'hubs',
  title: 'The eleven consortia, their hours, a second import, ten broken files',
  async run(say) {
    const place = await mkdtemp(join(tmpdir(), 'hiroba-hubs-proof-'))
    const dataFolder = join(place, 'data')
    const server = await startBenchServer({ dataFolder, env: { HIROBA_DEMO: '1' } })
    const env = { HIROBA_DATA: dataFolder, HIROBA_SECRET: server.secret }
    try {
      const { items } = await must<{ items: Hub[] }>(server.url, { path: '/hubs' })
      const consortia = new Set(items.map((hub) => hub.consortium.key))
      const details: Hub[] = []
      for (const hub of items) details.push(await must<Hub>(server.url, { path: `/hubs/${hub.id}` }))
      const spaces = details.flatMap((hub) => hub.spaces)
      if (items.length !== 14 || consortia.size !== 11 || spaces.length !== 46)
        throw new Error(`${items.length} hubs of ${consortia.size} consortia with ${spaces.length} spaces`)

      const lines = ['| day | telework centre | office 1F-1 | why |', '|---|---|---|---|']
      for (const [day, wanted] of Object.entries(expected)) {
        const hub = await must<Hub>(server.url, { path: `/hubs/minakami.tsukiyono?from=${day}&days=1` })
        const found = ['center', 'so1-1'].map((key) =>
          hub.spaces.find((space) => space.key === key)?.opening.find((opening) => opening.on === day),
        )
        const texts = found.map(textOf)
        lines.push(
          `| ${day} | ${texts[0]} | ${texts[1]} | ${found.map((opening) => [opening?.reason, opening?.label?.en ?? opening?.label?.ja].filter(Boolean).join(': ')).join(' / ')} |`,
        )
        if (texts.join() !== wanted.join()) throw new Error(`${day}: ${texts.join(' and ')} instead of ${wanted.join(' and ')}`)
      }

      const stored = () => looking(server.databaseUrl, storedOf)
      const before = await stored()
      const second = await mustRun(['import', factsFile, '--overlay', overlayFile], env)
      if ((await stored()) !== before) throw new Error('the second import changed rows')
      const summary = second.output.trim().split('\n').at(-1) ?? ''
      const outcomes = Map.groupBy(
        second.output.split('\n').filter((line) => /\(consortia\[/.test(line)),
        (line) => line.split(' ')[0],
      )
      if (outcomes.size !== 1)
        throw new Error(`the second import reports ${[...outcomes].map(([outcome, rows]) => `${outcome} ${rows.length}`).join(', ')}`)

      const facts = await readFile(factsFile, 'utf8')
      const refusals = ['| file | what the command says |', '|---|---|']
      for (const [index, [what, make]] of broken.entries()) {
        const file = join(place, `broken-${index + 1}.json`)
        const text = make(facts)
        if (text === facts) throw new Error(`"${what}" breaks nothing any more`)
        await writeFile(file, text)
        const done = await hiroba(['import', file, '--overlay', overlayFile], env)
        if (done.code === 0) throw new Error(`a file with ${what} was taken`)
        if ((await stored()) !== before) throw new Error(`a file with ${what} was refused, but rows have changed`)
        const problem = done.notes.split('\n').find((line) => /line \d+/.test(line))
        if (problem === undefined) throw new Error(`a file with ${what} was refused without a place: ${done.notes}`)
        refusals.push(`| ${what} | ${problem.trim().replaceAll('|', '\\|')} |`)
      }
      say(summary)
      return [
        `\`GET /api/v1/hubs\` as a stranger: ${items.length} hubs of ${consortia.size} consortia; \`GET /api/v1/hubs/{id}\` of each: ${spaces.length} spaces in all`,
        'hours of Telework Center Minakami as published (the days of New Year and Obon are assumed, and marked so):',
        '',
        ...lines,
        '',
        `\`hiroba import\` of the same file while the program runs: "${summary}"; the rows of all tables of hubs, tenants, events and the outbox are the same to the bit`,
        'ten broken files: each ended with exit code 1 and these words, and after each the same rows to the bit:',
        '',
        ...refusals,
        '',
      ]
    } finally {
      await server.stop()
      await rm(place, { recursive: true, force: true })
    }
  },
}

function textOf(opening: Opening | undefined): string {
  if (opening === undefined) return 'unknown'
  const wall = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
  return opening.periods.length === 0
    ? 'closed'
    : opening.periods.map((period) => `${wall(period.opensMinute)}-${wall(period.closesMinute)}`).join(', ')
}

/** Everything that an import may touch, as one hash. */
async function storedOf(look: Look): Promise<string> {
  const tables = await look<{ sql: string }>(
    `select format('%I.%I', n.nspname, c.relname) as sql from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and (n.nspname = 'hubs' or (n.nspname = 'platform' and c.relname in ('tenant', 'event', 'outbox', 'file'))) order by 1`,
  )
  const hash = createHash('sha256')
  for (const { sql } of tables)
    for (const row of await look<{ text: string }>(`select t::text as text from ${sql} as t order by 1`))
      hash.update(`${sql} ${row.text}\n`)
  return hash.digest('hex')
}
