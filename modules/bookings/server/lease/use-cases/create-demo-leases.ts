/** The demonstration's rooms that are let: one to an organisation with its people named, one to somebody who tries. All assumed. */
import type { Scope } from '#platform/server/scope.ts'
import { organisationsByIds } from '#modules/people/server/index.ts'
import { leaseActivated } from '../../../contract/lease/events.ts'
import { dayAfter, lastDayOf } from '../../../contract/lease/rules.ts'
import { insertOccupancies } from '../../booking/repository.ts'
import { sayIn } from '../../mails/texts.ts'
import { dayAt, instantOf, type Target } from '../../rules.ts'
import { insertLease, insertMembers, type NewLease } from '../repository.ts'
import { keepAccount, keepNext } from './follow-lease.ts'
import { factOf } from './tell-lease.ts'
import { daysSpan } from './take-room.ts'

export interface DemoTenant {
  readonly accountId: string
  readonly name: string
  readonly mail: string
  readonly organisationId?: string | null
}

/** Rooms in the middle: the first and the last ones are full of bookings, series and waiting lists. */
const firstRoom = 3

/** Begun so many days ago, before the bookings of the demonstration's days are made: they leave these rooms alone. */
export async function createDemoLeases(
  scope: Scope,
  hub: { id: string; zone: string },
  { targets, people, daysAgo }: { targets: readonly Target[]; people: readonly DemoTenant[]; daysAgo: number },
): Promise<void> {
  const rooms = targets.filter((target) => target.kind === 'space' && target.takenAs === 'whole')
  const [room, other] = rooms.slice(firstRoom)
  const organisationId = people.find((person) => person.organisationId != null)?.organisationId
  if (room === undefined || other === undefined || organisationId == null) return
  const organisation = (await organisationsByIds(scope, [organisationId])).get(organisationId)
  if (organisation === undefined) return
  const own = people.filter((person) => person.organisationId === organisationId)
  const say = sayIn('ja')
  const startsOn = dayAfter(dayAt(scope.clock.now().epochMilliseconds, hub.zone), -daysAgo)
  await make(
    scope,
    hub,
    room,
    {
      kind: 'lease',
      organisationId,
      holderName: organisation.name,
      isCompany: true,
      contactName: own[0]?.name ?? '',
      contactMail: own[0]?.mail ?? null,
      startsOn,
      endsOn: lastDayOf(startsOn, { months: 12 }),
      feeKind: 'monthly',
      feeYen: 50_000,
      purpose: say('lease.demo.leasePurpose'),
      admitsMembers: true,
    },
    own.map((person) => person.accountId),
  )
  await make(
    scope,
    hub,
    other,
    {
      kind: 'trial',
      organisationId: null,
      holderName: say('lease.demo.trialHolder'),
      isCompany: false,
      contactName: '',
      contactMail: null,
      startsOn,
      endsOn: lastDayOf(startsOn, { days: 7 }),
      feeKind: 'free',
      feeYen: 0,
      purpose: say('lease.demo.trialPurpose'),
      admitsMembers: false,
    },
    [],
  )
}

type Terms = Pick<
  NewLease,
  | 'kind'
  | 'organisationId'
  | 'holderName'
  | 'isCompany'
  | 'contactName'
  | 'contactMail'
  | 'startsOn'
  | 'endsOn'
  | 'feeKind'
  | 'feeYen'
  | 'purpose'
  | 'admitsMembers'
>

async function make(
  scope: Scope,
  hub: { id: string; zone: string },
  room: Target,
  terms: Terms,
  accountIds: readonly string[],
): Promise<void> {
  const span = daysSpan(terms, hub.zone)
  const unitIds = room.units.map((unit) => unit.id).toSorted()
  const row = await insertLease(scope, {
    ...terms,
    hubId: hub.id,
    status: 'active',
    targetId: room.id,
    unitIds,
    contactPhone: null,
    language: 'ja',
    startsAt: instantOf(span.from),
    endsAt: instantOf(span.to),
    note: '',
    offerUntil: null,
    renewsId: null,
    nextAt: null,
    createdBy: null,
  })
  const choice = { kind: 'space' as const, unitIds, count: unitIds.length, isExact: true }
  await insertOccupancies(scope, choice, span, { id: row.id, kind: 'lease' })
  await insertMembers(scope, row.id, accountIds, null)
  await keepAccount(scope, row)
  await keepNext(scope, row)
  scope.emit(leaseActivated, factOf(row), { subjectId: row.id })
}
