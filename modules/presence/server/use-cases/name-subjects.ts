/** Who somebody is: members by people; guests and visitors by whoever knows them. */
import type { Scope } from '#platform/server/scope.ts'
import { namesOf } from '#modules/people/server/index.ts'
import type { SubjectKind } from '../../contract/schemas.ts'
import type { Subject } from '../repository.ts'

export interface SubjectName {
  readonly kind: SubjectKind
  /** Empty where nobody knows it, or it has been forgotten. */
  readonly name: string
  readonly accountId: string | null
  readonly organisationId: string | null
}

type Lookup = (scope: Scope, ids: readonly string[]) => Promise<ReadonlyMap<string, SubjectName>>
const lookups: Lookup[] = []

/** For subjects that are no members: holders of bookings and announced visitors. */
export function provideSubjects(lookup: Lookup): void {
  if (!lookups.includes(lookup)) lookups.push(lookup)
}

export async function subjectsByIds(scope: Scope, subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectName>> {
  const found = new Map<string, SubjectName>()
  const idsOf = (isPerson: boolean) => [...new Set(subjects.filter(({ kind }) => (kind === 'person') === isPerson).map(({ id }) => id))]
  for (const [id, person] of await namesOf(scope, idsOf(true)))
    found.set(id, { kind: 'person', name: person.name, accountId: id, organisationId: person.organisationId })
  const others = idsOf(false)
  if (others.length > 0) for (const lookup of lookups) for (const [id, name] of await lookup(scope, others)) found.set(id, name)
  return found
}
