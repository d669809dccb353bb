/**
 * 20 times: members create 1,000 bookings over several connections, and in the middle of it everything dies by
 * `kill -9`: launcher, server, PostgreSQL with all its processes. Started again on the same data, every create that was
 * answered 201 must be there once, with its event and its mail; nothing may be half-stored.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inParallel, send, signIn, type Caller } from './http.ts'
import { killTree, median, startBenchServer, type BenchServer } from './measure.ts'
import type { Proof } from './proof-type.ts'
import { seatWishes } from './slots.ts'
import { looking, mustBeWhole, settle, type Look } from './stored.ts'

const rounds = 20
const creates = 1_000
const connections = 8
const hubKey = 'niseko.denpun'

interface Try {
  readonly key: string
  readonly as: Caller
  /** A place of its own, given when it is sent: what was never sent uses none up. */
  body?: object
  /** The booking, where an answer came. */
  id?: string
  status?: number
}

export const proof: Proof = {
  name: 'kill',
  title: 'kill -9 of everything in the middle of 1,000 creates, 20 times',
  async run(say) {
    const dataFolder = await mkdtemp(join(tmpdir(), 'hiroba-kill-'))
    const lines = [
      '| round | answered 201 before the kill | no answer | ready again after | mails and jobs done after | answered ones found once | unanswered ones: stored whole / not at all | sent again with their keys |',
      '|---|---|---|---|---|---|---|---|',
    ]
    const totals = { answered: 0, unanswered: 0, wasStored: 0, readySeconds: [] as number[] }
    // sessions outlive the kills: the secret that signs them stays, as it does in a data folder
    const env = { HIROBA_DEMO: '1', HIROBA_SECRET: randomBytes(32).toString('base64url') }
    let server = await startBenchServer({ dataFolder, env })
    try {
      const people: Caller[] = []
      for (const name of ['member', 'member2', 'member3', 'member4', 'worker', 'worker2', 'operator', 'manager'])
        people.push(await signIn(server.url, `${name}@niseko.example.jp`))
      const slots = await seatWishes(server.url, hubKey)
      for (let round = 1; round <= rounds; round++) {
        const tries = Array.from({ length: creates }, (_, index): Try => ({
          key: randomUUID(),
          as: people[index % people.length] as Caller,
        }))
        // anywhere between a tenth and nine tenths of the way
        const killAfter = Math.round(creates * (0.1 + (0.8 * (round - 1)) / (rounds - 1)))
        await createUntilKilled(server, tries, { killAfter, slots })
        const answered = tries.filter((one) => one.status === 201)
        const unanswered = tries.filter((one) => one.status === 0)
        const refused = tries.filter((one) => one.status !== undefined && one.status !== 0 && one.status !== 201)
        if (refused.length > 0) throw new Error(`${refused.length} creates were refused: ${JSON.stringify(refused[0])}`)

        server = await startBenchServer({ dataFolder, env })
        const facts = await looking(server.databaseUrl, async (look) => {
          const settledSeconds = await settle(look)
          await mustBeWhole(look)
          await mustHaveMails(look)
          for (const one of answered) await mustBeOnce(look, one)
          const stored = await storedOf(look, unanswered)
          // a caller without an answer sends the same again, with the same key: one booking, whichever way it had gone
          const again = await inParallel(unanswered, connections, (one) =>
            send<{ id: string }>(server.url, { path: '/bookings', as: one.as, body: one.body, key: one.key }),
          )
          const failed = again.filter((answer) => answer.status !== 201)
          if (failed.length > 0) throw new Error(`sent again, ${failed.length} were answered ${failed[0]?.status} ${failed[0]?.body.code}`)
          await settle(look)
          await mustBeWhole(look)
          await mustHaveMails(look)
          for (const [index, one] of unanswered.entries()) await mustBeOnce(look, { ...one, id: again[index]?.body.id ?? '' })
          return { settledSeconds, stored }
        })
        totals.answered += answered.length
        totals.unanswered += unanswered.length
        totals.wasStored += facts.stored
        totals.readySeconds.push(server.readySeconds)
        lines.push(
          `| ${round} | ${answered.length} | ${unanswered.length} | ${server.readySeconds.toFixed(1)} s | ${facts.settledSeconds.toFixed(1)} s | ${answered.length} | ${facts.stored} / ${unanswered.length - facts.stored} | ${unanswered.length} x 201, one booking each |`,
        )
        say(lines.at(-1) ?? '')
      }
    } finally {
      await server.stop()
      await rm(dataFolder, { recursive: true, force: true })
    }
    return [
      `${rounds} rounds on one data folder, ${creates} creates each by ${connections} connections of 8 members; SIGKILL to the whole process tree at once, PostgreSQL and its backends included`,
      `${totals.answered} creates were answered 201 before a kill: all found exactly once, each with one event, its occupancy and one mail`,
      `${totals.unanswered} had no answer: ${totals.wasStored} of them were stored whole, the others not at all; sent again with the same key each has exactly one booking`,
      `ready again after ${median(totals.readySeconds).toFixed(1)} s (median; recovery of PostgreSQL included)`,
      'after each round: no occupancy without its booking, no active booking without its occupancies, no unit twice, no booking without its event, no event without its booking',
      '',
      ...lines,
      '',
    ]
  },
}

async function createUntilKilled(
  server: BenchServer,
  tries: Try[],
  { killAfter, slots }: { killAfter: number; slots: () => object },
): Promise<void> {
  let answers = 0
  let isDead = false
  await inParallel(tries, connections, async (one) => {
    if (isDead) return
    one.body = slots()
    const answer = await send<{ id: string }>(server.url, { path: '/bookings', as: one.as, body: one.body, key: one.key })
    one.status = answer.status
    if (answer.status === 201) one.id = answer.body.id
    // the others go on: what is under way when everything dies is what matters
    if (++answers === killAfter) {
      // each PostgreSQL process leads a group of its own, so the group of the launcher is not all
      await killTree(server.process)
      isDead = true
    }
  })
}

async function mustBeOnce(look: Look, one: Try): Promise<void> {
  const [found] = await look<{ bookings: number; events: number; mails: number; occupancies: number }>(
    `select (select count(*) from bookings.booking where id = $1)::int as bookings,
       (select count(*) from platform.event where subject_id = $1 and type = 'bookings.booked')::int as events,
       (select count(*) from platform.mail where cause = 'bookings.booked:' || $1 || ':0')::int as mails,
       (select count(*) from bookings.occupancy where source_id = $1)::int as occupancies`,
    [one.id],
  )
  if (JSON.stringify(found) !== JSON.stringify({ bookings: 1, events: 1, mails: 1, occupancies: 1 }))
    throw new Error(`a create answered 201 is stored as ${JSON.stringify(found)}`)
}

/** Of creates without an answer: how many are there after all. They are told by their seat and time. */
async function storedOf(look: Look, tries: readonly Try[]): Promise<number> {
  let stored = 0
  for (const one of tries) {
    const { what, startsAt } = one.body as { what: { unitIds: string[] }; startsAt: string }
    const rows = await look('select 1 from bookings.occupancy where unit_id = $1 and starts_at = $2', [what.unitIds[0], startsAt])
    if (rows.length > 1) throw new Error('one seat is held twice')
    stored += rows.length
  }
  return stored
}

/** Every booking of a member made since has one mail, made and kept; no mail is about a booking that is not there. */
async function mustHaveMails(look: Look): Promise<void> {
  const [found] = await look<{ missing: number; lost: number; waiting: number }>(
    `select (select count(*) from platform.event e where e.type = 'bookings.booked' and e.actor_kind = 'person'
         and not exists (select from platform.mail m where m.consortium_id = e.consortium_id and m.cause = 'bookings.booked:' || e.subject_id || ':0'))::int as missing,
       (select count(*) from platform.mail m where m.cause like 'bookings.booked:%'
         and not exists (select from bookings.booking b where b.consortium_id = m.consortium_id and b.id = split_part(m.cause, ':', 2)::uuid))::int as lost,
       (select count(*) from platform.mail where status <> 'kept')::int as waiting`,
  )
  if (found === undefined || found.missing + found.lost + found.waiting > 0) throw new Error(`mails: ${JSON.stringify(found)}`)
}
