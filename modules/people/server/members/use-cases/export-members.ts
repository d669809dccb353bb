import type { FileAnswer } from '#platform/server/module.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { writeCsv, writeXlsx, xlsxType, type SheetTable } from '#platform/server/sheets.ts'
import { membersExported } from '../../../contract/events.ts'
import { formatPhone } from '../../../contract/rules.ts'
import { fields, statusColumn, type Field } from '../../imports/members-file.ts'
import { sayIn } from '../../mails/texts.ts'
import { dayOf } from '../../rules.ts'
import * as repository from '../repository.ts'
import { filterOf, type MemberQuery } from './list-members.ts'

const mostRows = 50_000

/** The list as the import reads it; who took it is on record. */
export async function exportMembers(
  scope: MemberScope,
  { format, ...query }: MemberQuery & { format: 'csv' | 'xlsx' },
): Promise<FileAnswer> {
  const say = sayIn(scope.language)
  const filter = filterOf(scope, query)
  const rows = filter === undefined ? [] : await repository.list(scope, filter, { limit: mostRows })
  scope.emit(membersExported, { format, rows: rows.length })
  return fileOf(
    {
      name: say('sheet.members'),
      head: [...fields, statusColumn].map((field) => say(`sheet.heading.${field as Field}`)),
      rows: rows.map((row) => [
        row.mail ?? '',
        row.family_name,
        row.given_name,
        row.family_kana ?? '',
        row.given_kana ?? '',
        row.latin_name ?? '',
        row.display_name ?? '',
        row.phone === null ? '' : formatPhone(row.phone),
        row.language,
        row.organisation_name ?? '',
        row.roles.map((role) => say(`role.${role}`)).join(', '),
        row.engagement_type ?? '',
        row.engagement_origin === null ? '' : say(`origin.${row.engagement_origin}`),
        row.engagement_from ?? '',
        say(`status.${row.status}`),
      ]),
    },
    format,
    `${say('sheet.members')}-${dayOf(scope.clock.now())}`,
  )
}

/** Headings and one row that shows what to write. */
export async function readImportTemplate(scope: MemberScope, format: 'csv' | 'xlsx'): Promise<FileAnswer> {
  const say = sayIn(scope.language)
  const isJapanese = scope.language === 'ja'
  return fileOf(
    {
      name: say('sheet.members'),
      head: fields.map((field) => say(`sheet.heading.${field}`)),
      rows: [
        [
          'hanako@example.jp',
          say('sheet.example.familyName'),
          say('sheet.example.givenName'),
          isJapanese ? say('sheet.example.familyKana') : '',
          isJapanese ? say('sheet.example.givenKana') : '',
          'Mihon Hanako',
          '',
          '090-0000-0000',
          scope.language,
          '',
          say('role.member'),
          'C',
          say('origin.registered'),
          dayOf(scope.clock.now()),
        ],
      ],
    },
    format,
    say('sheet.members'),
  )
}

async function fileOf(table: SheetTable, format: 'csv' | 'xlsx', name: string): Promise<FileAnswer> {
  if (format === 'csv') return { name: `${name}.csv`, mediaType: 'text/csv', content: writeCsv(table) }
  return { name: `${name}.xlsx`, mediaType: xlsxType, content: await writeXlsx([table]) }
}
