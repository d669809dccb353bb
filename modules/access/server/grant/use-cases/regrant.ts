/**
 * Who may enter follows from bookings, leases, roles and visits. Each function looks at what is true now and sets the
 * grants of those sources right, so it may run twice, late, and in any order.
 */
import { bookablePlaces, bookableEquipment } from '#modules/hubs/server/index.ts'
import {
  bookingsForDoors,
  bookingsNaming,
  confirmedBookingsOfHub,
  leaseForDoors,
  leasesNaming,
  leasesOfHub,
  type DoorBooking,
  type DoorLease,
} from '#modules/bookings/server/index.ts'
import { activeMembersByAccounts, findMember, listMembersWithRole } from '#modules/people/server/index.ts'
import type { Role } from '#platform/contract/permissions.ts'
import type { Scope } from '#platform/server/scope.ts'
import { grantsChanged, snapshotChanged } from '../../../contract/events.ts'
import type { GrantSourceKind } from '../../../contract/schemas.ts'
import { blockPins } from '../../credential/repository.ts'
import { ensurePins, type PinWish } from '../../credential/use-cases/keep-pins.ts'
import { findHubRules, listDoorsOfHubs, listHubRules, raiseVersions, type DoorRow, type HubRow } from '../../door/repository.ts'
import { planCodes, withdrawLost } from '../../lock-code/use-cases/plan-codes.ts'
import { doorsTo, isDeskRole, timeWithHost, type Time } from '../../rules.ts'
import { tellEntryLater } from '../../visit/use-cases/tell-entry.ts'
import { listVisitsById, listVisitsOfHosts, listVisitsOfHub, type VisitRow } from '../../visit/repository.ts'
import {
  listHostTimes,
  listSources,
  listSourcesOfSubject,
  lockGrants,
  setGrants,
  type GrantChanges,
  type WantedGrant,
} from '../repository.ts'

/** A hub as grants need it, read once however many bookings it has. */
interface HubDoors {
  readonly rules: HubRow
  readonly doors: readonly DoorRow[]
  /** The doors on the way to a space; of equipment to where it stands. */
  doorsTo(target: { kind: DoorBooking['kind']; targetId: string } | null): readonly string[]
}

async function doorsOfHub(scope: Scope, hubId: string): Promise<HubDoors> {
  const rules = await findHubRules(scope, hubId)
  const doors = await listDoorsOfHubs(scope, [hubId])
  if (doors.length === 0) return { rules, doors, doorsTo: () => [] }
  const parents = new Map((await bookablePlaces(scope, { hubId })).map((space) => [space.spaceId, space.parentId]))
  const equipment = new Map((await bookableEquipment(scope, { hubId })).map((one) => [one.equipmentId, one.spaceId]))
  const known = new Map<string | null, readonly string[]>()
  return {
    rules,
    doors,
    doorsTo(target) {
      const spaceId = target === null ? null : target.kind === 'equipment' ? (equipment.get(target.targetId) ?? null) : target.targetId
      const found = known.get(spaceId) ?? doorsTo(doors, parents, spaceId)
      known.set(spaceId, found)
      return found
    },
  }
}

const hubsOf = async (scope: Scope, hubIds: readonly string[]): Promise<ReadonlyMap<string, HubDoors>> => {
  const hubs = new Map<string, HubDoors>()
  for (const hubId of new Set(hubIds)) hubs.set(hubId, await doorsOfHub(scope, hubId))
  return hubs
}

/** Writes the fact of each source whose grants are others now, and the next version of the rules of their hubs. */
async function tell(
  scope: Scope,
  kind: GrantSourceKind,
  { given, withdrawn }: GrantChanges,
  moreHubs: readonly string[] = [],
): Promise<void> {
  const keys = new Map<string, { hubId: string; sourceId: string }>()
  for (const row of [...given, ...withdrawn]) keys.set(`${row.hub_id}/${row.source_id}`, { hubId: row.hub_id, sourceId: row.source_id })
  const givenOf = Map.groupBy(given, (row) => `${row.hub_id}/${row.source_id}`)
  const withdrawnOf = Map.groupBy(withdrawn, (row) => `${row.hub_id}/${row.source_id}`)
  for (const [key, { hubId, sourceId }] of keys) {
    scope.emit(
      grantsChanged,
      {
        hubId,
        source: kind,
        sourceId,
        given: (givenOf.get(key) ?? []).map((row) => ({
          grantId: row.id,
          holderId: row.subject_id,
          from: row.from_at.toString(),
          until: row.until_at.toString(),
          doorIds: [...row.door_ids],
        })),
        withdrawn: (withdrawnOf.get(key) ?? []).map((row) => row.id),
      },
      { subjectId: sourceId },
    )
  }
  await renewRules(scope, [...[...keys.values()].map((one) => one.hubId), ...moreHubs])
  if (kind === 'visit') return
  // whom a host announced comes in as long as the host may
  const hosts = [...given, ...withdrawn].flatMap((row) => (row.subject_kind === 'person' ? row.subject_id : []))
  const visits = await listVisitsOfHosts(scope, [...new Set(hosts)], scope.clock.now())
  if (visits.length > 0)
    await grantVisits(
      scope,
      visits.map((visit) => visit.id),
      visits,
    )
}

/** When the visitors may come in: as long as their host may be there, by grants of their own or as one of the desk. */
async function visitsWithHost(scope: Scope, visits: readonly VisitRow[]): Promise<readonly { visit: VisitRow; time: Time }[]> {
  const announced = visits.filter((visit) => visit.status === 'announced')
  const members = await activeMembersByAccounts(scope, [...new Set(announced.map((visit) => visit.hostAccountId))])
  const times = await listHostTimes(scope, announced)
  return announced.flatMap((visit) => {
    const whole = { from: visit.startsAt, until: visit.endsAt }
    const isOfDesk = isDeskRole(members.get(visit.hostAccountId)?.roles ?? [])
    const time = isOfDesk ? whole : timeWithHost(times.get(visit.id) ?? [], whole)
    return time === undefined ? [] : [{ visit, time }]
  })
}

/** Whoever is of the desk lets in by that alone: no grant of theirs changes when they are it no longer. */
async function regrantVisitsOf(scope: Scope, hostAccountId: string): Promise<void> {
  const visits = await listVisitsOfHosts(scope, [hostAccountId], scope.clock.now())
  await grantVisits(
    scope,
    visits.map((visit) => visit.id),
    visits,
  )
}

/** What the gateways of these hubs decide by is another now. */
export async function renewRules(scope: Scope, hubIds: readonly string[]): Promise<void> {
  for (const { hubId, version } of await raiseVersions(scope, hubIds)) scope.emit(snapshotChanged, { hubId, version }, { subjectId: hubId })
}

export async function regrantBookings(scope: Scope, bookingIds: readonly string[]): Promise<void> {
  await lockGrants(scope)
  await grantBookings(scope, bookingIds, await bookingsForDoors(scope, bookingIds))
}

async function grantBookings(scope: Scope, sourceIds: readonly string[], rows: readonly DoorBooking[]): Promise<void> {
  const hubs = await hubsOf(
    scope,
    rows.map((row) => row.hubId),
  )
  const wanted: WantedGrant[] = []
  const pins: PinWish[] = []
  for (const row of rows) {
    const hub = hubs.get(row.hubId)
    if (hub === undefined || !row.isConfirmed) continue
    const doorIds = hub.doorsTo(row)
    if (doorIds.length === 0) continue
    const from = row.startsAt.subtract({ minutes: hub.rules.minutesBefore })
    const until = row.endsAt.add({ minutes: hub.rules.minutesAfter })
    const grant = { hubId: row.hubId, sourceId: row.id, doorIds, from, until }
    wanted.push({ ...grant, subjectKind: 'booking', subjectId: row.id })
    if (row.accountId !== null) wanted.push({ ...grant, subjectKind: 'person', subjectId: row.accountId })
    if (hub.rules.hasBookingPins)
      pins.push({
        hubId: row.hubId,
        subjectKind: 'booking',
        subjectId: row.id,
        ofSubjectId: row.accountId,
        keptUntil: until.add({ hours: 24 }),
      })
  }
  const changes = await setGrants(scope, 'booking', { sourceIds }, wanted)
  const pinHubs = await ensurePins(scope, pins)
  const pinless = rows.filter((row) => hubs.get(row.hubId)?.rules.hasBookingPins === false).map((row) => row.id)
  const blockedHubs = await blockPins(scope, pinless)
  await planCodes(scope, { subjectIds: sourceIds, doors: [...hubs.values()].flatMap((hub) => hub.doors) })
  await tell(scope, 'booking', changes, [...pinHubs, ...blockedHubs])
}

export async function regrantLease(scope: Scope, leaseId: string): Promise<void> {
  await lockGrants(scope)
  const lease = await leaseForDoors(scope, leaseId)
  await grantLeases(scope, [leaseId], lease === undefined ? [] : [lease])
}

async function grantLeases(scope: Scope, sourceIds: readonly string[], leases: readonly DoorLease[]): Promise<void> {
  const hubs = await hubsOf(
    scope,
    leases.map((lease) => lease.hubId),
  )
  const wanted = leases.flatMap((lease) => {
    const doorIds = hubs.get(lease.hubId)?.doorsTo({ kind: 'space', targetId: lease.spaceId }) ?? []
    if (!lease.isActive || doorIds.length === 0) return []
    return lease.accountIds.map((accountId): WantedGrant => ({
      hubId: lease.hubId,
      sourceId: lease.id,
      subjectKind: 'person',
      subjectId: accountId,
      doorIds,
      from: lease.startsAt,
      until: lease.endsAt,
    }))
  })
  await tell(scope, 'lease', await setGrants(scope, 'lease', { sourceIds }, wanted))
}

/** A role has no end of its own. */
const always = { from: Temporal.Instant.from('2000-01-01T00:00:00Z'), until: Temporal.Instant.from('9999-01-01T00:00:00Z') }

/** After a membership was changed: at every hub with doors. */
export async function regrantMembership(scope: Scope, membershipId: string): Promise<void> {
  await lockGrants(scope)
  const member = await findMember(scope, { id: membershipId })
  const wanted: WantedGrant[] = []
  for (const rules of await listHubRules(scope)) {
    if (member?.accountId == null || member.status !== 'active') break
    if (!member.roles.some((role) => rules.staffRoles.includes(role))) continue
    const doorIds = (await listDoorsOfHubs(scope, [rules.hubId])).map((door) => door.id)
    if (doorIds.length === 0) continue
    wanted.push({ hubId: rules.hubId, sourceId: membershipId, subjectKind: 'person', subjectId: member.accountId, doorIds, ...always })
  }
  await tell(scope, 'role', await setGrants(scope, 'role', { sourceIds: [membershipId] }, wanted))
  if (member?.accountId != null) await regrantVisitsOf(scope, member.accountId)
}

/** Those of a hub that its roles let in always. */
async function grantRoles(scope: Scope, hubId: string, hub: HubDoors): Promise<void> {
  const members = new Map<string, { id: string; accountId: string }>()
  for (const role of hub.rules.staffRoles) {
    for (const member of await listMembersWithRole(scope, role as Role)) {
      if (member.accountId !== null) members.set(member.id, { id: member.id, accountId: member.accountId })
    }
  }
  const doorIds = hub.doors.map((door) => door.id)
  const wanted = [...members.values()].map(({ id, accountId }): WantedGrant => ({
    hubId,
    sourceId: id,
    subjectKind: 'person',
    subjectId: accountId,
    doorIds,
    ...always,
  }))
  const sourceIds = [...new Set([...members.keys(), ...(await listSources(scope, 'role', hubId))])]
  await tell(scope, 'role', await setGrants(scope, 'role', { sourceIds, hubId }, doorIds.length === 0 ? [] : wanted))
}

export async function regrantVisits(scope: Scope, visitIds: readonly string[]): Promise<void> {
  await lockGrants(scope)
  await grantVisits(scope, visitIds, await listVisitsById(scope, visitIds))
}

async function grantVisits(scope: Scope, sourceIds: readonly string[], visits: readonly VisitRow[]): Promise<void> {
  const hubs = await hubsOf(
    scope,
    visits.map((visit) => visit.hubId),
  )
  const wanted: WantedGrant[] = []
  const pins: PinWish[] = []
  for (const { visit, time } of await visitsWithHost(scope, visits)) {
    const doorIds = hubs.get(visit.hubId)?.doorsTo(null) ?? []
    if (doorIds.length === 0) continue
    wanted.push({
      hubId: visit.hubId,
      sourceId: visit.id,
      subjectKind: 'visitor',
      subjectId: visit.id,
      doorIds,
      ...time,
    })
    pins.push({
      hubId: visit.hubId,
      subjectKind: 'visitor',
      subjectId: visit.id,
      ofSubjectId: null,
      keptUntil: visit.endsAt.add({ hours: 24 }),
    })
  }
  const changes = await setGrants(scope, 'visit', { sourceIds }, wanted)
  const pinHubs = await ensurePins(scope, pins)
  await planCodes(scope, { subjectIds: sourceIds, doors: [...hubs.values()].flatMap((hub) => hub.doors) })
  await tell(scope, 'visit', changes, pinHubs)
  const others = new Set([...changes.given, ...changes.withdrawn].map((row) => row.source_id))
  for (const visit of visits) if (others.has(visit.id) && visit.status === 'announced') tellEntryLater(scope, visit)
}

const atOnce = 500

/** Everything of a hub, after its doors, their rules or its spaces were changed. */
export async function regrantHub(scope: Scope, hubId: string): Promise<void> {
  await lockGrants(scope)
  const hub = await doorsOfHub(scope, hubId)
  await withdrawLost(scope, hubId)
  await grantRoles(scope, hubId, hub)
  const endingAfter = scope.clock.now()
  const leases = new Set(await listSources(scope, 'lease', hubId))
  await inPages(
    (after) => leasesOfHub(scope, hubId, { after, endingAfter, limit: atOnce }),
    (ids, rows) => grantLeases(scope, ids, rows),
    leases,
  )
  for (const leaseId of [...leases].toSorted()) await regrantLease(scope, leaseId)
  const bookings = new Set(await listSources(scope, 'booking', hubId))
  await inPages(
    (after) => confirmedBookingsOfHub(scope, hubId, { after, endingAfter, limit: atOnce }),
    (ids, rows) => grantBookings(scope, ids, rows),
    bookings,
  )
  await regrantBookings(scope, [...bookings])
  await inPages(
    (after) => listVisitsOfHub(scope, hubId, { after, endingAfter, limit: atOnce }),
    (ids, rows) => grantVisits(scope, ids, rows),
  )
}

/** All of them, however many; `left`: what had grants and came in no page is looked at one by one afterwards. */
async function inPages<Row extends { readonly id: string }>(
  list: (after: string | undefined) => Promise<readonly Row[]>,
  grant: (ids: readonly string[], rows: readonly Row[]) => Promise<void>,
  left?: Set<string>,
): Promise<void> {
  let after: string | undefined
  for (;;) {
    const rows = await list(after)
    const ids = rows.map((row) => row.id)
    for (const id of ids) left?.delete(id)
    await grant(ids, rows)
    after = ids.at(-1)
    if (rows.length < atOnce) return
  }
}

/**
 * Whoever is no longer here, is stopped, or has gone to another organisation enters by no lease of it, and by no booking while
 * stopped; who is back does again. The bookings themselves are for bookings to end.
 */
export async function regrantOwn(scope: Scope, accountId: string): Promise<void> {
  const leaseIds = new Set([...(await listSourcesOfSubject(scope, 'lease', accountId)), ...(await leasesNaming(scope, accountId))])
  for (const leaseId of [...leaseIds].toSorted()) await regrantLease(scope, leaseId)
  const bookingIds = new Set([...(await listSourcesOfSubject(scope, 'booking', accountId)), ...(await bookingsNaming(scope, accountId))])
  if (bookingIds.size > 0) await regrantBookings(scope, [...bookingIds].toSorted())
  await lockGrants(scope)
  await regrantVisitsOf(scope, accountId)
}
