/**
 * Two servers on one database behind nginx, as `deploy/` sets them up: whichever is asked, sessions, rights, pictures, live
 * streams and jobs are the same. Then, under a load of creates, one of them is killed 20 times, ten times each.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCluster } from '#platform/server/embedded-cluster.ts'
import { launchBrowser, openPage } from '#platform/testkit/browser.ts'
import { openMailbox, type Mailbox } from '#platform/testkit/mailbox.ts'
import { inParallel, must, send, signIn, type Answer, type Caller } from './http.ts'
import { killTree, median, percentile, startBenchServer, type BenchServer } from './measure.ts'
import { freePort } from './ports.ts'
import type { Proof } from './proof-type.ts'
import { startProxy, type Proxy } from './proxy.ts'
import { seatWishes, type SeatWish } from './slots.ts'
import { looking, mustBeWhole, settle, type Look } from './stored.ts'
import { follow, type Follower } from './streams.ts'

const rounds = 20
const creates = 400
const connections = 16
const restarts = 4
const hubKey = 'niseko.denpun'
const picture = join(import.meta.dirname, '../database/demo/plan.png')

interface World {
  readonly proxy: Proxy
  /** Two, by the ports of the proxy's configuration. */
  readonly servers: BenchServer[]
  readonly start: (index: number) => Promise<BenchServer>
  readonly mailbox: Mailbox
  readonly look: Look
  readonly people: readonly Caller[]
  readonly slots: () => SeatWish
}

export const proof: Proof = {
  name: 'two-servers',
  title: 'Two servers on one database behind nginx; one is killed under load, 20 times',
  async run(say) {
    const folder = await mkdtemp(join(tmpdir(), 'hiroba-two-servers-'))
    const cluster = await startCluster(join(folder, 'database'), () => {})
    const mailbox = await openMailbox()
    const [front, ...ports] = [await freePort(), await freePort(), await freePort()]
    // as /etc/hiroba.env has it for both
    const env = {
      DATABASE_URL: cluster.url,
      HIROBA_SECRET: randomBytes(32).toString('base64url'),
      HIROBA_PUBLIC_URL: `http://127.0.0.1:${front}`,
      HIROBA_TRUST_PROXY: '1',
      HIROBA_SMTP_URL: mailbox.url,
      HIROBA_DEMO: '1',
      HIROBA_DB_POOL: '6',
      HIROBA_INSTALL: '0',
    }
    const start = (index: number): Promise<BenchServer> =>
      startBenchServer({ dataFolder: join(folder, 'data'), port: ports[index] as number, env })
    let servers: BenchServer[] = []
    let proxy: Proxy | undefined
    try {
      proxy = await startProxy(join(folder, 'nginx'), front, ports)
      // both at once, on an empty database: one makes the tables and the demonstration, the other waits for it
      servers = await Promise.all([start(0), start(1)])
      say('both are there')
      return await looking(cluster.url, async (look) => {
        await settle(look)
        const people: Caller[] = []
        for (const name of ['member', 'member2', 'member3', 'member4', 'worker', 'worker2', 'operator', 'manager'])
          people.push(await signIn(env.HIROBA_PUBLIC_URL, `${name}@niseko.example.jp`))
        const world = {
          proxy: proxy as Proxy,
          servers,
          start,
          mailbox,
          look,
          people,
          slots: await seatWishes(env.HIROBA_PUBLIC_URL, hubKey),
        }
        const lines: string[] = [
          `${world.proxy.version}, set up by deploy/nginx-two-servers.conf (names, ports and TLS changed); two processes of \`start\` begun at once on an empty database, one folder of data, one secret; PostgreSQL 18 of the package beside them`,
        ]
        for (const part of [sessions, rights, pictures, streams, jobs]) {
          lines.push(...(await part(world)))
          say(lines.at(-1) ?? '')
        }
        return [
          ...lines,
          ...(await kills(world, say)),
          ...(await restartsInTurn(world, say)),
          ...(await screens(world, say)),
          ...(await atTheEnd(world)),
        ]
      })
    } finally {
      await Promise.all(servers.map((server) => killTree(server.process)))
      await proxy?.stop()
      await cluster.stop()
      await mailbox.stop()
      await rm(folder, { recursive: true, force: true })
    }
  },
}

const operatorOf = ({ people }: World): Caller => people[6] as Caller
const url = (world: World, index: number): string => (world.servers[index] as BenchServer).url

/** A page's calls in a row go to one server and the other; the session holds on both, and ends on both. */
async function sessions(world: World): Promise<string[]> {
  const { proxy, people } = world
  const answeredBy = new Map<string, number>()
  for (let call = 0; call < 200; call++) {
    const answer = await fetch(`${proxy.url}/api/v1/me`, { headers: { cookie: (people[0] as Caller).cookie } })
    if (answer.status !== 200) throw new Error(`call ${call} of a signed-in person was answered ${answer.status}`)
    await answer.arrayBuffer()
    const by = answer.headers.get('x-answered-by') ?? ''
    answeredBy.set(by, (answeredBy.get(by) ?? 0) + 1)
  }
  if (answeredBy.size !== 2) throw new Error(`not both servers answered: ${[...answeredBy.keys()].join(' ')}`)

  const outMs: number[] = []
  for (let round = 0; round < 20; round++) {
    const [here, there] = [url(world, round % 2), url(world, (round + 1) % 2)]
    // past the proxy, each from an address of its own: ten sign-ins a minute are all that one address gets
    const person = await signIn(here, 'member4@niseko.example.jp', undefined, `192.0.2.${round + 1}`)
    await must(there, { path: '/me', as: person })
    const out = await fetch(`${here}/api/auth/sign-out`, {
      method: 'POST',
      headers: { cookie: person.cookie, origin: here, 'content-type': 'application/json' },
      body: '{}',
    })
    if (!out.ok) throw new Error(`sign-out: ${out.status}`)
    const since = performance.now()
    outMs.push(await untilAnswered(() => send(there, { path: '/me', as: person }), 401, since))
  }
  return [
    `sessions: one sign-in through the proxy, 200 calls in a row answered 200, by the servers ${[...answeredBy.values()].join(' and ')}`,
    `signed out on one server, refused by the other, 20 times: ${firstAnswers(outMs)}`,
  ]
}

/** 0 where the first answer was the one wanted, else after how many milliseconds it was. */
async function untilAnswered(ask: () => Promise<Answer<unknown>>, wanted: number, since: number): Promise<number> {
  for (let tries = 0; ; tries++) {
    const { status } = await ask()
    if (status === wanted) return tries === 0 ? 0 : performance.now() - since
    if (performance.now() - since > 40_000) throw new Error(`still ${status} instead of ${wanted} after 40 s`)
  }
}

const firstAnswers = (ms: readonly number[]): string => {
  const late = ms.filter((each) => each > 0)
  return `${ms.length - late.length} x by its very next answer${late.length === 0 ? '' : `, ${late.length} x later, ${Math.max(...late).toFixed(0)} ms at most`}`
}

/** What a member may do is changed on one server and asked of the other. */
async function rights(world: World): Promise<string[]> {
  const admin = await signIn(world.proxy.url, 'admin@niseko.example.jp')
  const member = world.people[1] as Caller
  const { items } = await must<{ items: { id: string; mail?: string; roles: string[] }[] }>(world.proxy.url, {
    path: `/people/members?text=${encodeURIComponent(member.mail)}`,
    as: admin,
  })
  const id = items.find((one) => one.mail === member.mail)?.id ?? items[0]?.id
  const ms: number[] = []
  for (let round = 0; round < 20; round++) {
    const [here, there] = [url(world, round % 2), url(world, (round + 1) % 2)]
    const isGiven = round % 2 === 0
    const before = await send(there, { path: '/people/invitations', as: member })
    if (before.status !== (isGiven ? 403 : 200)) throw new Error(`before the change: ${before.status}`)
    await must(here, {
      method: 'PUT',
      path: `/people/members/${id}/roles`,
      as: admin,
      body: { roles: isGiven ? ['member', 'operator'] : ['member'], reason: 'proof' },
    })
    ms.push(await untilAnswered(() => send(there, { path: '/people/invitations', as: member }), isGiven ? 200 : 403, performance.now()))
  }
  return [`a role given or taken on one server, the other acts by it, 20 times: ${firstAnswers(ms)}`]
}

async function pictures(world: World): Promise<string[]> {
  const operator = operatorOf(world)
  const [here, there] = [url(world, 0), url(world, 1)]
  const { items: hubs } = await must<{ items: { id: string; key: string }[] }>(here, { path: '/hubs' })
  const hubId = hubs.find((hub) => hub.key === hubKey)?.id
  const content = await readFile(picture)
  const photo = await must<{ id: string }>(here, {
    path: `/consortium/hubs/${hubId}/photos`,
    method: 'POST',
    as: operator,
    body: new Uint8Array(content),
    type: 'image/png',
  })
  const answer = await fetch(`${there}/api/v1/consortium/hubs/${hubId}/photos/${photo.id}`, { headers: { cookie: operator.cookie } })
  const bytes = (await answer.arrayBuffer()).byteLength
  if (answer.status !== 200 || bytes < 1_000) throw new Error(`the picture on the other server: ${answer.status}, ${bytes} bytes`)
  return [`a picture given to one server is shown by the other (${Math.round(bytes / 1024)} KiB, the folder is shared)`]
}

/** Bookings made through one server, heard by streams that the other holds. */
async function streams(world: World): Promise<string[]> {
  const operator = operatorOf(world)
  const followers = await openStreams(world, 8, operator)
  const held = followers.map((one) => one.heldBy())
  if (new Set(held).size !== 2) throw new Error(`the streams are all at ${held[0]}`)
  const milliseconds: number[] = []
  for (let index = 0; index < 200; index++) {
    const made = index % 2
    const answer = await must<{ id: string }>(url(world, made), {
      path: '/bookings',
      as: world.people[index % 6],
      body: world.slots(),
      key: randomUUID(),
    })
    const answeredAt = performance.now()
    const others = followers.filter((one) => one.heldBy() === new URL(url(world, 1 - made)).host)
    milliseconds.push(...(await Promise.all(others.map(async (one) => Math.max(0, (await one.heard(answer.id)) - answeredAt)))))
  }
  for (const one of followers) one.stop()
  return [
    `live: 200 bookings made through one server, heard by the streams that the other held (8 through the proxy): ${median(milliseconds).toFixed(0)} ms after the answer (median), p99 ${percentile(milliseconds, 0.99).toFixed(0)} ms`,
  ]
}

const openStreams = (world: World, count: number, as: Caller): Promise<Follower[]> =>
  Promise.all(Array.from({ length: count }, () => follow(world.proxy.url, as.cookie)))

/** 300 bookings at once: whose hands the mails went through, and that each was handed over once. */
async function jobs(world: World): Promise<string[]> {
  const tries = newTries(world, 300)
  const workers = new Set<string>()
  let isDone = false
  const watching = looking((world.servers[0] as BenchServer).databaseUrl, async (look) => {
    while (!isDone) {
      const rows = await look<{ locked_by: string }>('select distinct locked_by from graphile_worker.jobs where locked_by is not null')
      for (const row of rows) workers.add(row.locked_by)
      await new Promise((resolve) => setTimeout(resolve, 40))
    }
  })
  await inParallel(tries, connections, (one) => createOnce(world, one))
  await settle(world.look)
  isDone = true
  await watching
  await mustBeThere(world, tries)
  const twice = await mailsTwice(world)
  if (twice.length > 0) throw new Error(`${twice.length} mails were handed over twice`)
  if (workers.size < 2) throw new Error(`only ${workers.size} worker did the jobs`)
  return [`jobs: 300 bookings by 16 connections through the proxy; both workers had jobs in hand, each mail came to the SMTP server once`]
}

interface Try {
  readonly key: string
  readonly as: Caller
  readonly body: SeatWish
  /** Sent how often until an answer came. */
  sent: number
  /** The server that died had stored it: the other gave the same answer again. */
  isReplay: boolean
  id: string
  answeredAt: number
}

function newTries(world: World, count: number): Try[] {
  return Array.from({ length: count }, (_, index) => ({
    key: randomUUID(),
    as: world.people[index % world.people.length] as Caller,
    body: world.slots(),
    sent: 0,
    isReplay: false,
    id: '',
    answeredAt: 0,
  }))
}

/** As the pages do: what got no answer, or 502 to 504 of the proxy, is sent again with the same key. */
async function createOnce(world: World, one: Try): Promise<void> {
  for (;;) {
    one.sent++
    const answer = await send<{ id: string }>(world.proxy.url, { path: '/bookings', as: one.as, body: one.body, key: one.key })
    if (answer.status === 201) {
      one.id = answer.body.id
      one.isReplay = answer.isReplay === true
      one.answeredAt = performance.now()
      return
    }
    if (![0, 502, 503, 504].includes(answer.status))
      throw new Error(`a create was answered ${answer.status} ${JSON.stringify(answer.body)}`)
    if (one.sent > 60) throw new Error('a create was sent 60 times without an answer')
    await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 300))
  }
}

/** Every create has its one booking, with event, occupancy and mail, and no unit of time is held by two. */
async function mustBeThere({ look }: World, tries: readonly Try[]): Promise<void> {
  const [found] = await look<{ bookings: number; events: number; mails: number; occupancies: number; others: number }>(
    `select (select count(*) from bookings.booking where id = any($1))::int as bookings,
       (select count(*) from platform.event where subject_id = any($1) and type = 'bookings.booked')::int as events,
       (select count(*) from platform.mail where cause = any($2) and status = 'sent')::int as mails,
       (select count(*) from bookings.occupancy where source_id = any($1))::int as occupancies,
       (select count(*) from bookings.occupancy o join unnest($3::uuid[], $4::timestamptz[]) as w (unit_id, starts_at)
          on o.unit_id = w.unit_id and o.starts_at = w.starts_at)::int as others`,
    [
      tries.map((one) => one.id),
      tries.map((one) => `bookings.booked:${one.id}:0`),
      tries.map((one) => one.body.what.unitIds[0]),
      tries.map((one) => one.body.startsAt),
    ],
  )
  const ids = new Set(tries.map((one) => one.id))
  const wanted = { bookings: tries.length, events: tries.length, mails: tries.length, occupancies: tries.length, others: tries.length }
  if (ids.size !== tries.length || JSON.stringify(found) !== JSON.stringify(wanted))
    throw new Error(`of ${tries.length} creates (${ids.size} ids): ${JSON.stringify(found)}`)
  await mustBeWhole(look)
}

/** Mails that the SMTP server got more than once: by their Message-ID, which is the row's. */
async function mailsTwice({ mailbox }: World): Promise<string[]> {
  const counts = new Map<string, number>()
  for (const mail of mailbox.mails) counts.set(mail.messageId ?? '', (counts.get(mail.messageId ?? '') ?? 0) + 1)
  return [...counts].flatMap(([id, count]) => (count > 1 ? [id] : []))
}

async function kills(world: World, say: (line: string) => void): Promise<string[]> {
  const lines = [
    '',
    '| round | killed | creates answered at once / sent again | sent most often | slowest until its 201 | the other did all jobs after | streams cut, back after (slowest) | ready again after | answers again after |',
    '|---|---|---|---|---|---|---|---|---|',
  ]
  const totals = { again: 0, replays: 0, back: [] as number[], settled: [] as number[], slowest: 0 }
  for (let round = 1; round <= rounds; round++) {
    const index = round % 2 === 1 ? 0 : 1
    const victim = world.servers[index] as BenchServer
    const followers = await openStreams(world, 8, operatorOf(world))
    const tries = newTries(world, creates)
    const killAt = Math.round(creates * (0.1 + (0.8 * (round - 1)) / (rounds - 1)))
    let answers = 0
    let slowest = 0
    let killing: Promise<void> | undefined
    await inParallel(tries, connections, async (one) => {
      const since = performance.now()
      await createOnce(world, one)
      slowest = Math.max(slowest, performance.now() - since)
      if (++answers === killAt) killing = killTree(victim.process)
    })
    await killing
    // the one that is left does what the dead one had in its hands
    const settledSeconds = await settle(world.look)
    await mustBeThere(world, tries)
    await Promise.all(followers.map((one) => one.settled(tries.map(({ id, answeredAt }) => ({ id, answeredAt })))))
    const back = followers.flatMap((one) => one.gaps())
    if (back.length === 0) throw new Error('no stream was at the server that was killed')
    for (const one of followers) one.stop()

    const began = performance.now()
    world.servers[index] = await world.start(index)
    const readySeconds = (performance.now() - began) / 1000
    const partSeconds = await untilItTakesPart(world, index)
    const again = tries.filter((one) => one.sent > 1)
    totals.again += again.length
    totals.replays += again.filter((one) => one.isReplay).length
    totals.back.push(...back)
    totals.settled.push(settledSeconds)
    totals.slowest = Math.max(totals.slowest, slowest)
    lines.push(
      `| ${round} | ${index === 0 ? 'first' : 'second'} | ${creates - again.length} / ${again.length} | ${Math.max(...tries.map((one) => one.sent))} | ${(slowest / 1000).toFixed(1)} s | ${settledSeconds.toFixed(1)} s | ${back.length} of 8, ${(Math.max(...back) / 1000).toFixed(1)} s | ${readySeconds.toFixed(1)} s | ${partSeconds.toFixed(1)} s |`,
    )
    say(lines.at(-1) ?? '')
  }
  const twice = await mailsTwice(world)
  if (twice.length > rounds * 4) throw new Error(`${twice.length} mails were handed over twice; a kill can only catch the four in hand`)
  return [
    `kills: ${rounds} x SIGKILL to one server (ten times each) in the middle of ${creates} creates by ${connections} connections, each create with a seat and half hour of its own and an Idempotency-Key`,
    `all ${rounds * creates} creates were answered 201 in the end, ${totals.again} of them after having been sent again with the same key (${totals.replays} of these had been stored by the server that died: the other gave the same answer); each is stored exactly once, with one event, its occupancy and one mail, before the killed server was started again`,
    `the slowest create of all took ${(totals.slowest / 1000).toFixed(1)} s from its first sending to its 201; the jobs that the dead one held were done by the other after ${median(totals.settled).toFixed(1)} s (median), ${Math.max(...totals.settled).toFixed(1)} s at most (who is dead is looked for every 15 s)`,
    `${totals.back.length} streams were cut; each was back at the other server after ${(median(totals.back) / 1000).toFixed(1)} s (median), ${(Math.max(...totals.back) / 1000).toFixed(1)} s at most, and heard of every booking, or was opened anew after it (upon which a page reads again)`,
    `mails that the SMTP server got twice: ${twice.length} (killed between the server's "250" and the note that it was sent; they bear one Message-ID, by which mail programs show them once)`,
    ...lines,
    '',
  ]
}

async function untilItTakesPart({ proxy }: World, index: number): Promise<number> {
  const began = performance.now()
  const seen = new Set<string>()
  for (;;) {
    const answer = await fetch(`${proxy.url}/readyz`)
    await answer.arrayBuffer()
    seen.add(answer.headers.get('x-answered-by') ?? '')
    if (seen.size > 1 && answer.ok) return (performance.now() - began) / 1000
    if (performance.now() - began > 20_000) throw new Error(`server ${index + 1} gets no requests again`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** As an upgrade of one after the other would: told to stop, under load. */
async function restartsInTurn(world: World, say: (line: string) => void): Promise<string[]> {
  let again = 0
  const stopSeconds: number[] = []
  for (let round = 0; round < restarts; round++) {
    const index = round % 2
    const tries = newTries(world, creates)
    let answers = 0
    let stopping: Promise<void> | undefined
    await inParallel(tries, connections, async (one) => {
      await createOnce(world, one)
      if (++answers === creates / 4) {
        const began = performance.now()
        stopping = (world.servers[index] as BenchServer)
          .stop('SIGTERM')
          .then(() => void stopSeconds.push((performance.now() - began) / 1000))
      }
    })
    await stopping
    await settle(world.look)
    await mustBeThere(world, tries)
    again += tries.filter((one) => one.sent > 1).length
    world.servers[index] = await world.start(index)
    await untilItTakesPart(world, index)
    say(`stopped ${index + 1}: ${tries.filter((one) => one.sent > 1).length} sent again`)
  }
  return [
    `told to stop under the same load (SIGTERM, as systemd does), ${restarts} times: ${again} of ${restarts * creates} creates had to be sent again; stopped after ${median(stopSeconds).toFixed(1)} s (median)`,
  ]
}

/** A page that stands open while the server of its stream dies: what happens then is on it without a reload. */
async function screens(world: World, say: (line: string) => void): Promise<string[]> {
  const { proxy } = world
  const browser = await launchBrowser()
  const seconds: number[] = []
  try {
    for (let round = 0; round < 4; round++) {
      const [one] = newTries(world, 1)
      if (one === undefined) continue
      const day = Temporal.Instant.from(one.body.startsAt).toZonedDateTimeISO('Asia/Tokyo').toPlainDate().toString()
      const [name = '', value = ''] = (operatorOf(world).cookie.split(';')[0] ?? '').split('=', 2)
      const { context, page } = await openPage(browser)
      await context.addCookies([{ name, value, url: proxy.url }])
      let heldBy = ''
      page.on('response', (answer) => {
        if (answer.url().endsWith('/api/v1/live')) heldBy = answer.headers()['x-answered-by'] ?? ''
      })
      await page.goto(`${proxy.url}/operate/${hubKey}?day=${day}`)
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      for (const until = performance.now() + 10_000; heldBy === '' && performance.now() < until;) await page.waitForTimeout(50)
      const index = world.servers.findIndex((server) => new URL(server.url).host === heldBy.split(',').at(-1)?.trim())
      if (index < 0) throw new Error(`the page has no stream: ${heldBy}`)

      const began = performance.now()
      await killTree((world.servers[index] as BenchServer).process)
      await createOnce(world, one)
      await page.waitForResponse(
        async (answer) => answer.url().includes('/grid') && answer.ok() && (await answer.text()).includes(one.id),
        { timeout: 20_000 },
      )
      seconds.push((performance.now() - began) / 1000)
      await context.close()
      world.servers[index] = await world.start(index)
      await untilItTakesPart(world, index)
      say(`a page whose server was killed: ${seconds.at(-1)?.toFixed(1)} s`)
    }
  } finally {
    await browser.close()
  }
  return [
    `a browser (Chromium) with the day's grid open, four times: the server that held its stream is killed, a booking is made, and the page has asked for it ${median(seconds).toFixed(1)} s after the kill (median; ${Math.max(...seconds).toFixed(1)} s at most), without a reload`,
  ]
}

async function atTheEnd({ look }: World): Promise<string[]> {
  await mustBeWhole(look)
  const [row] = await look<{ bookings: number; locked: number; outbox: number }>(
    `select (select count(*) from bookings.booking)::int as bookings, (select count(*) from platform.outbox)::int as outbox,
       (select count(*) from graphile_worker.jobs where locked_by is not null)::int as locked`,
  )
  return [
    `at the end ${row?.bookings} bookings: no occupancy without its booking, no active booking without its occupancies, no unit twice, no booking without its event; no row of the outbox and no locked job left`,
  ]
}
