/** Whom the ids of decisions mean: names stand with the people, bookings and visits, and are forgotten there. */
import { bookingsForDoors } from '#modules/bookings/server/index.ts'
import { namesOf } from '#modules/people/server/index.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { SubjectKind } from '../../../contract/schemas.ts'
import { listVisitsById } from '../../visit/repository.ts'

export interface SubjectName {
  readonly kind: SubjectKind
  /** Null: somebody from elsewhere. Who is forgotten is not there at all. */
  readonly name: string | null
  /** Whose it is: the person's own, of a booking its holder's. */
  readonly accountId: string | null
  readonly organisationId: string | null
}

export async function subjectsByIds(scope: Scope, ids: readonly string[]): Promise<ReadonlyMap<string, SubjectName>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  const known = new Map<string, SubjectName>()
  const forgotten = new Set<string>()
  for (const [accountId, person] of await namesOf(scope, wanted)) {
    const name = person.name === '' ? null : person.name
    // what an edge tells of them only now is about nobody
    if (person.isForgotten) forgotten.add(accountId)
    else known.set(accountId, { kind: 'person', name, accountId, organisationId: person.organisationId })
  }
  const others = wanted.filter((id) => !known.has(id) && !forgotten.has(id))
  const bookings = await bookingsForDoors(scope, others)
  const holders = await namesOf(
    scope,
    bookings.flatMap((booking) => booking.accountId ?? []),
  )
  for (const booking of bookings) {
    const { accountId, organisationId } = booking
    if (accountId !== null && holders.get(accountId)?.isForgotten === true) continue
    known.set(booking.id, { kind: 'booking', name: booking.holderName === '' ? null : booking.holderName, accountId, organisationId })
  }
  for (const visit of await listVisitsById(
    scope,
    others.filter((id) => !known.has(id)),
  )) {
    known.set(visit.id, { kind: 'visitor', name: visit.name === '' ? null : visit.name, accountId: null, organisationId: null })
  }
  return known
}
