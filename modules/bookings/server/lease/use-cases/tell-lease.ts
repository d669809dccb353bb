/** What is set off by a lease: mails to its holder and the organisation's managers, and to the office before it ends. */
import type { Language } from '#platform/contract/texts.ts'
import type { Scope } from '#platform/server/scope.ts'
import { findMember } from '#modules/people/server/index.ts'
import type { PlacedLease } from '../presenter.ts'
import type { LeaseRow } from '../repository.ts'

export const mailLeaseJob = 'bookings.mailLease'

export type LeaseTiding = 'offered' | 'active' | 'changed' | 'ending' | 'ended' | 'withdrawn' | 'lapsed'
export interface MailLeasePayload {
  readonly leaseId: string
  readonly tiding: LeaseTiding
  readonly version: number
  readonly reason?: string
}

/** Of a lease, in its events. */
export const factOf = ({ hubId, id, targetId, startsOn, endsOn }: LeaseRow) => ({ hubId, leaseId: id, targetId, startsOn, endsOn })

export function tellLease(scope: Scope, row: LeaseRow, tiding: LeaseTiding, reason?: string): void {
  scope.enqueue({
    name: mailLeaseJob,
    payload: { leaseId: row.id, tiding, version: row.version, ...(reason === undefined ? {} : { reason }) } satisfies MailLeasePayload,
  })
}

export interface LeaseReader {
  readonly name: string
  readonly mail: string
  readonly language: Language
  /** Named in the lease, and sees it in the own pages. */
  readonly isMember: boolean
}

/** Whoever uses the room: the contact, and the members named as long as they are of the organisation. Each address once. */
export async function readersOf(scope: Scope, { row, members }: Pick<PlacedLease, 'row' | 'members'>): Promise<LeaseReader[]> {
  const readers: LeaseReader[] = []
  if (row.contactMail !== null) {
    const name = row.contactName === '' ? row.holderName : row.contactName
    readers.push({ name, mail: row.contactMail, language: row.language, isMember: false })
  }
  for (const accountId of members) {
    const member = await findMember(scope, { accountId })
    if (member === undefined || member.mail === null) continue
    if (row.organisationId !== null && member.organisationId !== row.organisationId) continue
    const one = { name: member.name, mail: member.mail, language: member.language, isMember: true }
    const same = readers.findIndex((reader) => reader.mail === one.mail)
    if (same === -1) readers.push(one)
    else readers[same] = one
  }
  return readers
}
