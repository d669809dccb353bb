/**
 * Four races over real HTTP on the real database, 20 rounds each: one winner, losers get 409 with alternatives, nothing
 * half-stored, no deadlock. Each round has a time of its own, so no round helps the next.
 */
import { randomUUID } from 'node:crypto'
import { inParallel, must, send, signIn, type Answer, type Caller } from './http.ts'
import { median, percentile, startBenchServer, type BenchServer } from './measure.ts'
import type { Proof } from './proof-type.ts'
import { deadlocksOf, looking, mustBeWhole, type Look } from './stored.ts'

const rounds = 20
const hubKey = 'niseko.denpun'

interface BookingAnswer {
  readonly id: string
  readonly version: number
  readonly params?: { readonly alternatives?: { readonly times: readonly unknown[]; readonly spaces: readonly unknown[] } }
}

interface Place {
  readonly kind: 'space' | 'seat' | 'equipment'
  readonly targetId: string
  readonly name: { readonly en?: string; readonly ja: string }
  readonly type: string
  readonly units: readonly { readonly id: string; readonly label: string }[]
  readonly open: readonly { readonly startsAt: string; readonly endsAt: string }[]
}

interface World {
  readonly server: BenchServer
  readonly people: readonly Caller[]
  readonly seats: Place
  readonly room: Place
  readonly tablets: Place
  /** A time nobody has had yet; `hours` long. */
  nextTime(hours?: number): { startsAt: string; endsAt: string }
}

/** What one round of a race ended with. */
interface Outcome {
  readonly winners: number
  readonly refused: number
  readonly withAlternatives: number
  readonly others: readonly string[]
  /** Which side won, where there are two. */
  readonly wonBy: string
  readonly milliseconds: number
  readonly slowest: number
}

export const proof: Proof = {
  name: 'races',
  title: 'Races for one seat, a room and its seat, a move and a create, the last tablet',
  async run(say) {
    const server = await startBenchServer({ env: { HIROBA_DEMO: '1' } })
    try {
      const world = await openWorld(server)
      const lines = [
        '| race | rounds | tries a round | winners a round | won by | refused with 409 | of these with alternatives | other answers | median / slowest round | slowest answer |',
        '|---|---|---|---|---|---|---|---|---|---|',
      ]
      await looking(server.databaseUrl, async (look) => {
        for (const race of races) {
          const before = await deadlocksOf(look)
          const outcomes: Outcome[] = []
          for (let round = 0; round < rounds; round++) {
            outcomes.push(await race.run(world, look))
          }
          say(`${race.name}: ${outcomes.map((outcome) => `${Math.round(outcome.milliseconds)}`).join(' ')} ms`)
          await mustBeWhole(look)
          const deadlocks = (await deadlocksOf(look)) - before
          if (deadlocks > 0) throw new Error(`${race.name}: ${deadlocks} deadlocks`)
          lines.push(lineOf(race, outcomes))
          for (const outcome of outcomes) {
            if (outcome.winners !== 1 || outcome.others.length > 0 || outcome.withAlternatives !== outcome.refused)
              throw new Error(`${race.name}: ${JSON.stringify(outcome)}`)
          }
        }
      })
      const repeated = await sameKey(world)
      return [
        'the program itself with its own PostgreSQL and the demonstration; callers on the same two cores, each try on its own connection, several signed-in members',
        'after each race the rows were looked at: no occupancy without its booking, no booking without its occupancies and event, no unit twice; deadlocks counted by PostgreSQL: 0',
        '',
        ...lines,
        '',
        repeated,
      ]
    } finally {
      await server.stop()
    }
  },
}

interface Race {
  readonly name: string
  readonly tries: number
  run(world: World, look: Look): Promise<Outcome>
}

const races: readonly Race[] = [
  {
    name: '200 creates on one seat',
    tries: 200,
    async run(world) {
      const time = world.nextTime()
      const seat = world.seats.units[7]?.id ?? ''
      return race(200, (index) => book(world, index, { ...time, what: seatOf(world, seat) }))
    },
  },
  {
    name: 'a room against its own seat',
    tries: 100,
    async run(world) {
      const time = world.nextTime()
      const seat = world.seats.units[3]?.id ?? ''
      const side = (index: number) => (index % 2 === 0 ? 'room' : 'seat')
      return race(
        100,
        (index) =>
          book(world, index, {
            ...time,
            what: side(index) === 'room' ? { kind: 'space', spaceId: world.seats.targetId } : seatOf(world, seat),
          }),
        side,
      )
    },
  },
  {
    name: 'three moves against 47 creates',
    tries: 50,
    async run(world, look) {
      const seat = world.seats.units[5]?.id ?? ''
      const [here, there] = [world.nextTime(), world.nextTime()]
      const movers = await inParallel([10, 11, 12], 3, async (place, index) => {
        const owner = world.people[index] as Caller
        const own = { ...here, what: seatOf(world, world.seats.units[place]?.id ?? ''), partySize: 1 }
        return { owner, own: await must<BookingAnswer>(world.server.url, { path: '/bookings', as: owner, body: own, key: randomUUID() }) }
      })
      const outcome = await race(
        50,
        (index) => {
          const mover = movers[index]
          if (mover === undefined) return book(world, index, { ...there, what: seatOf(world, seat) })
          return send<BookingAnswer>(world.server.url, {
            method: 'PATCH',
            path: `/bookings/${mover.own.id}`,
            as: mover.owner,
            body: { version: mover.own.version, ...there, what: seatOf(world, seat) },
          })
        },
        (index) => (index < movers.length ? 'move' : 'create'),
      )
      // whoever moved has one place, the new or the old one, never both or none
      for (const { own } of movers) {
        const places = await look('select 1 from bookings.occupancy where source_id = $1', [own.id])
        if (places.length !== 1) throw new Error(`a moved booking holds ${places.length} places`)
      }
      return outcome
    },
  },
  {
    name: 'the last tablet wanted by 50',
    tries: 50,
    async run(world) {
      const time = world.nextTime()
      const wish = { ...time, what: { kind: 'equipment', equipmentId: world.tablets.targetId, count: 1 } }
      for (let taken = 1; taken < world.tablets.units.length; taken++)
        await must(world.server.url, {
          path: '/bookings',
          as: world.people[taken % world.people.length],
          body: wish,
          key: randomUUID(),
        })
      return race(50, (index) => book(world, index, wish))
    },
  },
]

/** A double press, a lost line, an impatient proxy: one create with one key, sent 50 times at once. */
async function sameKey(world: World): Promise<string> {
  const counts = { created: 0, other: 0, bookings: new Set<string>() }
  for (let round = 0; round < rounds; round++) {
    const body = { ...world.nextTime(), what: seatOf(world, world.seats.units[9]?.id ?? ''), partySize: 1 }
    const key = randomUUID()
    const answers = await inParallel(Array.from({ length: 50 }), 50, () =>
      send<BookingAnswer>(world.server.url, { path: '/bookings', as: world.people[0], body, key }),
    )
    const ids = new Set(answers.filter(({ status }) => status === 201).map((answer) => answer.body.id))
    if (ids.size !== 1)
      throw new Error(`one key made ${ids.size} bookings: ${JSON.stringify(answers.map(({ status, body: { code } }) => [status, code]))}`)
    counts.created += answers.filter(({ status }) => status === 201).length
    counts.other += answers.filter(({ status }) => status !== 201).length
    for (const id of ids) counts.bookings.add(id)
  }
  if (counts.other > 0) throw new Error(`${counts.other} of the repeated calls were not answered 201`)
  return `the same create with the same key sent 50 times at once, ${rounds} rounds: ${counts.bookings.size} bookings; all ${counts.created} answers are 201 with the booking of their round`
}

function seatOf(world: World, unitId: string): object {
  return { kind: 'seat', spaceId: world.seats.targetId, count: 1, unitIds: [unitId] }
}

function book(world: World, index: number, body: object): Promise<Answer<BookingAnswer>> {
  return send<BookingAnswer>(world.server.url, {
    path: '/bookings',
    as: world.people[index % world.people.length],
    body,
    key: randomUUID(),
  })
}

async function race(
  tries: number,
  attempt: (index: number) => Promise<Answer<BookingAnswer>>,
  side: (index: number) => string = () => 'create',
): Promise<Outcome> {
  const started = performance.now()
  const answers = await inParallel(Array.from({ length: tries }), tries, (_, index) => attempt(index))
  const refused = answers.filter((answer) => answer.status === 409 && answer.body.code === 'bookings.space_taken')
  const hasWon = (answer: Answer<BookingAnswer>) => answer.status === 201 || answer.status === 200
  return {
    winners: answers.filter(hasWon).length,
    wonBy: side(answers.findIndex(hasWon)),
    refused: refused.length,
    withAlternatives: refused.filter(
      ({ body }) => (body.params?.alternatives?.times.length ?? 0) + (body.params?.alternatives?.spaces.length ?? 0) > 0,
    ).length,
    others: answers
      .filter((answer) => ![200, 201].includes(answer.status) && !refused.includes(answer))
      .map((answer) => `${answer.status} ${answer.body.code ?? ''}`),
    milliseconds: performance.now() - started,
    slowest: Math.max(...answers.map((answer) => answer.milliseconds)),
  }
}

async function openWorld(server: BenchServer): Promise<World> {
  const people: Caller[] = []
  for (const name of ['member', 'member2', 'member3', 'member4', 'worker', 'worker2', 'operator', 'manager'])
    people.push(await signIn(server.url, `${name}@niseko.example.jp`))
  // beyond the days that the demonstration has bookings on, before the New Year
  const day = Temporal.Now.plainDateISO('Asia/Tokyo').add({ days: 12 })
  const found = await must<{ choice: { spaces: Place[] } }>(server.url, {
    path: `/hubs/${hubKey}/availability?from=${day.toString()}&day=${day.toString()}`,
  })
  const placeOf = (fits: (place: Place) => boolean): Place => {
    const place = found.choice.spaces.find(fits)
    if (place === undefined) throw new Error('the demonstration lacks what is raced for')
    return place
  }
  let used = 0
  return {
    server,
    people,
    seats: placeOf((place) => place.kind === 'seat'),
    room: placeOf((place) => place.kind === 'space'),
    tablets: placeOf((place) => place.kind === 'equipment' && /tablet/i.test(place.name.en ?? '')),
    nextTime(hours = 1) {
      // nine hours a day, 09:00 to 18:00
      const begin = day
        .add({ days: Math.floor(used / 8) })
        .toZonedDateTime({ timeZone: 'Asia/Tokyo', plainTime: Temporal.PlainTime.from({ hour: 9 + (used % 8) }) })
      used += hours
      return { startsAt: begin.toInstant().toString(), endsAt: begin.add({ hours }).toInstant().toString() }
    },
  }
}

function lineOf(race: Race, outcomes: readonly Outcome[]): string {
  const sum = (pick: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + pick(outcome), 0)
  const times = outcomes.map((outcome) => outcome.milliseconds)
  const wonBy = [...Map.groupBy(outcomes, (outcome) => outcome.wonBy)].map(([side, won]) => `${side} ${won.length}`).join(', ')
  return `| ${race.name} | ${outcomes.length} | ${race.tries} | ${[...new Set(outcomes.map((outcome) => outcome.winners))].join(', ')} | ${wonBy} | ${sum((one) => one.refused)} | ${sum((one) => one.withAlternatives)} | ${sum((one) => one.others.length)} | ${Math.round(median(times))} / ${Math.round(percentile(times, 1))} ms | ${Math.round(Math.max(...outcomes.map((one) => one.slowest)))} ms |`
}
