import { openingOn, type HolidayOf, type Schedule } from '../../contract/rules.ts'
import type { EquipmentSettings, HubListItem, HubSettings, SpaceSettings } from '../../contract/schemas.ts'
import type { ConsortiumRow } from '../consortium/repository.ts'
import type { EquipmentWithUnits } from '../equipment/repository.ts'
import type { ScheduleRow } from '../hours/repository.ts'
import type { PhotoRow } from '../photo/repository.ts'
import { presentPlan } from '../plan/presenter.ts'
import type { PlanRow } from '../plan/repository.ts'
import { capacityOf, municipalityOf, ownSchedule, prefectureOf, presentDay, usualYearlyClosures } from '../presenter.ts'
import type { SpaceWithUnits } from '../space/repository.ts'
import type { HubRow } from './repository.ts'

export interface HubParts {
  readonly consortium: ConsortiumRow
  readonly hub: HubRow
  readonly spaces: readonly SpaceWithUnits[]
  readonly equipment: readonly EquipmentWithUnits[]
  readonly schedules: readonly ScheduleRow[]
  readonly photos: readonly PhotoRow[]
  readonly plans: readonly PlanRow[]
  readonly holidays: HubSettings['holidays']
}

const nothingSaid: ScheduleRow['schedule'] = { rules: [], exceptions: [], closures: [], yearlyClosures: [] }

function scheduleOf(schedules: readonly ScheduleRow[], spaceId: string | null): ScheduleRow['schedule'] {
  return schedules.find((row) => row.spaceId === spaceId)?.schedule ?? nothingSaid
}

export function presentPhoto(photo: PhotoRow) {
  return { id: photo.id, href: `/api/v1/consortium/hubs/${photo.hubId}/photos/${photo.id}`, alt: photo.alt, spaceId: photo.spaceId }
}

export function presentSpace(row: SpaceWithUnits, schedules: readonly ScheduleRow[]): SpaceSettings {
  return {
    id: row.id,
    key: row.slug,
    parentId: row.parentId,
    kind: row.kind,
    names: row.names,
    floor: row.floor,
    room: row.room,
    capacity: capacityOf(row),
    areaM2: row.areaM2,
    accessKind: row.accessKind,
    uses: row.uses,
    bookableAs: row.bookableAs,
    unitCount: row.units.length,
    units: row.units,
    schedule: ownSchedule(scheduleOf(schedules, row.id)),
    assumed: row.assumed,
    version: row.version,
  }
}

export function presentEquipment(row: EquipmentWithUnits): EquipmentSettings {
  return {
    id: row.id,
    spaceId: row.spaceId,
    names: row.names,
    handling: row.handling,
    count: row.itemCount,
    assumed: row.assumed,
    units: row.units,
    version: row.version,
  }
}

export function presentSettings({ consortium, hub, spaces, equipment, schedules, photos, plans, holidays }: HubParts): HubSettings {
  return {
    id: hub.id,
    key: `${consortium.slug}.${hub.slug}`,
    consortium: { id: consortium.consortiumId, key: consortium.slug, names: consortium.names },
    names: hub.names,
    address: hub.address,
    prefecture: prefectureOf(hub.municipalityCode),
    municipality: municipalityOf(hub.municipalityCode, hub.municipalityNames),
    zone: hub.zone,
    openedOn: hub.openedOn,
    provisionalOpeningOn: hub.provisionalOpeningOn,
    capacity: capacityOf(hub),
    assumed: hub.assumed,
    areaM2: hub.areaM2,
    audience: hub.audience,
    description: hub.description,
    gettingIn: hub.gettingIn,
    phone: hub.phone,
    publishedAt: hub.publishedAt?.toString() ?? null,
    photos: photos.map(presentPhoto),
    plans: plans.map(presentPlan),
    schedule: scheduleOf(schedules, null),
    holidays,
    usualYearlyClosures: usualYearlyClosures(),
    spaces: spaces.map((space) => presentSpace(space, schedules)),
    equipment: equipment.map(presentEquipment),
    version: hub.version,
  }
}

export interface ListItemParts {
  readonly consortium: ConsortiumRow
  readonly hub: HubRow
  readonly spaceCount: number
  readonly schedule: Schedule
  readonly now: Temporal.Instant
  readonly holidayOf: HolidayOf
}

export function presentListItem({ consortium, hub, spaceCount, schedule, now, holidayOf }: ListItemParts): HubListItem {
  const today = now.toZonedDateTimeISO(hub.zone).toPlainDate().toString()
  return {
    id: hub.id,
    key: `${consortium.slug}.${hub.slug}`,
    names: hub.names,
    address: hub.address,
    zone: hub.zone,
    publishedAt: hub.publishedAt?.toString() ?? null,
    spaceCount,
    today: presentDay(openingOn(today, [schedule], holidayOf)),
    assumed: hub.assumed,
  }
}
