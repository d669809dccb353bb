/** What can be taken, with the hours that hold there. Few round trips: a booking waits for these. */
import type { LocalText } from '#platform/contract/schemas.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { Schedule } from '../../contract/rules.ts'
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

const units = (of: string) => `coalesce((
    select jsonb_agg(jsonb_build_object('id', u.id, 'kind', u.kind, 'label', u.label, 'position', u.position) order by u.position)
    from hubs.unit u where u.consortium_id = $1 and ${of} and u.retired_at is null), '[]')`

const ofHub = `h.id as "hubId", c.slug || '.' || h.slug as "hubKey", h.names as "hubNames", h.published_at is not null as "isPublished", h.zone`

const ofSpace = `s.id as "spaceId", s.slug as "spaceKey", s.parent_id as "parentId", s.kind, s.names, s.bookable_as as "bookableAs",
  case when s.capacity_value is null then null
       else jsonb_build_object('value', s.capacity_value, 'is', s.capacity_is, 'min', s.capacity_min) end as capacity`

const ofEquipment = `e.id as "equipmentId", e.space_id as "spaceId", e.names, e.handling`

/** The schedules from a place upwards, nearest first; `start` selects the first space. */
const layers = (start: string) => `
  (with recursive chain as (
     select s0.id, s0.parent_id, 0 as depth from hubs.space s0 where s0.consortium_id = $1 and s0.id = ${start}
     union all
     select p.id, p.parent_id, chain.depth + 1 from chain join hubs.space p on p.consortium_id = $1 and p.id = chain.parent_id
   )
   select jsonb_agg(l.schedule order by l.depth) from (
     select v.schedule, chain.depth from chain join hubs.schedule v on v.consortium_id = $1 and v.space_id = chain.id
     union all
     select v.schedule, 1000 from hubs.schedule v where v.consortium_id = $1 and v.hub_id = h.id and v.space_id is null
   ) as l)`

const spaceText = `
select ${ofHub}, ${ofSpace}, ${units('u.space_id = s.id')} as units, ${layers('s.id')} as layers
from hubs.space s
join hubs.hub h on h.consortium_id = $1 and h.id = s.hub_id
join hubs.named_consortium c on c.consortium_id = $1
where s.consortium_id = $1 and s.retired_at is null`

const equipmentText = `
select ${ofHub}, ${ofEquipment}, ${units('u.equipment_id = e.id')} as units, ${layers('e.space_id')} as layers
from hubs.equipment e
join hubs.hub h on h.consortium_id = $1 and h.id = e.hub_id
join hubs.named_consortium c on c.consortium_id = $1
where e.consortium_id = $1 and e.retired_at is null and e.handling <> 'fixed'`

export async function findSpace(scope: Scope, spaceId: string): Promise<BookableSpace | undefined> {
  const [row] = await scope.prepared<BookableSpace>('hubs_bookable_space', `${spaceText} and s.id = $2`, [scope.consortiumId, spaceId])
  return row
}

export async function listSpaces(scope: Scope, hubId: string, spaceIds: readonly string[] | null): Promise<readonly BookableSpace[]> {
  return scope.prepared<BookableSpace>(
    'hubs_bookable_spaces',
    `${spaceText} and s.hub_id = $2 and ($3::uuid[] is null or s.id = any($3)) order by s.sort_order, s.id`,
    [scope.consortiumId, hubId, spaceIds],
  )
}

export async function findEquipment(scope: Scope, equipmentId: string): Promise<BookableEquipment | undefined> {
  const [row] = await scope.prepared<BookableEquipment>('hubs_bookable_item', `${equipmentText} and e.id = $2`, [scope.consortiumId, equipmentId])
  return row
}

export async function listEquipment(scope: Scope, hubId: string): Promise<readonly BookableEquipment[]> {
  return scope.prepared<BookableEquipment>('hubs_bookable_equipment', `${equipmentText} and e.hub_id = $2 order by e.sort_order, e.id`, [
    scope.consortiumId,
    hubId,
  ])
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
