import type { FileAnswer } from '#platform/server/module.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { cursorOf, readCursor } from '#platform/server/paging.ts'
import { writeCsv, writeXlsx, xlsxType, type SheetTable } from '#platform/server/sheets.ts'
import { foldSearch, formatPhone } from '#modules/people/contract/rules.ts'
import { registrationsExported } from '../../../contract/registration/events.ts'
import type { registrationsQuery } from '../../../contract/registration/schemas.ts'
import { sayIn } from '../../mails/texts.ts'
import { addDays } from '../../rules.ts'
import { todayIn } from '../presenter.ts'
import * as repository from '../repository.ts'
import type { RegistrationRow } from '../repository.ts'
import type { output } from 'zod/v4/core'

type Query = Omit<output<typeof registrationsQuery>, 'limit' | 'cursor'>

/** An end within these days is worth a word. */
const soonDays = 60
const mostRows = 50_000

const filterOf = (scope: MemberScope, query: Query): repository.RegistrationFilter => {
  const today = todayIn(scope)
  const q = foldSearch(query.q ?? '')
  // 「第12号」 asks for that one; plain digits may also be of a telephone
  const number = /^(?:no\.?|第)(\d{1,9})号?$/.exec(q)?.[1]
  return { q: number ?? q, isNumber: number !== undefined, kind: query.kind, state: query.state, today, soon: addDays(today, soonDays) }
}

/** A page in the order of the readings. */
export async function listRegistrations(
  scope: MemberScope,
  query: Query & { limit: number; cursor?: string | undefined },
): Promise<{ rows: RegistrationRow[]; nextCursor: string | null }> {
  const rows = await repository.listRegistrations(scope, filterOf(scope, query), {
    limit: query.limit + 1,
    afterId: readCursor(query.cursor),
  })
  return { rows: rows.slice(0, query.limit), nextCursor: cursorOf(rows, query.limit) }
}

export async function exportRegistrations(
  scope: MemberScope,
  { format, ...query }: Query & { format: 'csv' | 'xlsx' },
): Promise<FileAnswer> {
  const say = sayIn(scope.language)
  const rows = await repository.listRegistrations(scope, filterOf(scope, query), { limit: mostRows })
  scope.emit(registrationsExported, { format, rows: rows.length })
  const columns = [
    ['number', (row) => (row.number === null ? '' : String(row.number))],
    ['kind', (row) => say(`registration.kind.${row.kind}`)],
    ['name', (row) => row.name],
    ['kana', (row) => row.kana],
    ['representative', (row) => row.representative],
    ['phone', (row) => (row.phone === null ? '' : formatPhone(row.phone))],
    ['mail', (row) => row.mail ?? ''],
    ['postalCode', (row) => (row.postalCode === null ? '' : `${row.postalCode.slice(0, 3)}-${row.postalCode.slice(3)}`)],
    ['address', (row) => row.address],
    ['membersCount', (row) => String(row.membersCount)],
    ['residentsCount', (row) => String(row.residentsCount)],
    ['purpose', (row) => row.purpose],
    ['status', (row) => say(`registration.status.${row.status}`)],
    ['userClass', (row) => (row.userClass === null ? '' : say(`registration.class.${row.userClass}`))],
    ['validUntil', (row) => row.validUntil ?? ''],
  ] as const satisfies readonly (readonly [string, (row: RegistrationRow) => string])[]
  return tableFile(
    {
      name: say('registration.title'),
      head: columns.map(([field]) => say(`registration.field.${field}`)),
      rows: rows.map((row) => columns.map(([, cell]) => cell(row))),
    },
    format,
    `${say('registration.title')}-${todayIn(scope)}`,
  )
}

export async function tableFile(table: SheetTable, format: 'csv' | 'xlsx', name: string): Promise<FileAnswer> {
  if (format === 'csv') return { name: `${name}.csv`, mediaType: 'text/csv', content: writeCsv(table) }
  return { name: `${name}.xlsx`, mediaType: xlsxType, content: await writeXlsx([table]) }
}
