import type { HubDetail, HubSummary, Space } from '../../contract/schemas.ts'
import { addDays, layersOf, openingOn, type HolidayOf } from '../../contract/rules.ts'
import { capacityOf, isOpenAt, municipalityOf, ownSchedule, prefectureOf, presentDay, presentDays } from '../presenter.ts'
import type {
  DirectoryEquipmentRow,
  DirectoryHubDetailRow,
  DirectoryHubListRow,
  DirectoryHubRow,
  DirectoryPhoto,
  DirectoryPlanRow,
  DirectorySpaceRow,
} from './repository.ts'

export interface Moment {
  readonly now: Temporal.Instant
  readonly holidayOf: HolidayOf
}

const keyOf = (row: DirectoryHubRow) => `${row.consortiumKey}.${row.slug}`

export function todayIn(zone: string, now: Temporal.Instant): string {
  return now.toZonedDateTimeISO(zone).toPlainDate().toString()
}

function presentCore(row: DirectoryHubRow) {
  return {
    id: row.id,
    key: keyOf(row),
    consortium: { id: row.consortiumId, key: row.consortiumKey, names: row.consortiumNames },
    names: row.names,
    address: row.address,
    prefecture: prefectureOf(row.municipalityCode),
    municipality: municipalityOf(row.municipalityCode, row.municipalityNames),
    zone: row.zone,
    openedOn: row.openedOn,
    provisionalOpeningOn: row.provisionalOpeningOn,
    capacity: capacityOf(row),
    assumed: row.assumed,
  }
}

const hrefOf = (hub: DirectoryHubRow, fileId: string) => `/api/v1/hubs/${keyOf(hub)}/files/${fileId}`

function presentPhoto(hub: DirectoryHubRow, photo: DirectoryPhoto) {
  return { id: photo.id, href: hrefOf(hub, photo.fileId), alt: photo.alt, spaceId: photo.spaceId }
}

export function presentSummary(row: DirectoryHubListRow, { now, holidayOf }: Moment): HubSummary {
  return {
    ...presentCore(row),
    kinds: row.kinds,
    spaceCount: row.spaceCount,
    unitCount: row.unitCount,
    photo: row.photo === null ? null : presentPhoto(row, row.photo),
    today: presentDay(openingOn(todayIn(row.zone, now), [row.schedule], holidayOf)),
    isOpenNow: isOpenAt(now, [row.schedule], row.zone, holidayOf),
  }
}

function presentSpace(row: DirectorySpaceRow): Space {
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
    unitCount: row.unitCount,
    schedule: ownSchedule(row.schedule),
    assumed: row.assumed,
  }
}

export interface DetailParts extends Moment {
  readonly hub: DirectoryHubDetailRow
  readonly spaces: readonly DirectorySpaceRow[]
  readonly equipment: readonly DirectoryEquipmentRow[]
  readonly plans: readonly DirectoryPlanRow[]
  readonly holidays: HubDetail['holidays']
  readonly from: string
  readonly days: number
}

export function presentDetail({ hub, spaces, equipment, plans, holidays, from, days, now, holidayOf }: DetailParts): HubDetail {
  const to = addDays(from, days - 1)
  const presented = spaces.map(presentSpace)
  return {
    ...presentCore(hub),
    areaM2: hub.areaM2,
    audience: hub.audience,
    description: hub.description,
    gettingIn: hub.gettingIn,
    phone: hub.phone,
    photos: hub.photos.map((photo) => presentPhoto(hub, photo)),
    plans: plans.map(({ fileId, ...plan }) => ({ ...plan, href: hrefOf(hub, fileId) })),
    schedule: hub.schedule,
    opening: presentDays(from, to, [hub.schedule], holidayOf),
    isOpenNow: isOpenAt(now, [hub.schedule], hub.zone, holidayOf),
    holidays,
    spaces: presented.map((space) => ({
      ...space,
      opening: presentDays(from, to, layersOf(space.id, presented, hub.schedule), holidayOf),
    })),
    equipment: equipment.map((row) => ({
      id: row.id,
      spaceId: row.spaceId,
      names: row.names,
      handling: row.handling,
      count: row.itemCount,
      assumed: row.assumed,
    })),
  }
}
