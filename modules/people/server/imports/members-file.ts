/**
 * A file of members: its headings in Japanese or English, and each row told apart into what it says and what is wrong.
 * Nothing is guessed: a cell that does not read is a problem with its row, its heading and what was expected.
 */
import { roles as allRoles, type Role } from '#platform/contract/permissions.ts'
import { mailAddress } from '#platform/contract/schemas.ts'
import { languages, type Language, type Translate } from '#platform/contract/texts.ts'
import type { SheetRow } from '#platform/server/sheets.ts'
import { foldKana, foldPhone, foldSearch } from '../../contract/rules.ts'
import { engagementOrigins, engagementTypes } from '../../contract/schemas.ts'
import { sayIn, texts } from '../mails/texts.ts'

export const fields = [
  'mail',
  'familyName',
  'givenName',
  'familyKana',
  'givenKana',
  'latinName',
  'displayName',
  'phone',
  'language',
  'organisation',
  'roles',
  'type',
  'origin',
  'validFrom',
] as const
export type Field = (typeof fields)[number]

/** Written by an export for its reader; an import passes over it. */
export const statusColumn = 'status'

const required = ['mail', 'familyName', 'givenName'] as const
export const mostRows = 5_000

export interface CellProblem {
  readonly field: Field
  readonly value: string
  readonly expected: string
}

/** A cell that is not in the file is undefined and changes nothing; an empty one is null and takes away. */
export interface ReadRow {
  /** As counted in the file: the headings are row 1. */
  readonly row: number
  readonly mail: string
  readonly familyName: string
  readonly givenName: string
  readonly familyKana?: string | null
  readonly givenKana?: string | null
  readonly latinName?: string | null
  readonly displayName?: string | null
  readonly phone?: string | null
  readonly language?: Language
  readonly organisationId?: string | null
  readonly roles?: readonly Role[]
  readonly engagement?: {
    readonly type: 'A' | 'B' | 'C' | 'D'
    readonly origin: (typeof engagementOrigins)[number]
    readonly validFrom: string | undefined
  }
  readonly problems: readonly CellProblem[]
}

export interface Known {
  readonly organisations: readonly { readonly id: string; readonly name: string; readonly nameEn: string | null }[]
  readonly mayGiveAdmin: boolean
}

/** What is wrong with the file as a whole: no row of it was read. */
export interface FileProblem {
  readonly row: number
  readonly expected: string
}

type WordsOf = (words: readonly string[]) => string
interface Speech {
  readonly say: Translate<typeof texts.ja>
  readonly wordsOf: WordsOf
}

export function readMembersFile(rows: readonly SheetRow[], known: Known, language: Language): { rows: ReadRow[] } | FileProblem {
  const say = sayIn(language)
  const list = new Intl.ListFormat(language, { type: 'disjunction' })
  const wordsOf: WordsOf = (words) => list.format(words)
  const head = rows[0] ?? []
  const columns = new Map<Field, number>()
  for (const [index, title] of head.entries()) {
    const field = fieldOf(title)
    if (field === undefined) continue
    if (columns.has(field)) return { row: 1, expected: say('expected.twice', { heading: say(`sheet.heading.${field}`) }) }
    columns.set(field, index)
  }
  if (required.some((field) => !columns.has(field))) {
    return { row: 1, expected: say('expected.heading', { headings: wordsOf(required.map((field) => say(`sheet.heading.${field}`))) }) }
  }
  const filled = rows
    .map((cells, index) => ({ cells, row: index + 1 }))
    .filter(({ cells, row }) => row > 1 && cells.some((cell) => cell.trim() !== ''))
  if (filled.length === 0) return { row: 2, expected: say('expected.someRows') }
  if (filled.length > mostRows) return { row: mostRows + 2, expected: say('expected.rows', { max: mostRows }) }

  const firstRowOf = new Map<string, number>()
  return {
    rows: filled.map(({ cells, row }) => {
      const read = readRow((field) => (columns.has(field) ? (cells[columns.get(field) ?? -1] ?? '').trim() : undefined), known, {
        say,
        wordsOf,
      })
      const before = firstRowOf.get(read.mail)
      if (before === undefined) firstRowOf.set(read.mail, row)
      const problems =
        before === undefined || read.mail === ''
          ? read.problems
          : [...read.problems, { field: 'mail' as const, value: read.mail, expected: say('expected.mailOnce', { row: before }) }]
      return { ...read, row, problems }
    }),
  }
}

function readRow(cell: (field: Field) => string | undefined, known: Known, { say, wordsOf }: Speech): Omit<ReadRow, 'row'> {
  const problems: CellProblem[] = []
  const refuse = (field: Field, expected: string): undefined => {
    problems.push({ field, value: (cell(field) ?? '').slice(0, 100), expected })
    return undefined
  }
  const text = (field: Field, max: number): string | null | undefined => {
    const given = cell(field)
    if (given === undefined) return undefined
    if (given.length > max) return refuse(field, say('expected.short', { max }))
    return given === '' ? null : given
  }
  /** Empty: null. Not in the file: undefined. Otherwise what `fold` makes of it, or a problem. */
  const folded = <T>(field: Field, fold: (given: string) => T | undefined, expected: () => string): T | null | undefined => {
    const given = cell(field)
    if (given === undefined) return undefined
    return given === '' ? null : (fold(given) ?? refuse(field, expected()))
  }
  const needed = (field: 'familyName' | 'givenName'): string =>
    text(field, 60) ?? (problems.some((problem) => problem.field === field) ? '' : (refuse(field, say('expected.required')) ?? ''))

  const mail = mailAddress.safeParse(cell('mail') ?? '')
  if (!mail.success) refuse('mail', say('expected.mail'))
  const type = folded(
    'type',
    (given) => engagementTypes.find((each) => each === given.normalize('NFKC').toUpperCase()),
    () => say('expected.type'),
  )
  const origin = folded(
    'origin',
    (given) => named(given, engagementOrigins, 'origin'),
    () => say('expected.origin', { origins: wordsOf(engagementOrigins.map((each) => say(`origin.${each}`))) }),
  )
  const validFrom = folded('validFrom', dayFrom, () => say('expected.day'))
  if ((type == null) !== (origin == null) && !problems.some(({ field }) => field === 'type' || field === 'origin'))
    refuse(type == null ? 'type' : 'origin', say('expected.both'))

  return {
    mail: mail.success ? mail.data : '',
    familyName: needed('familyName'),
    givenName: needed('givenName'),
    familyKana: folded('familyKana', foldKana, () => say('expected.kana')),
    givenKana: folded('givenKana', foldKana, () => say('expected.kana')),
    latinName: text('latinName', 120),
    displayName: text('displayName', 60),
    // Excel takes the first zero off what it holds for a number
    phone: folded(
      'phone',
      (given) => foldPhone(given) ?? foldPhone(`0${given}`),
      () => say('expected.phone'),
    ),
    language:
      folded(
        'language',
        (given) => languages.find((each) => each.toLowerCase() === given.toLowerCase()),
        () => say('expected.language'),
      ) ?? undefined,
    organisationId: folded(
      'organisation',
      (given) => organisationOf(given, known),
      () => say('expected.organisation'),
    ),
    roles: rolesFrom(cell('roles'), known, { say, wordsOf, refuse }),
    ...(type == null || origin == null ? {} : { engagement: { type, origin, validFrom: validFrom ?? undefined } }),
    problems,
  }
}

function rolesFrom(
  given: string | undefined,
  known: Known,
  { say, wordsOf, refuse }: Speech & { refuse: (field: Field, expected: string) => undefined },
): readonly Role[] | undefined {
  if (given === undefined || given === '') return undefined
  const found = given
    .split(/[,、，;／/・\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => named(part, allRoles, 'role'))
  if (found.includes(undefined))
    return refuse('roles', say('expected.roles', { roles: wordsOf(allRoles.map((each) => say(`role.${each}`))) }))
  if (found.includes('admin') && !known.mayGiveAdmin) return refuse('roles', say('expected.adminRole'))
  return allRoles.filter((role) => found.includes(role))
}

function organisationOf(given: string, known: Known): string | undefined {
  const wanted = foldSearch(given)
  return known.organisations.find(({ name, nameEn }) => foldSearch(name) === wanted || (nameEn !== null && foldSearch(nameEn) === wanted))
    ?.id
}

/** A code of ours, or its name in Japanese or English. */
function named<C extends string>(given: string, codes: readonly C[], group: 'role' | 'origin'): C | undefined {
  const wanted = foldSearch(given)
  const nameIn = (names: unknown, code: C) => foldSearch((names as Readonly<Record<string, string>>)[code] ?? '')
  return codes.find((code) => [code, nameIn(texts.ja[group], code), nameIn(texts.en[group], code)].includes(wanted))
}

function fieldOf(title: string): Field | undefined {
  const wanted = foldSearch(title.replace(/[*＊※]/g, ''))
  if (wanted === '') return undefined
  const namesIn = (say: Translate<typeof texts.ja>, field: Field) => [
    say(`sheet.heading.${field}`),
    ...say(`sheet.alias.${field}`).split('|'),
  ]
  return fields.find((field) =>
    [field, ...namesIn(sayIn('ja'), field), ...namesIn(sayIn('en'), field)].some((name) => foldSearch(name) === wanted),
  )
}

/** 2026-04-01, 2026/4/1, 2026.4.1 and the Japanese way of writing it. */
function dayFrom(given: string): string | undefined {
  const parts = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(given.normalize('NFKC').trim())
  if (parts === null) return undefined
  try {
    return Temporal.PlainDate.from(
      { year: Number(parts[1]), month: Number(parts[2]), day: Number(parts[3]) },
      { overflow: 'reject' },
    ).toString()
  } catch {
    return undefined
  }
}
