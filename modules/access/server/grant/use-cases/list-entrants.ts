/** Who may enter now and next. Read from the grants that the doors go by; names are looked up where they stand. */
import { requireHub } from '#modules/hubs/server/index.ts'
import { findMembersByText, organisationsByIds } from '#modules/people/server/index.ts'
import { foldSearch } from '#modules/people/contract/rules.ts'
import type { FileAnswer } from '#platform/server/module.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { writeCsv, writeXlsx, xlsxType } from '#platform/server/sheets.ts'
import { entrantsExported } from '../../../contract/events.ts'
import type { Entrant, ExportEntrantsQuery, ListEntrantsQuery } from '../../../contract/grant/schemas.ts'
import { listDoorsOfHubs, type DoorRow } from '../../door/repository.ts'
import { localName, sayIn } from '../../mails/texts.ts'
import { subjectsByIds } from '../../pass/use-cases/subjects-by-ids.ts'
import { listGrantPage, type GrantPlace, type GrantRow } from '../repository.ts'

type Filters = Omit<ListEntrantsQuery, 'limit' | 'cursor'>

interface Span {
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
}

/** From the moment asked about to the end of that day at the hub. */
function spanOf(scope: Scope, zone: string, query: Filters): Span {
  const from = query.from === undefined ? scope.clock.now() : Temporal.Instant.from(query.from)
  const midnight = from.toZonedDateTimeISO(zone).toPlainDate().add({ days: 1 }).toZonedDateTime(zone).toInstant()
  const to = query.to === undefined ? midnight : Temporal.Instant.from(query.to)
  // a span of nothing still has the moment it begins with
  return { from, to: Temporal.Instant.compare(to, from) > 0 ? to : from.add({ seconds: 1 }) }
}

/** So many grants are looked through at once for a name. */
const atOnce = 500
/** And at most so many for one page: who looks for more says more of the name. */
const mostRounds = 40

/** Roles are kept from long ago to far ahead; nobody reads that as a time. */
const isOpen = (at: Temporal.Instant, side: 'from' | 'until'): boolean => {
  const { year } = at.toZonedDateTimeISO('UTC')
  return side === 'from' ? year <= 2000 : year >= 9000
}

async function presentEntrants(
  scope: Scope,
  rows: readonly GrantRow[],
  { doors, from }: { doors: ReadonlyMap<string, DoorRow>; from: Temporal.Instant },
): Promise<Entrant[]> {
  const subjects = await subjectsByIds(
    scope,
    rows.map((row) => row.subject_id),
  )
  const organisations = await organisationsByIds(
    scope,
    [...subjects.values()].flatMap((subject) => subject.organisationId ?? []),
  )
  return rows.map((row) => {
    const subject = subjects.get(row.subject_id)
    return {
      grantId: row.id,
      subject: {
        kind: row.subject_kind,
        id: row.subject_id,
        name: subject?.name ?? null,
        organisation: organisations.get(subject?.organisationId ?? '')?.name ?? null,
      },
      source: { kind: row.source_kind, id: row.source_id },
      doors: row.door_ids.flatMap((id) => {
        const door = doors.get(id)
        return door === undefined ? [] : [{ doorId: id, names: door.names }]
      }),
      from: isOpen(row.from_at, 'from') ? null : row.from_at.toString(),
      until: isOpen(row.until_at, 'until') ? null : row.until_at.toString(),
      isNow: Temporal.Instant.compare(row.from_at, from) <= 0,
    }
  })
}

/** As many as asked for that fit, and where the next begin. */
async function find(
  scope: Scope,
  hubId: string,
  query: Filters & { limit: number; after: GrantPlace | undefined; span: Span },
): Promise<{ items: Entrant[]; next: GrantPlace | undefined }> {
  const doors = new Map((await listDoorsOfHubs(scope, [hubId])).map((door) => [door.id, door]))
  const sought = query.q === undefined ? '' : foldSearch(query.q)
  // a reading is known of members only
  const byReading = new Set(query.q === undefined ? [] : (await findMembersByText(scope, query.q, 50)).map((member) => member.accountId))
  const isMeant = ({ subject }: Entrant): boolean =>
    byReading.has(subject.id) || foldSearch(`${subject.name ?? ''} ${subject.organisation ?? ''}`).includes(sought)
  const items: Entrant[] = []
  let after = query.after
  for (let round = 0; round < mostRounds; round++) {
    const wanted = sought === '' ? query.limit : atOnce
    const rows = await listGrantPage(scope, { hubId, doorId: query.doorId, source: query.source, ...query.span }, after, wanted + 1)
    const presented = await presentEntrants(scope, rows.slice(0, wanted), { doors, from: query.span.from })
    for (const [i, entrant] of presented.entries()) {
      const row = rows[i] as GrantRow
      if (sought !== '' && !isMeant(entrant)) continue
      // one more was found: here the next page begins
      if (items.length === query.limit) return { items, next: after }
      items.push(entrant)
      after = { from: row.from_at, id: row.id }
    }
    const last = rows[wanted - 1]
    if (rows.length <= wanted || last === undefined) return { items, next: undefined }
    after = { from: last.from_at, id: last.id }
    if (items.length === query.limit) return { items, next: after }
  }
  return { items, next: after }
}

const cursorPattern = /^([0-9TZ:.+-]{10,40})~([0-9a-f-]{36})$/
function readPlace(cursor: string | undefined): GrantPlace | undefined {
  const [, from, id] = cursorPattern.exec(cursor ?? '') ?? []
  if (from === undefined || id === undefined) return undefined
  try {
    return { from: Temporal.Instant.from(from), id }
  } catch {
    return undefined
  }
}

export async function listEntrants(
  scope: MemberScope,
  hubId: string,
  { cursor, ...query }: ListEntrantsQuery,
): Promise<{ items: Entrant[]; nextCursor: string | null; from: string; to: string }> {
  const hub = await requireHub(scope, hubId)
  const span = spanOf(scope, hub.zone, query)
  const { items, next } = await find(scope, hubId, { ...query, span, after: readPlace(cursor) })
  return {
    items,
    nextCursor: next === undefined ? null : `${next.from.toString()}~${next.id}`,
    from: span.from.toString(),
    to: span.to.toString(),
  }
}

const mostRows = 20_000

export async function exportEntrants(scope: MemberScope, hubId: string, { format, ...query }: ExportEntrantsQuery): Promise<FileAnswer> {
  const hub = await requireHub(scope, hubId)
  const say = sayIn(scope.language)
  const span = spanOf(scope, hub.zone, query)
  const { items } = await find(scope, hubId, { ...query, span, limit: mostRows, after: undefined })
  scope.emit(entrantsExported, { hubId, format, rows: items.length }, { subjectId: hubId })
  const time = (at: string | null): string =>
    at === null
      ? say('entrants.always')
      : Temporal.Instant.from(at).toZonedDateTimeISO(hub.zone).toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ')
  const table = {
    name: say('entrants.title'),
    head: [
      say('log.who'),
      say('entrants.organisation'),
      say('logSheet.kind'),
      say('log.why'),
      say('log.door'),
      say('entrants.from'),
      say('entrants.until'),
    ],
    rows: items.map((item) => [
      item.subject.name ?? '',
      item.subject.organisation ?? '',
      say(`cards.of.${item.subject.kind}`),
      say(`sources.${item.source.kind}`),
      item.doors.map((door) => localName(door.names, scope.language)).join(', '),
      time(item.from),
      time(item.until),
    ]),
  }
  const name = `${say('entrants.title')}-${span.from.toZonedDateTimeISO(hub.zone).toPlainDate().toString()}`
  if (format === 'csv') return { name: `${name}.csv`, mediaType: 'text/csv', content: writeCsv(table) }
  return { name: `${name}.xlsx`, mediaType: xlsxType, content: await writeXlsx([table]) }
}
