/** What can be taken, with the hours that hold there. Few round trips: a booking waits for these. */
import type { LocalText } from '#platform/contract/schemas.ts'
import type { Scope } from '#platform/server/scope.ts'
import {
  emptySchedule,
  type Closure,
  type OpeningException,
  type OpeningRule,
  type Schedule,
  type YearlyClosure,
} from '../../contract/rules.ts'
import type { BookableAs, Capacity, SpaceKind } from '../../contract/schemas.ts'

export interface HubRef {
  readonly id: string
  /** `<consortium>.<hub>`, as in the address of its page. */
  readonly key: string
  readonly names: LocalText
  readonly address: LocalText
  /** How one finds and enters the place, for the mails of a booking. */
  readonly gettingIn: LocalText | null
  readonly phone: string | null
  readonly zone: string
  readonly isPublished: boolean
}

/** What can be taken: occupancies name it. */
export interface PlaceUnit {
  readonly id: string
  readonly kind: 'seat' | 'room' | 'machine' | 'item'
  /** `12` of a seat, `2` of the second tablet: what the label on it says. */
  readonly label: string
  readonly position: number
}

interface Place {
  readonly hubId: string
  readonly hubKey: string
  readonly hubNames: LocalText
  readonly isPublished: boolean
  readonly zone: string
  readonly names: LocalText
  readonly units: readonly PlaceUnit[]
  /** Hours for `contract/rules.ts`, nearest first: its own, its parents', the hub's. */
  readonly layers: readonly Schedule[]
}

export interface BookableSpace extends Place {
  readonly spaceId: string
  /** Unique within the hub: `open`. */
  readonly spaceKey: string
  readonly parentId: string | null
  readonly kind: SpaceKind
  readonly bookableAs: BookableAs
  readonly capacity: Capacity | null
}

/** Machines (`bookable`) and things to borrow (`lendable`); fixed equipment is not among them. */
export interface BookableEquipment extends Place {
  readonly equipmentId: string
  readonly spaceId: string | null
  readonly handling: 'bookable' | 'lendable'
}

/**
 * Statements here are read on each booking, so they are few and plain. The view `hubs.schedule` says the same for
 * screens; over it, one space took 0.75 ms and a hub of 100 rooms 25 ms, this way 0.3 and 2 (a warm connection).
 */
const units = (of: string) => `coalesce((
    select json_agg(json_build_object('id', u.id, 'kind', u.kind, 'label', u.label, 'position', u.position) order by u.position)
    from hubs.unit u where u.consortium_id = $1 and ${of} and u.retired_at is null), '[]')`

const ofHub = `h.id as "hubId", t.slug || '.' || h.slug as "hubKey", h.names as "hubNames", h.published_at is not null as "isPublished", h.zone`

const ofSpace = `s.id as "spaceId", s.slug as "spaceKey", s.parent_id as "parentId", s.kind, s.names, s.bookable_as as "bookableAs",
  case when s.capacity_value is null then null
       else json_build_object('value', s.capacity_value, 'is', s.capacity_is, 'min', s.capacity_min) end as capacity`

const ofEquipment = `e.id as "equipmentId", e.space_id as "spaceId", e.names, e.handling`

/** Hours of a hub and of such spaces of it, as flat lists: `[space or null, …]`. */
const hours = (hub: string, isWanted: (table: string) => string) => `json_build_object(
  'rules', (select json_agg(json_build_array(r.space_id, r.weekday, r.opens_minute, r.closes_minute, r.valid_from, r.valid_to)
      order by r.weekday, r.opens_minute, r.valid_from)
    from hubs.opening_rule r where r.consortium_id = $1 and r.hub_id = ${hub} and ${isWanted('r')}),
  'exceptions', (select json_agg(json_build_array(x.space_id, x.on_day, x.opens_minute, x.closes_minute, x.reason) order by x.on_day, x.opens_minute)
    from hubs.opening_exception x where x.consortium_id = $1 and x.hub_id = ${hub} and ${isWanted('x')}),
  'closures', (select json_agg(json_build_array(c.space_id, c.starts_on, c.ends_on, c.starts_at, c.ends_at, c.reason)
      order by coalesce(c.starts_on, (c.starts_at at time zone 'UTC')::date), c.id)
    from hubs.closure c where c.consortium_id = $1 and c.hub_id = ${hub} and ${isWanted('c')}),
  'yearlyClosures', (select json_agg(json_build_array(y.space_id, y.from_day, y.to_day, y.reason) order by y.from_day, y.id)
    from hubs.yearly_closure y where y.consortium_id = $1 and y.hub_id = ${hub} and ${isWanted('y')}))`

const ownHours = (hub: string, space: string) => hours(hub, (table) => `(${table}.space_id is null or ${table}.space_id = ${space})`)

const oneSpaceText = `
select ${ofHub}, ${ofSpace}, ${units('u.space_id = s.id')} as units, ${ownHours('s.hub_id', 's.id')} as hours
from hubs.space s
join hubs.hub h on h.consortium_id = $1 and h.id = s.hub_id
join platform.tenant t on t.id = $1
where s.consortium_id = $1 and s.retired_at is null and s.id = $2`

const equipmentText = (more: string) => `
select ${ofHub}, ${ofEquipment}, ${units('u.equipment_id = e.id')} as units${more}
from hubs.equipment e
join hubs.hub h on h.consortium_id = $1 and h.id = e.hub_id
join platform.tenant t on t.id = $1
where e.consortium_id = $1 and e.retired_at is null and e.handling <> 'fixed'`

const oneEquipmentText = `${equipmentText(`, ${ownHours('e.hub_id', 'e.space_id')} as hours, (select p.parent_id from hubs.space p where p.consortium_id = $1 and p.id = e.space_id) as "parentId"`)} and e.id = $2`
/** Units of all spaces gathered at once: one by one they were most of the time of a hub of 100 rooms. */
const spacesText = `
select ${ofHub}, ${ofSpace}, coalesce(u.units, '[]') as units
from hubs.space s
join hubs.hub h on h.consortium_id = $1 and h.id = s.hub_id
join platform.tenant t on t.id = $1
left join (
  select u.space_id, json_agg(json_build_object('id', u.id, 'kind', u.kind, 'label', u.label, 'position', u.position) order by u.position) as units
  from hubs.unit u where u.consortium_id = $1 and u.hub_id = $2 and u.space_id is not null and u.retired_at is null group by u.space_id
) as u on u.space_id = s.id
where s.consortium_id = $1 and s.hub_id = $2 and s.retired_at is null
order by s.sort_order, s.id`
const equipmentOfHubText = `${equipmentText('')} and e.hub_id = $2 order by e.sort_order, e.id`
/** Parents may be retired ones, so this asks for itself. */
const hubHoursText = `select ${hours('$2', () => 'true')} as hours,
  (select json_object_agg(s.id, s.parent_id) from hubs.space s where s.consortium_id = $1 and s.hub_id = $2 and s.parent_id is not null) as parents`

interface FlatHours {
  readonly rules:
    | readonly (readonly [
        space: string | null,
        weekday: number | null,
        opens: number | null,
        closes: number | null,
        from: string | null,
        to: string | null,
      ])[]
    | null
  readonly exceptions:
    | readonly (readonly [space: string | null, on: string, opens: number | null, closes: number | null, reason: LocalText | null])[]
    | null
  readonly closures:
    | readonly (readonly [
        space: string | null,
        startsOn: string | null,
        endsOn: string | null,
        startsAt: string | null,
        endsAt: string | null,
        reason: LocalText | null,
      ])[]
    | null
  readonly yearlyClosures: readonly (readonly [space: string | null, from: string, to: string, reason: LocalText | null])[] | null
}

/** From flat lists to the schedules of `contract/rules.ts`. Places with the same hours share one array of layers. */
function layersFrom(flat: FlatHours, parents: Readonly<Record<string, string>>): (spaceId: string | null) => readonly Schedule[] {
  const schedules = new Map<
    string | null,
    { rules: OpeningRule[]; exceptions: OpeningException[]; closures: Closure[]; yearlyClosures: YearlyClosure[] }
  >()
  const of = (space: string | null) => {
    const known = schedules.get(space) ?? { rules: [], exceptions: [], closures: [], yearlyClosures: [] }
    schedules.set(space, known)
    return known
  }
  for (const [space, weekday, opensMinute, closesMinute, validFrom, validTo] of flat.rules ?? []) {
    of(space).rules.push({ on: weekday ?? 'holiday', opensMinute, closesMinute, validFrom, validTo })
  }
  for (const [space, on, opensMinute, closesMinute, reason] of flat.exceptions ?? []) {
    of(space).exceptions.push({ on, periods: opensMinute === null || closesMinute === null ? [] : [{ opensMinute, closesMinute }], reason })
  }
  for (const [space, startsOn, endsOn, startsAt, endsAt, reason] of flat.closures ?? []) {
    of(space).closures.push(
      startsOn !== null && endsOn !== null ? { startsOn, endsOn, reason } : { startsAt: startsAt ?? '', endsAt: endsAt ?? '', reason },
    )
  }
  for (const [space, fromDay, toDay, reason] of flat.yearlyClosures ?? []) of(space).yearlyClosures.push({ fromDay, toDay, reason })

  const hubOnly: readonly Schedule[] = [schedules.get(null) ?? emptySchedule]
  const known = new Map<string, readonly Schedule[]>()
  const find = (spaceId: string | null): readonly Schedule[] => {
    if (spaceId === null) return hubOnly
    let layers = known.get(spaceId)
    if (layers === undefined) {
      // a tree: `space_not_own_parent` and the move of a space keep it one
      const above = find(parents[spaceId] ?? null)
      const own = schedules.get(spaceId)
      layers = own === undefined ? above : [own, ...above]
      known.set(spaceId, layers)
    }
    return layers
  }
  return find
}

async function layersOfHub(scope: Scope, hubId: string): Promise<(spaceId: string | null) => readonly Schedule[]> {
  const [row] = await scope.prepared<{ hours: FlatHours; parents: Record<string, string> | null }>('hubs_hours_of_hub', hubHoursText, [
    scope.consortiumId,
    hubId,
  ])
  return layersFrom(row?.hours ?? { rules: null, exceptions: null, closures: null, yearlyClosures: null }, row?.parents ?? {})
}

type WithoutLayers<P> = Omit<P, 'layers'>

export async function findSpace(scope: Scope, spaceId: string): Promise<BookableSpace | undefined> {
  const [row] = await scope.prepared<WithoutLayers<BookableSpace> & { hours: FlatHours }>('hubs_bookable_space', oneSpaceText, [
    scope.consortiumId,
    spaceId,
  ])
  if (row === undefined) return undefined
  const { hours: flat, ...space } = row
  // only below a floor or a building is there more to ask
  const layers = space.parentId === null ? layersFrom(flat, {}) : await layersOfHub(scope, space.hubId)
  return { ...space, layers: layers(spaceId) }
}

export interface Places {
  /** In their order, those that cannot be booked included (`bookableAs: 'none'`). */
  readonly spaces: readonly BookableSpace[]
  readonly equipment: readonly BookableEquipment[]
}

/**
 * The state of all rows that the places of a hub are made of, in a few bytes: `xmin` and `cmin` say which statement of
 * which transaction wrote a row, so it is another one after any change, whoever made it, and never an old one again.
 */
const state = (table: string, of: string) => `(
  select count(*) || ' ' || bit_xor(uuid_hash_extended(x.id, (x.xmin::text::int8 << 24) + x.cmin::text::int8))
  from hubs.${table} x where x.consortium_id = $1 and x.${of} = $2)`
const stateText = `select concat_ws('/', (select slug from platform.tenant where id = $1), ${[
  state('hub', 'id'),
  ...['space', 'unit', 'equipment', 'opening_rule', 'opening_exception', 'closure', 'yearly_closure'].map((table) =>
    state(table, 'hub_id'),
  ),
].join(', ')}) as state`

/**
 * Places as they were read last. A hub of 100 rooms takes 2.5 ms of PostgreSQL and 1 ms here to read; its state a tenth.
 * The database is asked each time, so nothing here can be out of date; losing it costs one reading.
 */
const known = new Map<string, { readonly state: string; readonly places: Places }>()
const mostKnown = 200

export async function listPlaces(scope: Scope, hubId: string): Promise<Places> {
  const key = `${scope.consortiumId}/${hubId}`
  const [row] = await scope.prepared<{ state: string }>('hubs_places_state', stateText, [scope.consortiumId, hubId])
  const found = known.get(key)
  if (row !== undefined && found?.state === row.state) return found.places
  const [spaces, equipment, layers] = await Promise.all([
    scope.prepared<WithoutLayers<BookableSpace>>('hubs_bookable_spaces', spacesText, [scope.consortiumId, hubId]),
    scope.prepared<WithoutLayers<BookableEquipment>>('hubs_bookable_equipment', equipmentOfHubText, [scope.consortiumId, hubId]),
    layersOfHub(scope, hubId),
  ])
  const places: Places = {
    spaces: spaces.map((space) => ({ ...space, layers: layers(space.spaceId) })),
    equipment: equipment.map((one) => ({ ...one, layers: layers(one.spaceId) })),
  }
  known.delete(key)
  // rows that changed since the state was read have another state by the next time
  if (row !== undefined) known.set(key, { state: row.state, places })
  for (const oldest of known.keys()) {
    if (known.size <= mostKnown) break
    known.delete(oldest)
  }
  return places
}

export async function findEquipment(scope: Scope, equipmentId: string): Promise<BookableEquipment | undefined> {
  const [row] = await scope.prepared<WithoutLayers<BookableEquipment> & { hours: FlatHours; parentId: string | null }>(
    'hubs_bookable_item',
    oneEquipmentText,
    [scope.consortiumId, equipmentId],
  )
  if (row === undefined) return undefined
  const { hours: flat, parentId, ...equipment } = row
  const layers = parentId === null ? layersFrom(flat, {}) : await layersOfHub(scope, equipment.hubId)
  return { ...equipment, layers: layers(equipment.spaceId) }
}

export async function findHub(scope: Scope, hubId: string): Promise<HubRef | undefined> {
  const [row] = await scope.prepared<HubRef>(
    'hubs_hub_ref',
    `select h.id, c.slug || '.' || h.slug as key, h.names, h.address, h.getting_in as "gettingIn", h.phone, h.zone,
            h.published_at is not null as "isPublished"
     from hubs.hub h join hubs.named_consortium c on c.consortium_id = h.consortium_id
     where h.consortium_id = $1 and h.id = $2`,
    [scope.consortiumId, hubId],
  )
  return row
}

/** By id or by the key of its page's address. */
export async function findHubByKey(scope: Scope, hubKey: string): Promise<HubRef | undefined> {
  const [row] = await scope.prepared<HubRef>(
    'hubs_hub_ref_by_key',
    `select h.id, c.slug || '.' || h.slug as key, h.names, h.address, h.getting_in as "gettingIn", h.phone, h.zone,
            h.published_at is not null as "isPublished"
     from hubs.hub h join hubs.named_consortium c on c.consortium_id = h.consortium_id
     where h.consortium_id = $1 and (h.id::text = $2 or c.slug || '.' || h.slug = $2)`,
    [scope.consortiumId, hubKey],
  )
  return row
}

/** Names of what was booked once, also when it has been retired since or its hub is no longer published. */
export interface PlaceName {
  /** Of the space or the equipment. */
  readonly id: string
  readonly names: LocalText
  /** Kind of the space, or `bookable` or `lendable`. */
  readonly type: string
  readonly hubId: string
  readonly hubKey: string
  readonly hubNames: LocalText
  readonly zone: string
  readonly units: readonly { readonly id: string; readonly label: string }[]
}

const namedUnits = (of: string) => `coalesce((
    select jsonb_agg(jsonb_build_object('id', u.id, 'label', u.label) order by u.position)
    from hubs.unit u where u.consortium_id = $1 and ${of}), '[]')`

export function listPlaceNames(scope: Scope, ids: readonly string[]): Promise<readonly PlaceName[]> {
  const hub = `h.id as "hubId", c.slug || '.' || h.slug as "hubKey", h.names as "hubNames", h.zone`
  return scope.prepared<PlaceName>(
    'hubs_place_names',
    `select s.id, s.names, s.kind as type, ${hub}, ${namedUnits('u.space_id = s.id')} as units
     from hubs.space s join hubs.hub h on h.consortium_id = $1 and h.id = s.hub_id join hubs.named_consortium c on c.consortium_id = $1
     where s.consortium_id = $1 and s.id = any($2)
     union all
     select e.id, e.names, e.handling, ${hub}, ${namedUnits('u.equipment_id = e.id')}
     from hubs.equipment e join hubs.hub h on h.consortium_id = $1 and h.id = e.hub_id join hubs.named_consortium c on c.consortium_id = $1
     where e.consortium_id = $1 and e.id = any($2)`,
    [scope.consortiumId, ids],
  )
}
