/** What is held about a guest, for whoever reads the mail of their address. */
import * as z from 'zod'
import { id, instant, localText, mailAddress, tenantKey } from '#platform/contract/schemas.ts'

/** `recordsOf`: the booking whose mail led here. */
export const recordsParams = z.object({ hubKey: tenantKey, recordsOf: id })

export const askedRecords = z.object({
  /** The address that the link was mailed to. */
  mail: z.string(),
  /** The link itself where there is no mail server, and so no other way to bring it; else null. */
  url: z.string().nullable(),
})

export const guestRecords = z.object({
  mail: z.string(),
  /** Until then the link leads here. */
  expiresAt: instant,
  bookings: z.array(
    z.object({
      id,
      startsAt: instant,
      endsAt: instant,
      timeZone: z.string(),
      hubName: localText,
      targetName: localText,
      status: z.string(),
      /** Still to come: being forgotten cancels it. */
      isComing: z.boolean(),
    }),
  ),
  /** Places in waiting lists. */
  waiting: z.int(),
  /** Things borrowed at the desk. */
  loans: z.int(),
  mails: z.array(z.object({ at: instant, subject: z.string() })),
})

export const forgetGuestBody = z.object({
  /** Typed to confirm. */
  mail: mailAddress,
})

export const longestGuestYears = 10
/** For how long a guest's name and address stay after the last use. */
export const retention = z.object({
  guestYears: z.int().min(1).max(longestGuestYears),
  /** 0: nothing was decided yet, and this is what holds. */
  version: z.int(),
  /** Guests with a name, and how many of them were last here more than so many years ago. */
  guests: z.int(),
  older: z.array(z.object({ years: z.int(), guests: z.int() })),
})
export type Retention = z.output<typeof retention>
export const retentionBody = z.object({ guestYears: z.int().min(1).max(longestGuestYears), version: z.int().min(0) })

export const forgottenGuest = z.object({ bookings: z.int(), cancelled: z.int(), mails: z.int() })
