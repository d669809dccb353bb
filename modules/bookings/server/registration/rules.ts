/** What may become of a registration, and whether it holds. Days are compared as `YYYY-MM-DD`. */
import { foldSearch, formatPhone, kanaSortKey } from '#modules/people/contract/rules.ts'
import type { RegistrationClass, RegistrationDecision, RegistrationStatus, StepKind } from '../../contract/registration/schemas.ts'

export interface Standing {
  readonly status: RegistrationStatus
  readonly validUntil: string | null
  readonly blockedUntil: string | null
}

/** A block with a last day ends by itself: the row says blocked until somebody touches it, the day decides. */
export const isBlockedOn = (row: Standing, today: string): boolean =>
  row.status === 'blocked' && (row.blockedUntil === null || row.blockedUntil >= today)

export const isValidOn = (row: Standing, today: string): boolean =>
  (row.status === 'accepted' || row.status === 'blocked') && row.validUntil !== null && row.validUntil >= today && !isBlockedOn(row, today)

const from: Readonly<Record<RegistrationDecision['kind'], readonly RegistrationStatus[]>> = {
  accept: ['asked', 'returned'],
  return: ['asked'],
  refuse: ['asked', 'returned'],
  renew: ['accepted'],
  block: ['accepted'],
  unblock: ['blocked'],
}

export const mayDecide = (status: RegistrationStatus, kind: RegistrationDecision['kind']): boolean => from[kind].includes(status)
export const isDecidable = (status: RegistrationStatus): boolean => Object.values(from).some((list) => list.includes(status))
export const mayAnswer = (status: RegistrationStatus): boolean => status === 'asked' || status === 'returned'
export const mayWithdraw = (status: RegistrationStatus): boolean => status === 'asked' || status === 'returned' || status === 'accepted'

export const stepOf: Readonly<Record<RegistrationDecision['kind'], StepKind>> = {
  accept: 'accepted',
  return: 'returned',
  refuse: 'refused',
  renew: 'renewed',
  block: 'blocked',
  unblock: 'unblocked',
}

/** The last day of the fiscal year that a day lies in: `2027-03-31` for anything from April 2026 on. */
export function endOfFiscalYear(day: string): string {
  const [year = 0, month = 1] = day.split('-').map(Number)
  return `${month >= 4 ? year + 1 : year}-03-31`
}

/** Of several registrations that hold, the one that counts: a person's own before a group's, then by what it is worth. */
const worth: readonly RegistrationClass[] = ['resident', 'non-profit', 'member', 'company', 'general']

export interface OwnStanding extends Standing {
  readonly id: string
  readonly kind: 'person' | 'group'
  readonly userClass: RegistrationClass | null
}

export function bestStanding<S extends OwnStanding>(rows: readonly S[], today: string): S | undefined {
  const rank = (row: S): number => (row.kind === 'person' ? 0 : 100) + worth.indexOf(row.userClass ?? 'general')
  return rows.filter((row) => isValidOn(row, today)).toSorted((a, b) => rank(a) - rank(b))[0]
}

interface Named {
  readonly name: string
  readonly kana: string
  readonly representative: string
  readonly phone: string | null
  readonly mail: string | null
}

export function searchTextOf(row: Named): string {
  const phone = row.phone === null ? '' : `${row.phone} ${formatPhone(row.phone).replaceAll(/\D/g, '')}`
  return [row.name, row.kana, row.representative, phone, row.mail ?? '']
    .map(foldSearch)
    .filter((part) => part !== '')
    .join('\n')
}

/** Without a reading the name itself, after all readings. */
export const sortKeyOf = (row: Pick<Named, 'name' | 'kana'>): string =>
  row.kana === '' ? `\uE000${foldSearch(row.name)}` : kanaSortKey(row.kana)
