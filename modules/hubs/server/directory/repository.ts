/** Published hubs of all consortia, by the directory's views: they hold nothing else. */
import type { LocalText } from '#platform/contract/schemas.ts'
import type { Database } from '#platform/server/database.ts'
import type { Scope } from '#platform/server/scope.ts'
import { likeAnywhere } from '#platform/server/paging.ts'
import type { BookableAs, HubDetail, SpaceKind } from '../../contract/schemas.ts'

type PresentedSchedule = HubDetail['schedule']

export interface DirectoryPhoto {
  readonly fileId: string
  readonly spaceId: string | null
  readonly alt: LocalText
  readonly id: string
}

export interface DirectoryHubRow {
  readonly consortiumId: string
  readonly consortiumKey: string
  readonly consortiumNames: LocalText
  readonly id: string
  readonly slug: string
  readonly names: LocalText
  readonly address: LocalText
  readonly municipalityCode: string | null
  readonly municipalityNames: LocalText | null
  readonly zone: string
  readonly openedOn: string | null
  readonly provisionalOpeningOn: string | null
  readonly capacityValue: number | null
  readonly capacityIs: string
  readonly assumed: string[]
  readonly sortOrder: number
  readonly schedule: PresentedSchedule
}

export interface DirectoryHubListRow extends DirectoryHubRow {
  readonly kinds: SpaceKind[]
  readonly spaceCount: number
  readonly unitCount: number
  readonly photo: DirectoryPhoto | null
}

export interface DirectoryHubDetailRow extends DirectoryHubRow {
  readonly areaM2: number | null
  readonly audience: LocalText | null
  readonly description: LocalText | null
  readonly gettingIn: LocalText | null
  readonly phone: string | null
  readonly photos: DirectoryPhoto[]
}

export interface DirectorySpaceRow {
  readonly id: string
  readonly slug: string
  readonly parentId: string | null
  readonly kind: SpaceKind
  readonly names: LocalText
  readonly floor: string | null
  readonly room: string | null
  readonly capacityValue: number | null
  readonly capacityMin: number | null
  readonly capacityIs: string
  readonly areaM2: number | null
  readonly accessKind: string | null
  readonly uses: LocalText[]
  readonly bookableAs: BookableAs
  readonly unitCount: number
  readonly assumed: string[]
  readonly schedule: PresentedSchedule
}

export interface DirectoryEquipmentRow {
  readonly id: string
  readonly spaceId: string | null
  readonly names: LocalText
  readonly handling: 'fixed' | 'bookable' | 'lendable'
  readonly itemCount: number
  readonly assumed: string[]
}

const hubColumns = `h.consortium_id as "consortiumId", h.consortium_slug as "consortiumKey", h.consortium_names as "consortiumNames", h.id, h.slug,
  h.names, h.address, h.municipality_code as "municipalityCode", h.municipality_names as "municipalityNames", h.zone,
  h.opened_on as "openedOn", h.provisional_opening_on as "provisionalOpeningOn", h.capacity_value as "capacityValue",
  h.capacity_is as "capacityIs", h.assumed, h.sort_order as "sortOrder",
  (select v.schedule from hubs.directory_schedule v where v.consortium_id = h.consortium_id and v.hub_id = h.id and v.space_id is null) as schedule`

const photosText = `select jsonb_agg(jsonb_build_object('id', p.id, 'fileId', p.file_id, 'spaceId', p.space_id, 'alt', p.alt) order by p.sort_order, p.id) as list
  from hubs.directory_photo p where p.consortium_id = h.consortium_id and p.hub_id = h.id`

export interface HubListQuery {
  readonly text: string | null
  /** Prefectures whose name holds the text. */
  readonly textPrefectures: readonly string[]
  readonly prefecture: string | null
  readonly kind: string | null
  /** The place in the order after which to go on. */
  readonly after: HubListPlace | null
  readonly limit: number
}

/** From north to south as the codes go, then in the consortium's own order. */
export interface HubListPlace {
  readonly municipalityCode: string
  readonly sortOrder: number
  readonly id: string
}

export function listHubs(scope: Scope, query: HubListQuery): Promise<readonly DirectoryHubListRow[]> {
  return scope.prepared<DirectoryHubListRow>(
    'hubs_directory_list',
    `select ${hubColumns}, coalesce(s.kinds, '{}') as kinds, coalesce(s.spaces, 0) as "spaceCount", coalesce(s.units, 0) as "unitCount",
            (select p.list->0 from (${photosText}) as p) as photo
     from (
       select h.* from hubs.directory_hub h
       where ($1::text is null or h.names::text ilike $1 or h.address::text ilike $1 or h.municipality_names::text ilike $1
              or h.consortium_names::text ilike $1 or left(h.municipality_code, 2) = any($2))
         and ($3::text is null or left(h.municipality_code, 2) = $3)
         and ($4::text is null or exists (
           select from hubs.directory_space s where s.consortium_id = h.consortium_id and s.hub_id = h.id and s.kind = $4))
         and ($5::text is null or (coalesce(h.municipality_code, '99999'), h.sort_order, h.id) > ($5, $6::int, $7::uuid))
       order by coalesce(h.municipality_code, '99999'), h.sort_order, h.id
       limit $8
     ) as h
     left join lateral (
       select array_agg(distinct s.kind) as kinds, count(*)::int as spaces, sum(s.unit_count)::int as units
       from hubs.directory_space s where s.consortium_id = h.consortium_id and s.hub_id = h.id
     ) as s on true
     order by coalesce(h.municipality_code, '99999'), h.sort_order, h.id`,
    [
      query.text === null ? null : likeAnywhere(query.text),
      query.textPrefectures,
      query.prefecture,
      query.kind,
      query.after?.municipalityCode ?? null,
      query.after?.sortOrder ?? null,
      query.after?.id ?? null,
      query.limit,
    ],
  )
}

export async function findHub(scope: Scope, key: string): Promise<DirectoryHubDetailRow | undefined> {
  const wanted = parseKey(key)
  const [row] = await scope.prepared<DirectoryHubDetailRow>(
    'hubs_directory_hub',
    `select ${hubColumns}, h.area_m2 as "areaM2", h.audience, h.description, h.getting_in as "gettingIn", h.phone,
            coalesce((select p.list from (${photosText}) as p), '[]') as photos
     from hubs.directory_hub h where h.id = $1 or (h.consortium_slug = $2 and h.slug = $3)`,
    [wanted.id, wanted.consortium, wanted.hub],
  )
  return row
}

export function listSpaces(
  scope: Scope,
  hub: { readonly consortiumId: string; readonly id: string },
): Promise<readonly DirectorySpaceRow[]> {
  return scope.prepared<DirectorySpaceRow>(
    'hubs_directory_spaces',
    `select s.id, s.slug, s.parent_id as "parentId", s.kind, s.names, s.floor, s.room, s.capacity_value as "capacityValue",
            s.capacity_min as "capacityMin", s.capacity_is as "capacityIs", s.area_m2 as "areaM2", s.access_kind as "accessKind", s.uses,
            s.bookable_as as "bookableAs", s.unit_count as "unitCount", s.assumed, v.schedule
     from hubs.directory_space s
     join hubs.directory_schedule v on v.consortium_id = s.consortium_id and v.space_id = s.id
     where s.consortium_id = $1 and s.hub_id = $2 order by s.sort_order, s.id`,
    [hub.consortiumId, hub.id],
  )
}

export function listEquipment(
  scope: Scope,
  hub: { readonly consortiumId: string; readonly id: string },
): Promise<readonly DirectoryEquipmentRow[]> {
  return scope.prepared<DirectoryEquipmentRow>(
    'hubs_directory_equipment',
    `select e.id, e.space_id as "spaceId", e.names, e.handling, e.item_count as "itemCount", e.assumed
     from hubs.directory_equipment e where e.consortium_id = $1 and e.hub_id = $2 order by e.sort_order, e.id`,
    [hub.consortiumId, hub.id],
  )
}

export interface DirectoryPlanRow {
  readonly id: string
  readonly spaceId: string | null
  readonly names: LocalText
  readonly fileId: string
  readonly spots: HubDetail['plans'][number]['spots']
}

export function listPlans(scope: Scope, hub: { readonly consortiumId: string; readonly id: string }): Promise<readonly DirectoryPlanRow[]> {
  return scope.prepared<DirectoryPlanRow>(
    'hubs_directory_plans',
    `select p.id, p.space_id as "spaceId", p.names, p.file_id as "fileId", p.spots
     from hubs.directory_plan p where p.consortium_id = $1 and p.hub_id = $2 order by p.sort_order, p.id`,
    [hub.consortiumId, hub.id],
  )
}

/** Before any tenant is known: whose hub is this address? */
export async function findTenant(appDatabase: Database, key: string): Promise<{ consortiumId: string; hubId: string } | undefined> {
  const wanted = parseKey(key)
  const [row] = await appDatabase.query<{ consortiumId: string; hubId: string }>(
    'hubs_tenant_of_address',
    `select h.consortium_id as "consortiumId", h.id as "hubId" from hubs.directory_hub h where h.id = $1 or (h.consortium_slug = $2 and h.slug = $3)`,
    [wanted.id, wanted.consortium, wanted.hub],
  )
  return row
}

function parseKey(key: string): { id: string | null; consortium: string | null; hub: string | null } {
  const [consortium, hub] = key.split('.')
  if (consortium !== undefined && hub !== undefined) return { id: null, consortium, hub }
  return { id: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key) ? key : null, consortium: null, hub: null }
}
