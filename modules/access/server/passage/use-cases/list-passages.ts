import { requireHub } from '#modules/hubs/server/index.ts'
import type { FileAnswer } from '#platform/server/module.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { writeCsv, writeXlsx, xlsxType } from '#platform/server/sheets.ts'
import { passagesExported } from '../../../contract/events.ts'
import type { ListPassagesQuery, Passage } from '../../../contract/passage/schemas.ts'
import type { FactorKind, GrantSourceKind } from '../../../contract/schemas.ts'
import { localName, sayIn } from '../../mails/texts.ts'
import { presentPassages } from '../presenter.ts'
import * as repository from '../repository.ts'

type Filters = Omit<ListPassagesQuery, 'limit' | 'cursor'>

const filterOf = (hubId: string, query: Filters): repository.PassageFilter => ({
  hubId,
  doorId: query.doorId,
  accountId: query.accountId,
  isOpen: query.result === undefined ? undefined : query.result === 'open',
  reason: query.reason,
  from: query.from === undefined ? undefined : Temporal.Instant.from(query.from),
  to: query.to === undefined ? undefined : Temporal.Instant.from(query.to),
})

export async function listPassages(
  scope: MemberScope,
  hubId: string,
  { limit, cursor, ...query }: ListPassagesQuery,
): Promise<{ items: Passage[]; nextCursor: string | null }> {
  await requireHub(scope, hubId)
  return pageOf(scope, filterOf(hubId, query), limit, cursor)
}

export async function listMyPassages(
  scope: MemberScope,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ items: Passage[]; nextCursor: string | null }> {
  return pageOf(scope, { accountId: scope.actor.accountId }, limit, cursor)
}

async function pageOf(scope: MemberScope, filter: repository.PassageFilter, limit: number, cursor: string | undefined) {
  const rows = await repository.listPassages(scope, { ...filter, before: readCursor(cursor) }, limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    items: await presentPassages(scope, page),
    nextCursor: rows.length > limit && last !== undefined ? `${last.at.toString()}~${last.id}` : null,
  }
}

const cursorPattern = /^([0-9TZ:.+-]{10,40})~([0-9a-f-]{36})$/
function readCursor(cursor: string | undefined): { at: Temporal.Instant; id: string } | undefined {
  const [, at, id] = cursorPattern.exec(cursor ?? '') ?? []
  if (at === undefined || id === undefined) return undefined
  try {
    return { at: Temporal.Instant.from(at), id }
  } catch {
    return undefined
  }
}

const mostRows = 50_000

/** The log as offices keep it; who took it is on record. */
export async function exportPassages(
  scope: MemberScope,
  hubId: string,
  { format, ...query }: Filters & { format: 'csv' | 'xlsx' },
): Promise<FileAnswer> {
  const hub = await requireHub(scope, hubId)
  const say = sayIn(scope.language)
  const rows = await repository.listPassages(scope, filterOf(hubId, query), mostRows)
  const items = await presentPassages(scope, rows)
  scope.emit(passagesExported, { hubId, format, rows: rows.length })
  const table = {
    name: say('log.title'),
    head: [
      say('logSheet.at'),
      say('log.door'),
      say('logSheet.direction'),
      say('logSheet.result'),
      say('log.reason'),
      say('log.who'),
      say('logSheet.kind'),
      say('log.why'),
      say('logSheet.factors'),
      say('logSheet.isOffline'),
      say('logSheet.quality'),
    ],
    rows: items.map((item) => [
      Temporal.Instant.from(item.at).toZonedDateTimeISO(hub.zone).toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' '),
      item.doorNames === null ? '' : localName(item.doorNames, scope.language),
      say(`log.${item.direction}`),
      say(item.isOpen ? 'log.open' : 'log.refused'),
      say(`log.reasons.${item.reason}`),
      item.subject?.name ?? '',
      item.subject === null ? '' : say(`cards.of.${item.subject.kind}`),
      item.source === null ? '' : say(`sources.${item.source.kind as GrantSourceKind}`),
      item.factors.map((factor) => say(`factors.${factor as FactorKind}`)).join(', '),
      item.isOffline ? say('logSheet.yes') : '',
      item.timeQuality,
    ]),
  }
  const name = `${say('log.title')}-${scope.clock.now().toZonedDateTimeISO(hub.zone).toPlainDate().toString()}`
  if (format === 'csv') return { name: `${name}.csv`, mediaType: 'text/csv', content: writeCsv(table) }
  return { name: `${name}.xlsx`, mediaType: xlsxType, content: await writeXlsx([table]) }
}
