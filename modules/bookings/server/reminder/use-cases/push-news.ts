/** Short messages on a person's devices: a reminder, or that somebody else has decided about a booking of theirs. */
import { sendPush, type PushMessage } from '#platform/server/push.ts'
import type { Scope } from '#platform/server/scope.ts'
import { withPlace } from '../../booking/presenter.ts'
import { findBooking, type BookingRow } from '../../booking/repository.ts'
import { localName, sayIn } from '../../mails/texts.ts'
import { periodText } from '../../mails/when.ts'
import { spanOf } from '../../rules.ts'
import { deleteDevice, findDevice, findSetting, listDevices, markDelivered, type DeviceRow } from '../repository.ts'

export const pushJob = 'bookings.pushDevice'

export const newsKinds = ['reminder', 'changed', 'cancelled', 'approved', 'declined', 'offered', 'released', 'test'] as const
export type News = (typeof newsKinds)[number]

export interface PushPayload {
  readonly deviceId: string
  readonly news: News
  /** Absent for a trial. */
  readonly bookingId?: string
  /** Of a reminder: the start it is about. */
  readonly startsAt?: string
}

/** A job for each device: one that does not answer keeps no other waiting. */
export function pushTo(scope: Scope, device: Pick<DeviceRow, 'id'>, what: Omit<PushPayload, 'deviceId'>): void {
  scope.enqueue({
    name: pushJob,
    payload: { deviceId: device.id, ...what } satisfies PushPayload,
    key: `push/${device.id}/${what.news}/${what.bookingId ?? ''}`,
  })
}

/** What others did with a person's booking. Mails tell it too; a device tells it at once. */
export async function pushNews(scope: Scope, accountId: string, what: Omit<PushPayload, 'deviceId'>): Promise<void> {
  const devices = await listDevices(scope, accountId)
  if (devices.length === 0) return
  const { hasNews } = await findSetting(scope, accountId)
  if (!hasNews) return
  for (const device of devices) pushTo(scope, device, what)
}

/** A freed place is held for somebody who waits; `bookingId` is what holds it. */
export async function pushOffer(scope: Scope, bookingId: string): Promise<void> {
  const row = await findBooking(scope, bookingId)
  if (row?.accountId != null) await pushNews(scope, row.accountId, { news: 'offered', bookingId })
}

export async function pushDevice(scope: Scope, payload: PushPayload): Promise<void> {
  const device = await findDevice(scope, payload.deviceId)
  if (device === undefined) return
  const row = payload.bookingId === undefined ? undefined : await findBooking(scope, payload.bookingId)
  // it has moved on: the next message says where to
  if (payload.news === 'reminder' && (row?.status !== 'confirmed' || row.startsAt.toString() !== payload.startsAt)) return
  if (payload.bookingId !== undefined && row?.accountId !== device.accountId) return
  await deliver(scope, device, await messageOf(scope, device, payload.news, row))
}

/** Whether the device took it; one that is gone is taken off the list. */
export async function deliver(scope: Scope, device: DeviceRow, message: PushMessage): Promise<boolean> {
  if ((await sendPush(scope, device, message)) === 'gone') {
    await deleteDevice(scope, device.id)
    return false
  }
  await markDelivered(scope, device.id)
  return true
}

export async function messageOf(scope: Scope, device: DeviceRow, news: News, row: BookingRow | undefined): Promise<PushMessage> {
  const { language } = device
  const say = sayIn(language)
  const title = say(`guestMail.push.${news}`)
  if (row === undefined) return { title, body: say('guestMail.push.testBody'), path: '/me/notices', tag: news }
  const { place } = await withPlace(scope, row)
  const names = { place: localName(place.names, language), hub: localName(place.hubNames, language) }
  return {
    title,
    body: `${periodText(spanOf(row), place.zone, language)} ${say('guestMail.event', names)}`,
    path: news === 'offered' ? '/me/waiting' : `/me/bookings/${row.id}`,
    tag: row.id,
  }
}
