/** What announces itself is shown, and a person says whether it is ours. */
import { randomUUIDv7 } from 'node:crypto'
import type * as z from 'zod'
import { failOf } from '#platform/server/errors.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import type { Announcement } from '../../../contract/discovery/types.ts'
import { announcementChanged, deviceAnnounced } from '../../../contract/events.ts'
import { devicesErrors } from '../../../contract/errors.ts'
import type { announced, Device, DeviceKind } from '../../../contract/schemas.ts'
import { presentDevice } from '../../registry/presenter.ts'
import { isUnstorable } from '../../ledger/rules.ts'
import { insertDevice, updateDevice } from '../../registry/repository.ts'
import { requireSpace, tellChange } from '../../registry/use-cases/keep-devices.ts'
import { requireDevice } from '../../registry/use-cases/list-devices.ts'
import { followFirmware, listOfHub, lockAnnounced, markGone, updateAnnounced, upsertAnnounced, type AnnouncedRow } from '../repository.ts'

const fail = failOf(devicesErrors)

/** From the broker: a bridge of this hub said something of its devices. */
export async function recordAnnouncement(scope: Scope, hubId: string, announcement: Announcement): Promise<void> {
  const { announcementId } = announcement
  if (announcement.kind === 'removed') return markGone(scope, hubId, announcementId)
  const nothing = { hardwareId: null, kind: null, driver: null, config: '{}', manufacturer: null, model: null, firmware: null }
  const rows =
    announcement.kind === 'refused'
      ? [
          {
            ...nothing,
            key: announcementId,
            announcementId,
            name: announcementId,
            refusalCode: announcement.code,
            refusalDetail: announcement.detail,
          },
        ]
      : [
          ...announcement.adoptable.map((one) => ({
            key: one.id,
            announcementId,
            hardwareId: one.hardwareId,
            name: one.name,
            kind: one.kind,
            driver: one.driver,
            config: JSON.stringify(one.config),
            manufacturer: one.manufacturer,
            model: one.model,
            firmware: one.firmware,
            refusalCode: null,
            refusalDetail: null,
          })),
          ...announcement.refused.map((one) => ({
            ...nothing,
            key: one.id,
            announcementId,
            name: one.id,
            refusalCode: one.code,
            refusalDetail: one.detail,
          })),
        ]
  const storable = rows.map((row) => {
    const key = row.key.replaceAll('\0', '').slice(0, 300)
    // PostgreSQL keeps no such signs in JSON: the device is shown as refused, and its bridge is not held up by it
    return isUnstorable(row.config)
      ? { ...row, ...nothing, key, refusalCode: 'unknown_shape', refusalDetail: 'signs that are no text' }
      : { ...row, key }
  })
  // one thing may announce two parts of the same name
  const unique = [...new Map(storable.map((row) => [row.key, row])).values()]
  if (unique.length === 0) return
  for (const announcedId of await upsertAnnounced(scope, hubId, unique))
    scope.emit(deviceAnnounced, { hubId, announcedId }, { subjectId: announcedId })
  await followFirmware(scope, hubId)
}

export async function listAnnounced(scope: Scope, hubId: string) {
  await requireHub(scope, hubId)
  return (await listOfHub(scope, hubId)).map(presentAnnounced)
}

export async function adoptDevice(
  scope: MemberScope,
  announcedId: string,
  body: { name: string; spaceId: string | null },
): Promise<Device> {
  const row = await lockAnnounced(scope, announcedId)
  if (row === undefined) return fail('platform.not_found')
  if (row.kind === null || row.driver === null || row.status === 'gone') return fail('devices.cannot_adopt')
  await requireSpace(scope, row.hubId, body.spaceId)
  const known = row.deviceId === null ? undefined : await requireDevice(scope, row.deviceId)
  if (known !== undefined && known.status !== 'retired') {
    await updateDevice(scope, known.id, { name: body.name, spaceId: body.spaceId, config: JSON.stringify(row.config) })
    tellChange(scope, known, 'changed', { fields: ['name', 'spaceId', 'config'] })
    return presentDevice(await requireDevice(scope, known.id))
  }
  const id = randomUUIDv7()
  await insertDevice(scope, {
    id,
    hubId: row.hubId,
    spaceId: body.spaceId,
    name: body.name,
    kind: row.kind as DeviceKind,
    driver: row.driver,
    config: row.config as Record<string, unknown>,
    status: 'active',
    manufacturer: row.manufacturer,
    model: row.model,
    firmware: row.firmware,
    createdBy: scope.actor.accountId,
  })
  await updateAnnounced(scope, announcedId, { status: 'adopted', deviceId: id })
  tellChange(scope, { id, hubId: row.hubId }, 'adopted')
  return presentDevice(await requireDevice(scope, id))
}

export async function ignoreAnnounced(scope: MemberScope, announcedId: string, isIgnored: boolean) {
  const row = await lockAnnounced(scope, announcedId)
  if (row === undefined) return fail('platform.not_found')
  if (row.status === 'adopted') fail('devices.cannot_adopt')
  const status = isIgnored ? 'ignored' : row.status === 'ignored' ? 'new' : row.status
  if (status !== row.status) {
    await updateAnnounced(scope, announcedId, { status })
    scope.emit(announcementChanged, { hubId: row.hubId, announcedId, isIgnored }, { subjectId: announcedId })
  }
  return presentAnnounced({ ...row, status })
}

function presentAnnounced(row: AnnouncedRow): z.output<typeof announced> {
  return {
    id: row.id,
    hubId: row.hubId,
    name: row.name,
    kind: row.kind as DeviceKind | null,
    driver: row.driver as 'hiroba' | null,
    manufacturer: row.manufacturer,
    model: row.model,
    status: row.status as 'new',
    deviceId: row.deviceId,
    refusal: row.refusalCode === null ? null : { code: row.refusalCode, detail: row.refusalDetail ?? '' },
    firstSeenAt: row.firstSeenAt.toString(),
    lastSeenAt: row.lastSeenAt.toString(),
  }
}
