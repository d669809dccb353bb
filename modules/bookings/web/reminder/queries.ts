/** Reminders: what is chosen, this browser as a device, and a guest's no. */
import { useMutation } from '@tanstack/react-query'
import { call, keyOf, queryClient, reading } from '#platform/web/client.ts'
import { currentLanguage } from '#platform/web/language.ts'
import {
  addDevice,
  getGuestReminders,
  getReminders,
  removeDevice,
  setGuestReminders,
  setReminders,
  testDevice,
} from '../../contract/reminder/endpoints.ts'
import type { Reminders, ReminderSetting } from '../../contract/reminder/schemas.ts'

export const remindersQuery = () => reading(getReminders, {})

export const useSetReminders = () =>
  useMutation({
    mutationFn: (body: ReminderSetting) => call(setReminders, { body }),
    onSuccess: (answer: Reminders) => queryClient.setQueryData(remindersQuery().queryKey, answer),
  })

const settle = () => queryClient.invalidateQueries({ queryKey: keyOf(getReminders) })
export const useRemoveDevice = () =>
  useMutation({ mutationFn: (deviceId: string) => call(removeDevice, { params: { deviceId } }), onSuccess: settle })
export const useTestDevice = () =>
  useMutation({ mutationFn: (deviceId: string) => call(testDevice, { params: { deviceId } }), onSettled: settle })

// ---- this browser

export type PushSupport = 'ok' | 'insecure' | 'unsupported'

export function pushSupport(): PushSupport {
  if (!globalThis.isSecureContext) return 'insecure'
  return 'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis ? 'ok' : 'unsupported'
}

/** The device's mark as the server shows it, so that a browser knows itself in the list; undefined: it is none. */
export async function ownMark(): Promise<string | undefined> {
  if (pushSupport() !== 'ok') return undefined
  const registration = await navigator.serviceWorker.getRegistration()
  const subscription = await registration?.pushManager.getSubscription()
  if (subscription == null) return undefined
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(subscription.endpoint))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export class PushDenied extends Error {}

/** Only ever after a press: a page that asks by itself is refused for good. */
async function subscribe({ publicKey, label }: { publicKey: string; label: string }) {
  if ((await Notification.requestPermission()) !== 'granted') throw new PushDenied('denied')
  const registration = await navigator.serviceWorker.ready
  const before = await registration.pushManager.getSubscription()
  // made for other keys of ours, it would never ring
  const isOurs = before !== null && base64url(before.options.applicationServerKey) === publicKey
  if (before !== null && !isOurs) await before.unsubscribe()
  const subscription = isOurs
    ? before
    : await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
  return call(addDevice, {
    body: {
      endpoint: subscription.endpoint,
      keys: { p256dh: base64url(subscription.getKey('p256dh')), auth: base64url(subscription.getKey('auth')) },
      label,
      language: currentLanguage(),
    },
  })
}

export const useAddThisDevice = () => useMutation({ mutationFn: subscribe, onSuccess: settle })

function base64url(bytes: ArrayBuffer | null): string {
  return btoa(String.fromCodePoint(...new Uint8Array(bytes ?? new ArrayBuffer(0))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

const browsers: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/CriOS|Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const systems: readonly (readonly [RegExp, string])[] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS/, 'Mac'],
  [/Linux/, 'Linux'],
]
/** What this browser is called in the list. */
export function thisBrowser(): { browser: string; system: string } {
  const named = (list: typeof browsers): string => list.find(([pattern]) => pattern.test(navigator.userAgent))?.[1] ?? '?'
  return { browser: named(browsers), system: named(systems) }
}

// ---- a guest

export interface GuestPlace {
  readonly hubKey: string
  readonly bookingId: string
  readonly link: string
}
export const guestRemindersQuery = ({ hubKey, bookingId, link }: GuestPlace) =>
  reading(getGuestReminders, { params: { hubKey, bookingId }, link }, { isOn: link !== '' })
export const useSetGuestReminders = (place: GuestPlace) =>
  useMutation({
    mutationFn: (isRefused: boolean) =>
      call(setGuestReminders, { params: { hubKey: place.hubKey, bookingId: place.bookingId }, link: place.link, body: { isRefused } }),
    onSuccess: (answer) => queryClient.setQueryData(guestRemindersQuery(place).queryKey, answer),
  })
