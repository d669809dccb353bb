/**
 * What the desk, members and strangers ask for most, at the size of the country: 5,000 hubs of 1,600 consortia and five
 * million bookings. How long each takes over HTTP; what it costs that there are so many; which statements are busiest, and
 * how PostgreSQL carries them out: none may read a large table from end to end.
 */
import { writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import {
  dayFromToday,
  drawByTurns,
  placesOf,
  sessionOf,
  startCountry,
  type CountryServers,
  type CountrySide,
  type Place,
} from './country-server.ts'
import { widestConsortium } from './country-step.ts'
import { median, percentile } from './measure.ts'
import { busiest, explaining, forgetStatements, planLines, scannedBy, type SeenPlan } from './plans.ts'
import { isExplained, reasonFor } from './scale-reasons.ts'
import type { Proof } from './proof-type.ts'
import { looking } from './stored.ts'

/** Rows from which a table is large. */
const largeFrom = 20_000
/** Of a day's calls, when it is asked which statements are busy. */
const mostCalls = 3_000
const plansFile = join(import.meta.dirname, '../docs/proofs/runs/plans.md')

interface Question {
  readonly path: string
  readonly cookie: string
  /** A booking to be made; absent: a GET. */
  readonly weight?: number
}

interface Asked {
  readonly what: string
  readonly times: number[]
}

export const proof: Proof = {
  name: 'scale',
  title: 'The country: 5,000 hubs, five million bookings',
  async run(say) {
    const servers = await startCountry(say)
    try {
      return await measure(servers, say)
    } finally {
      await servers.stop()
    }
  },
}

async function measure(servers: CountryServers, say: (line: string) => void): Promise<string[]> {
  const { small, country, cluster } = servers
  const sizes = await sizesOf(country)
  const took = await drawByTurns(servers, 20)
  const growth = median(took.country) / median(took.small)
  say(`growth ${growth.toFixed(2)}`)

  const questions = await questionsOf(country)
  const asked: Asked[] = []
  for (const [what, list] of questions) {
    asked.push({ what, times: await timesOf(country, list) })
    const last = asked.at(-1)?.times ?? []
    say(`${what}: p50 ${median(last).toFixed(1)} ms, p95 ${percentile(last, 0.95).toFixed(1)} ms`)
  }

  const day = mixOf(questions).slice(0, mostCalls)
  await forgetStatements(country.server.databaseUrl)
  await timesOf(country, day)
  const statements = await busiest(country.server.databaseUrl, 10)
  const plans = await explaining(cluster, country.server.databaseUrl, async () => void (await timesOf(country, day.slice(0, 500))))
  const large = new Set(sizes.filter((one) => one.rows >= largeFrom).map((one) => one.name.split('.')[1]))
  const scans = new Map(
    plans.flatMap((one) =>
      scannedBy(one.plan)
        .filter((name) => large.has(name))
        .map((name) => [`${one.id} ${name}`, one] as const),
    ),
  )
  await writePlans(statements, plans, day.length, country)
  const unexplained = statements.filter((one) => !isExplained(one.text))
  if (unexplained.length > 0)
    throw new Error(
      `nobody has said why these are well planned (bench/scale-reasons.ts): ${unexplained.map((one) => one.text).join('\n\n')}`,
    )
  if (scans.size > 0) throw new Error(`read from end to end: ${[...scans.keys()].join(', ')}`)

  return [
    `${country.hubs} hubs, ${country.bookings} bookings over three years back and four months ahead; the small side: the ${small.hubs} hubs of the facts with ${small.bookings} bookings, which are the same in both. One PostgreSQL with a quarter of the memory, a server of its own for each side, one caller at a time; the load generator on the same cores`,
    `**growth_ratio ${growth.toFixed(2)}** (goal 1.5): day grid p50 ${median(took.small).toFixed(2)} ms with ${small.hubs} hubs, ${median(took.country).toFixed(2)} ms with ${country.hubs}; p95 ${percentile(took.small, 0.95).toFixed(2)} and ${percentile(took.country, 0.95).toFixed(2)} ms; ${took.small.length} days drawn on each side, by turns`,
    '',
    '| asked over HTTP, of the country | calls | p50 ms | p95 ms | slowest ms |',
    '|---|---|---|---|---|',
    ...asked.map(
      ({ what, times }) =>
        `| ${what} | ${times.length} | ${median(times).toFixed(1)} | ${percentile(times, 0.95).toFixed(1)} | ${Math.max(...times).toFixed(1)} |`,
    ),
    '',
    `the plans of the ten busiest statements of ${day.length} calls: [plans.md](plans.md); of all ${plans.length} plans seen none reads a table of ${largeFrom} rows and more from end to end`,
    '',
    '| table | rows | with indexes |',
    '|---|---|---|',
    ...sizes.slice(0, 12).map((one) => `| ${one.name} | ${one.rows} | ${one.size} |`),
    '',
  ]
}

async function timesOf(side: CountrySide, questions: readonly Question[]): Promise<number[]> {
  const times: number[] = []
  for (const { path, cookie } of questions) times.push((await side.ask(path, cookie)).took)
  return times
}

/** What is asked, each of many hubs and people, so that no answer is the one before. */
async function questionsOf(side: CountrySide): Promise<ReadonlyMap<string, readonly Question[]>> {
  const { server } = side
  const wide = await placesOf(server, `t.slug = '${widestConsortium}'`)
  const others = await placesOf(
    server,
    `h.facts is null and t.slug <> '${widestConsortium}' and h.id in (select id from hubs.hub order by md5(id::text) limit 300)`,
  )
  const hubs = [...others, ...wide, ...side.known]
  const desk = wide[0]
  if (desk === undefined) throw new Error('there is no wide consortium')
  const people = await peopleOf(side, desk.consortiumId)
  const of = (places: readonly Place[], path: (place: Place, i: number) => string): Question[] =>
    places.map((place, i) => ({ path: path(place, i), cookie: place.cookie }))
  const search = (texts: readonly string[]): Question[] =>
    texts.map((text) => ({ path: `/search?q=${encodeURIComponent(text)}`, cookie: desk.cookie }))
  const atDesk = (texts: readonly string[]): Question[] =>
    texts.map((text, i) => ({ path: `/hubs/${wide[i % wide.length]?.hubId}/people?q=${encodeURIComponent(text)}`, cookie: desk.cookie }))
  const [today, monthBack] = [dayFromToday(0), dayFromToday(-31)]
  return new Map([
    [
      'day grid, 354 hubs, each drawn for the first time',
      of(hubs, ({ hubId }, i) => `/hubs/${hubId}/grid?day=${dayFromToday((i % 21) - 10)}`),
    ],
    ['Today of the desk', of(hubs, ({ hubId }) => `/hubs/${hubId}/desk`)],
    ['month of the desk', of(hubs, ({ hubId }) => `/hubs/${hubId}/period?from=${today}&days=31`)],
    ['bookings of a month, first page', of(hubs, ({ hubId }) => `/hubs/${hubId}/bookings?from=${monthBack}&to=${today}&limit=50`)],
    [
      'bookings of a month by a name',
      of(
        wide,
        ({ hubId }, i) =>
          `/hubs/${hubId}/bookings?from=${monthBack}&to=${today}&text=${encodeURIComponent(people.families[i % people.families.length] ?? '')}`,
      ),
    ],
    ['what is free for 30 days, one hub', of(hubs, ({ key }) => `/hubs/${key}/availability?from=${today}&days=30`)],
    ['what is free now', of(hubs, ({ key }) => `/hubs/${key}/free-now`)],
    ['desk, people: a reading', atDesk(people.kana)],
    ['desk, people: a telephone number', atDesk(people.phones)],
    ['desk, people: a mail', atDesk(people.mails)],
    ['desk, people: one letter', atDesk(['ミ', 'カ', 'シ', 'ア', '見', '架', '0', 'm'])],
    ['search box: a reading', search(people.kana)],
    ['search box: a telephone number', search(people.phones)],
    ['search box: a mail', search(people.mails)],
    ['members, a page', of(wide, () => '/people/members?limit=50')],
    ['own list, coming', people.cookies.map((cookie) => ({ path: '/bookings?when=coming', cookie }))],
    ['own list, past', people.cookies.map((cookie) => ({ path: '/bookings?when=past', cookie }))],
    [
      'a booking and its history',
      people.bookings.flatMap((id) => [
        { path: `/bookings/${id}`, cookie: desk.cookie },
        { path: `/bookings/${id}/history`, cookie: desk.cookie },
      ]),
    ],
    ['use in a month, one hub', of(wide, ({ hubId }) => `/use?from=${monthBack}&to=${dayFromToday(-1)}&hubId=${hubId}`)],
    [`use in a month, ${wide.length} hubs`, of(wide.slice(0, 10), () => `/use?from=${monthBack}&to=${dayFromToday(-1)}`)],
    [`use in a year, ${wide.length} hubs`, of(wide.slice(0, 5), () => `/use?from=${dayFromToday(-365)}&to=${dayFromToday(-1)}`)],
    ['a hub’s page data', of(hubs.slice(0, 100), ({ hubId, cookie }) => (cookie === '' ? '' : `/hubs/${hubId}`))],
    ['the directory, a page', of(hubs.slice(0, 20), () => '/hubs?limit=20')],
  ])
}

/** Calls of a day as they come: most of them draw, ask what is free and look for people; by turns, so that nothing stays warm. */
function mixOf(questions: ReadonlyMap<string, readonly Question[]>): Question[] {
  const often: readonly (readonly [begins: string, times: number])[] = [
    ['day grid', 3],
    ['Today', 2],
    ['what is free', 2],
    ['desk, people: a', 4],
    ['search box', 2],
    ['own list', 4],
    ['a booking', 4],
    ['a hub', 2],
  ]
  const all = [...questions].flatMap(([what, list]) => {
    if (what.includes('year') || what.includes('one letter') || what.startsWith('the directory')) return []
    const times = often.find(([begins]) => what.startsWith(begins))?.[1] ?? 1
    return Array.from({ length: times }, () => list).flat()
  })
  // a shuffle that is the same each time: a step that has no part in common with the length
  const step = 7_919
  return all.map((_, i) => all[(i * step) % all.length] as Question)
}

interface People {
  readonly families: readonly string[]
  readonly kana: readonly string[]
  readonly phones: readonly string[]
  readonly mails: readonly string[]
  readonly cookies: readonly string[]
  readonly bookings: readonly string[]
}

/** Members and guests of the widest consortium, and what somebody at the desk would type of each. */
async function peopleOf({ server }: CountrySide, consortiumId: string): Promise<People> {
  const { members, guests, bookings } = await looking(server.databaseUrl, async (look) => ({
    members: await look<{ account_id: string; family_name: string; family_kana: string; given_kana: string; phone: string; mail: string }>(
      `select m.account_id, family_name, family_kana, given_kana, phone, mail from people.membership m where consortium_id = $1 order by md5(id::text) limit 40`,
      [consortiumId],
    ),
    guests: await look<{ name: string; phone: string; mail: string }>(
      `select name, phone, mail from bookings.guest where consortium_id = $1 and phone is not null and mail is not null order by md5(id::text) limit 40`,
      [consortiumId],
    ),
    bookings: await look<{ id: string }>(`select id from bookings.booking where consortium_id = $1 order by md5(id::text) limit 60`, [
      consortiumId,
    ]),
  }))
  const cookies: string[] = []
  for (const { account_id: accountId } of members) cookies.push(await sessionOf(server, accountId))
  return {
    families: members.map((one) => one.family_name),
    kana: [...members.map((one) => one.family_kana), ...members.map((one) => one.given_kana), ...guests.map((one) => one.name)],
    phones: [
      ...members.map((one) => `0${one.phone.slice(3)}`),
      ...members.map((one) => one.phone.slice(-4)),
      ...guests.map((one) => one.phone.slice(0, 8)),
    ],
    mails: [...members, ...guests].map((one) => one.mail.split('@')[0] ?? ''),
    cookies,
    bookings: bookings.map((one) => one.id),
  }
}

function sizesOf(side: CountrySide): Promise<{ name: string; rows: number; size: string }[]> {
  return looking(side.server.databaseUrl, (look) =>
    look(
      `select c.oid::regclass::text as name, c.reltuples::int8::float8 as rows, pg_size_pretty(pg_total_relation_size(c.oid)) as size from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'r' and n.nspname = any('{platform,people,hubs,bookings,auth}') order by pg_total_relation_size(c.oid) desc`,
    ),
  )
}

async function writePlans(
  statements: Awaited<ReturnType<typeof busiest>>,
  plans: readonly SeenPlan[],
  calls: number,
  country: CountrySide,
): Promise<void> {
  const lines = [
    '# Plans of the ten busiest statements',
    '',
    `${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), PostgreSQL 18, ${country.hubs} hubs, ${country.bookings} bookings. The ten that took most time of ${calls} calls of a day (\`pg_stat_statements\`), as they were carried out by the program’s own role, with row-level security and a tenant set (\`auto_explain\`; the plan shown is the median one of those seen). None reads a large table from end to end.`,
    'Repeat: `npm run proof -- --only scale`',
    '',
    '| # | statement | calls | all ms | ms a call | rows a call |',
    '|---|---|---|---|---|---|',
    ...statements.map(
      (one, i) =>
        `| ${i + 1} | ${reasonFor(one.text).name} | ${one.calls} | ${one.totalMs} | ${one.meanMs} | ${(one.rows / one.calls).toFixed(1)} |`,
    ),
    '',
  ]
  for (const [i, one] of statements.entries()) {
    const seen = plans.filter((plan) => plan.id === one.id).toSorted((a, b) => a.ms - b.ms)
    const shown = seen[Math.floor(seen.length / 2)]
    const { name, why } = reasonFor(one.text)
    lines.push(`## ${i + 1}. ${name}`, '', why, '')
    if (shown !== undefined) lines.push('```', ...planLines(shown.plan), '```', '')
  }
  await writeFile(plansFile, lines.join('\n'))
}
