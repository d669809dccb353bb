/** A person's own choice, their devices, and a guest's no. */
import { createHash } from 'node:crypto'
import { fail } from '#platform/server/errors.ts'
import { pushKeys } from '#platform/server/push.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import type { AddDeviceBody, PushDevice, Reminders, ReminderSetting } from '../../../contract/reminder/schemas.ts'
import { listBookingsHeldBy } from '../../booking/repository.ts'
import { requireGuestBooking } from '../../booking/use-cases/require-booking.ts'
import {
  deleteDevice,
  findDevice,
  findSetting,
  isRefused,
  listComingOf,
  listDevices,
  mostDevices,
  storeDevice,
  storeRefusal,
  storeSetting,
  type DeviceRow,
} from '../repository.ts'
import { planReminders } from './plan-reminder.ts'
import { deliver, messageOf } from './push-news.ts'

export async function showReminders(scope: MemberScope): Promise<Reminders> {
  const { accountId } = scope.actor
  const devices = await listDevices(scope, accountId)
  return { setting: await findSetting(scope, accountId), devices: devices.map(presentDevice), publicKey: pushKeys(scope).publicKey }
}

export async function setReminders(scope: MemberScope, setting: ReminderSetting): Promise<Reminders> {
  await storeSetting(scope, scope.actor.accountId, setting)
  await planReminders(scope, await listComingOf(scope, scope.actor.accountId))
  return showReminders(scope)
}

export async function addDevice(scope: MemberScope, body: AddDeviceBody): Promise<PushDevice> {
  const { accountId } = scope.actor
  const row = await storeDevice(scope, {
    accountId,
    endpoint: body.endpoint,
    p256dh: body.keys.p256dh,
    auth: body.keys.auth,
    keyMark: pushKeys(scope).mark,
    label: body.label,
    language: body.language,
  })
  for (const old of (await listDevices(scope, accountId)).slice(mostDevices)) await deleteDevice(scope, old.id)
  return presentDevice(row)
}

export async function removeDevice(scope: MemberScope, deviceId: string): Promise<void> {
  await deleteDevice(scope, (await requireDevice(scope, deviceId)).id)
}

export async function testDevice(scope: MemberScope, deviceId: string): Promise<{ isDelivered: boolean }> {
  const device = await requireDevice(scope, deviceId)
  const message = await messageOf(scope, device, 'test', undefined)
  // a service that does not answer now is no fault of the device
  return { isDelivered: await deliver(scope, device, message).catch(() => false) }
}

async function requireDevice(scope: MemberScope, deviceId: string): Promise<DeviceRow> {
  const row = await findDevice(scope, deviceId)
  if (row === undefined || row.accountId !== scope.actor.accountId) fail('platform.not_found')
  return row
}

const presentDevice = (row: DeviceRow): PushDevice => ({
  id: row.id,
  label: row.label,
  createdAt: row.createdAt.toString(),
  deliveredAt: row.deliveredAt?.toString() ?? null,
  mark: createHash('sha256').update(row.endpoint).digest('hex'),
})

export async function showGuestReminders(scope: Scope, bookingId: string): Promise<{ isRefused: boolean }> {
  const row = await requireGuestBooking(scope, bookingId)
  return { isRefused: row.holderMail !== null && (await isRefused(scope, row.holderMail)) }
}

export async function setGuestReminders(scope: Scope, bookingId: string, body: { isRefused: boolean }): Promise<{ isRefused: boolean }> {
  const { holderMail } = await requireGuestBooking(scope, bookingId)
  if (holderMail === null) return { isRefused: false }
  await storeRefusal(scope, holderMail, body.isRefused)
  const held = await listBookingsHeldBy(scope, { guestMail: holderMail })
  await planReminders(
    scope,
    held.map((row) => row.id),
  )
  return { isRefused: body.isRefused }
}
