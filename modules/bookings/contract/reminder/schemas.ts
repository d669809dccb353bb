/** What a person wants to be reminded of, and on which devices. */
import * as z from 'zod'
import { id, instant, language, line } from '#platform/contract/schemas.ts'
import { isPushService } from './rules.ts'

export const reminderLeads = ['usual', 'day', 'hour', 'none'] as const

export const reminderSetting = z.object({
  /** `usual`: the day before at 17:00, of bookings made more than two days ahead. `day`, `hour`: before the start. Never between 21:00 and 7:00 at the hub. */
  lead: z.enum(reminderLeads),
  hasMail: z.boolean(),
  hasPush: z.boolean(),
  /** Changes by the desk, answers of the office and offers, on the devices; mails come anyway. */
  hasNews: z.boolean(),
})
export type ReminderSetting = z.output<typeof reminderSetting>

export const usualSetting: ReminderSetting = { lead: 'usual', hasMail: true, hasPush: true, hasNews: true }

export const pushDevice = z.object({
  id,
  /** What the browser is called, by its owner's language. */
  label: z.string(),
  createdAt: instant,
  /** When the maker's service took the last message. */
  deliveredAt: instant.nullable(),
  /** Tells a browser whether it is this one, without the address of the device. */
  mark: z.string(),
})
export type PushDevice = z.output<typeof pushDevice>

export const reminders = z.object({
  setting: reminderSetting,
  devices: z.array(pushDevice),
  /** For the browser's `subscribe`. */
  publicKey: z.string(),
})
export type Reminders = z.output<typeof reminders>

const key = (bytes: number) => z.string().regex(new RegExp(`^[\\w-]{${Math.ceil((bytes * 4) / 3)}}={0,2}$`))

export const addDeviceBody = z.object({
  endpoint: z.string().max(1_000).refine(isPushService, 'an address of a push service of a browser'),
  keys: z.object({ p256dh: key(65), auth: key(16) }),
  label: line(80),
  language: language.default('ja'),
})
export type AddDeviceBody = z.output<typeof addDeviceBody>

export const deviceParams = z.object({ deviceId: id })
export const testedDevice = z.object({ isDelivered: z.boolean() })

/** A guest's word on reminders to this address, at all hubs of the consortium. */
export const guestReminders = z.object({ isRefused: z.boolean() })
