/** Everything recorded about the signed-in person, asked of every module in every consortium of their own. */
import { fail } from '#platform/server/errors.ts'
import type { AccountScope } from '#platform/server/scope.ts'
import { writeXlsx, xlsxType, type SheetTable } from '#platform/server/sheets.ts'
import type { FileAnswer } from '#platform/server/module.ts'
import { recordsTaken } from '../../../contract/events.ts'
import { tenantsByIds } from '../../repository.ts'
import { presentProfile } from '../presenter.ts'
import * as repository from '../repository.ts'

export interface Records {
  readonly takenAt: string
  readonly account: unknown
  readonly consortia: { id: string; name: Record<string, string>; sections: { section: string; data: unknown }[] }[]
}

export async function collectRecords(scope: AccountScope): Promise<Records> {
  const profile = await repository.findProfile(scope)
  const tenants = await tenantsByIds(scope, scope.principal.recordedIn ?? [])
  const consortia: Records['consortia'] = []
  for (const tenant of tenants.values()) {
    const sections = await scope.inOwnTenant(tenant.id, async (own) => {
      const found: { section: string; data: unknown }[] = []
      for (const part of scope.personalData) {
        const data = await part.collect(own, scope.actor.accountId)
        if (!isEmpty(data)) found.push({ section: part.section, data: plain(data) })
      }
      return found
    })
    consortia.push({ id: tenant.id, name: named(tenant.name), sections })
  }
  return {
    takenAt: scope.clock.now().toString(),
    account: {
      id: scope.actor.accountId,
      mail: scope.actor.mail,
      name: scope.actor.name,
      profile: profile === undefined ? null : presentProfile(profile),
    },
    consortia,
  }
}

/** For the screen: years of bookings and mails are read by and by. */
export async function readRecords(scope: AccountScope, limit: number) {
  const records = await collectRecords(scope)
  return {
    ...records,
    consortia: records.consortia.map((consortium) => ({
      ...consortium,
      sections: consortium.sections.map(({ section, data }) => ({ section, ...cutTo(data, limit) })),
    })),
  }
}

/** A list of a section: the section itself, or one of its fields. */
export async function listRecords(
  scope: AccountScope,
  query: { consortiumId: string; section: string; field: string; limit: number; cursor?: string | undefined },
) {
  const data = await scope.inOwnTenant(query.consortiumId, async (own) => {
    const part = scope.personalData.find((one) => one.section === query.section)
    return part === undefined ? undefined : plain(await part.collect(own, scope.actor.accountId))
  })
  const rows = query.field === '' ? data : (data as Record<string, unknown> | undefined)?.[query.field]
  if (!Array.isArray(rows)) return fail('platform.not_found')
  const from = /^\d{1,9}$/.test(query.cursor ?? '') ? Number(query.cursor) : 0
  const to = from + query.limit
  return { items: rows.slice(from, to) as unknown[], nextCursor: to < rows.length ? String(to) : null, total: rows.length }
}

function cutTo(data: unknown, limit: number): { data: unknown; cut: { field: string; total: number }[] } {
  if (Array.isArray(data)) return { data: data.slice(0, limit), cut: data.length > limit ? [{ field: '', total: data.length }] : [] }
  if (data === null || typeof data !== 'object') return { data, cut: [] }
  const fields = Object.entries(data)
  return {
    data: Object.fromEntries(fields.map(([field, value]) => [field, Array.isArray(value) ? (value as unknown[]).slice(0, limit) : value])),
    cut: fields.flatMap(([field, value]) => (Array.isArray(value) && value.length > limit ? [{ field, total: value.length }] : [])),
  }
}

export async function exportRecords(scope: AccountScope, format: 'json' | 'xlsx'): Promise<FileAnswer> {
  const records = await collectRecords(scope)
  scope.emit(recordsTaken, { accountId: scope.actor.accountId, format }, { subjectId: scope.actor.accountId })
  const name = `hiroba-${records.takenAt.slice(0, 10)}`
  if (format === 'json') return { name: `${name}.json`, mediaType: 'application/json', content: JSON.stringify(records, null, 2) }
  const tables: SheetTable[] = [tableOf('account', records.account)]
  for (const consortium of records.consortia) {
    for (const { section, data } of consortium.sections) tables.push(tableOf(`${section} ${consortium.name['ja'] ?? ''}`, data))
  }
  return { name: `${name}.xlsx`, mediaType: xlsxType, content: await writeXlsx(tables) }
}

/** A list of records is a table; anything else one line a field. */
export function tableOf(name: string, data: unknown): SheetTable {
  if (Array.isArray(data)) {
    const records: Record<string, unknown>[] = data.map((item: unknown) =>
      item !== null && typeof item === 'object' ? { ...item } : { value: item },
    )
    const head = [...new Set(records.flatMap((item) => Object.keys(item)))]
    return { name, head, rows: records.map((item) => head.map((key) => cellOf(item[key]))) }
  }
  if (data !== null && typeof data === 'object')
    return { name, head: ['field', 'value'], rows: Object.entries(data).map(([key, value]) => [key, cellOf(value)]) }
  return { name, head: ['value'], rows: [[cellOf(data)]] }
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Instants and the like as they travel: text. */
function plain(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data))
}

function isEmpty(data: unknown): boolean {
  if (data === null || data === undefined) return true
  if (Array.isArray(data)) return data.length === 0
  return typeof data === 'object' && Object.values(data).every((value) => value === null || (Array.isArray(value) && value.length === 0))
}

function named(name: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(name).flatMap(([language, text]) => (text === undefined ? [] : [[language, text]])))
}
