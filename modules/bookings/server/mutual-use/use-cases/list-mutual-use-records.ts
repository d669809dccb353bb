/** Use across the wall, from either side: own members elsewhere, people of partners here. */
import type { FileAnswer } from '#platform/server/module.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { writeCsv, writeXlsx, xlsxType, type SheetTable } from '#platform/server/sheets.ts'
import { consortiaByIds, placeNames, requireHub } from '#modules/hubs/server/index.ts'
import { namesOf } from '#modules/people/server/index.ts'
import type { MutualUseFileQuery, MutualUseRecord, MutualUseRecords, MutualUseRecordsQuery } from '../../../contract/mutual-use/schemas.ts'
import { readTimeCursor, timeCursorOf } from '../../booking/use-cases/list-my-bookings.ts'
import { isDesk } from '../../booking/use-cases/require-booking.ts'
import { localName, sayIn } from '../../mails/texts.ts'
import { addDays, instantOf, startOfDay } from '../../rules.ts'
import * as repository from '../repository.ts'

/** Days of these lists are those of Japan: they run over hubs of several consortia. */
const zone = 'Asia/Tokyo'
/** Rows of one file; a consortium's year has some hundreds. */
const mostInFile = 20_000

export async function listMutualUseRecords(scope: MemberScope, query: MutualUseRecordsQuery): Promise<MutualUseRecords> {
  const period = periodOf(query)
  const page = { ...period, limit: query.limit + 1, after: readTimeCursor(query.cursor) }
  const rows = await readRecords(scope, query.side, page)
  return {
    items: rows.slice(0, query.limit).map(({ record }) => record),
    nextCursor: timeCursorOf(
      rows.map(({ startsAt, record }) => ({ startsAt, id: record.bookingId })),
      query.limit,
    ),
    totals: await readTotals(scope, query.side, period),
  }
}

const periodOf = ({ from, to }: { from: string; to: string }) => ({
  from: instantOf(startOfDay(from, zone)),
  to: instantOf(startOfDay(addDays(to, 1), zone)),
})

interface Read {
  readonly startsAt: Temporal.Instant
  readonly record: MutualUseRecord
}

async function readRecords(scope: MemberScope, side: 'ours' | 'theirs', page: repository.RecordsPage): Promise<Read[]> {
  // officers see figures; whose booking it is, is the desk's to know
  const seesNames = isDesk(scope)
  if (side === 'ours') {
    const rows = await repository.listOurs(scope, page)
    const partners = await consortiaByIds(
      scope,
      rows.map((row) => row.ownerId),
    )
    const names = await namesOf(
      scope,
      rows.flatMap((row) => row.accountId ?? []),
    )
    return rows.map((row) => ({
      startsAt: row.startsAt,
      record: {
        bookingId: row.bookingId,
        partner: namedOf(partners.get(row.ownerId)),
        hub: { key: row.hubKey, names: row.hubNames },
        placeName: row.placeNames,
        timeZone: row.zone,
        ...timesOf(row),
        name: seesNames && row.accountId !== null ? (names.get(row.accountId)?.name ?? '') : '',
      },
    }))
  }
  const rows = await repository.listTheirs(scope, page)
  const partners = await consortiaByIds(
    scope,
    rows.map((row) => row.partnerId),
  )
  const places = await placeNames(
    scope,
    rows.map((row) => row.targetId),
  )
  return rows.map((row) => {
    const place = places.get(row.targetId)
    return {
      startsAt: row.startsAt,
      record: {
        bookingId: row.bookingId,
        partner: namedOf(partners.get(row.partnerId)),
        hub: { key: place?.hubKey ?? '', names: place?.hubNames ?? { ja: '' } },
        placeName: place?.names ?? { ja: '' },
        timeZone: place?.zone ?? zone,
        ...timesOf(row),
        name: seesNames ? row.name : '',
      },
    }
  })
}

const timesOf = (row: repository.AbroadRow | repository.VisitorRow) => ({
  startsAt: row.startsAt.toString(),
  endsAt: row.endsAt.toString(),
  status: row.status,
  partySize: row.partySize,
  feeYen: row.feeYen,
})

const namedOf = (one: { key: string; names: MutualUseRecord['partner']['names'] } | undefined): MutualUseRecord['partner'] => ({
  key: one?.key ?? '',
  names: one?.names ?? { ja: '' },
})

async function readTotals(
  scope: MemberScope,
  side: 'ours' | 'theirs',
  period: Pick<repository.RecordsPage, 'from' | 'to'>,
): Promise<MutualUseRecords['totals']> {
  const rows = await (side === 'ours' ? repository.totalOurs(scope, period) : repository.totalTheirs(scope, period))
  const partners = await consortiaByIds(
    scope,
    rows.map((row) => row.partnerId),
  )
  const hubs = new Map<string, MutualUseRecord['hub']>()
  for (const hubId of new Set(rows.flatMap((row) => row.hubId ?? []))) hubs.set(hubId, await requireHub(scope, hubId))
  return rows.map((row) => ({
    partner: namedOf(partners.get(row.partnerId)),
    hub: row.hubId === null ? { key: row.hubKey, names: row.hubNames ?? { ja: '' } } : namedOf(hubs.get(row.hubId)),
    bookings: row.bookings,
    people: row.people,
    minutes: row.minutes,
    feeYen: row.feeYen,
  }))
}

/** Totals for Excel beside the bookings, or the bookings as CSV. */
export async function writeMutualUseFile(scope: MemberScope, query: MutualUseFileQuery): Promise<FileAnswer> {
  const say = sayIn(scope.language)
  const period = periodOf(query)
  const rows = await readRecords(scope, query.side, { ...period, limit: mostInFile, after: undefined })
  const name = (names: MutualUseRecord['partner']['names']): string => localName(names, scope.language)
  const when = (at: string, of: string): string =>
    Temporal.Instant.from(at).toZonedDateTimeISO(of).toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ')
  const bookings: SheetTable = {
    name: say('mutualUse.records.bookings'),
    head: (['partner', 'hub', 'place', 'starts', 'ends', 'status', 'people', 'fee', 'who'] as const).map((field) =>
      say(`mutualUse.head.${field}`),
    ),
    rows: rows.map(({ record }) => [
      name(record.partner.names),
      name(record.hub.names),
      name(record.placeName),
      when(record.startsAt, record.timeZone),
      when(record.endsAt, record.timeZone),
      say(`booking.${stateKeys[record.status]}`),
      record.partySize,
      record.feeYen,
      record.name,
    ]),
  }
  const title = `${say(`mutualUse.side.${query.side}`)}-${query.from}-${query.to}`
  if (query.format === 'csv') return { name: `${title}.csv`, mediaType: 'text/csv', content: writeCsv(bookings) }
  const totals: SheetTable = {
    name: say('mutualUse.records.totals'),
    head: (['partner', 'hub', 'bookings', 'persons', 'hours', 'fee'] as const).map((field) => say(`mutualUse.head.${field}`)),
    rows: (await readTotals(scope, query.side, period)).map((total) => [
      name(total.partner.names),
      name(total.hub.names),
      total.bookings,
      total.people,
      Math.round(total.minutes / 6) / 10,
      total.feeYen,
    ]),
  }
  return { name: `${title}.xlsx`, mediaType: xlsxType, content: await writeXlsx([totals, bookings]) }
}

const stateKeys = {
  requested: 'stateRequested',
  held: 'stateHeld',
  confirmed: 'stateComing',
  declined: 'stateDeclined',
  cancelled: 'stateCancelled',
  lapsed: 'stateLapsed',
  'no-show': 'stateNoShow',
} as const satisfies Record<MutualUseRecord['status'], string>
