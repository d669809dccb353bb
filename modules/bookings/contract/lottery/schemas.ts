/** A lottery on the wire. */
import * as z from 'zod'
import { day, id, instant, line, localText, optionalLine, page, pageQuery, tenantKey } from '#platform/contract/schemas.ts'

export const lotteryParams = z.object({ lotteryId: id })
export const hubLotteryParams = z.object({ hubId: id, lotteryId: id })
export const publicLotteryParams = z.object({ hubKey: tenantKey, lotteryId: id })

/** `before`: not open yet; `open`: applications are taken; `closed`: they are counted; `drawn`; `cancelled`. */
export const lotteryStates = ['before', 'open', 'closed', 'drawn', 'cancelled'] as const
export type LotteryState = (typeof lotteryStates)[number]

export const lotteryBody = z.object({
  names: z.object({ ja: line(80), en: line(120).optional() }),
  /** Spaces that are taken whole. */
  spaceIds: z.array(id).min(1).max(50),
  useFrom: day,
  useUntil: day,
  opensAt: instant,
  closesAt: instant,
  /** The drawing runs by itself at this moment. */
  drawsAt: instant,
  mostWishes: z.int().min(1).max(10).default(3),
  mostWins: z.int().min(1).max(10).default(1),
  note: optionalLine(2_000),
})
export type LotteryBody = z.output<typeof lotteryBody>
export const changeLotteryBody = lotteryBody.extend({ version: z.int() })
export type ChangeLotteryBody = z.output<typeof changeLotteryBody>
export const cancelLotteryBody = z.object({ version: z.int(), reason: line(500) })
export const drawLotteryBody = z.object({ version: z.int() })

export const lottery = z.object({
  id,
  hubId: id,
  hubKey: z.string(),
  hubNames: localText,
  timeZone: z.string(),
  names: localText,
  spaces: z.array(z.object({ id, names: localText })),
  useFrom: day,
  useUntil: day,
  opensAt: instant,
  closesAt: instant,
  drawsAt: instant,
  mostWishes: z.int(),
  mostWins: z.int(),
  note: z.string(),
  state: z.enum(lotteryStates),
  /** SHA-256 of the seed in hexadecimal, told before anybody applies. */
  seedHash: z.string(),
  /** Null until it is drawn. */
  seed: z.string().nullable(),
  drawnAt: instant.nullable(),
  version: z.int(),
})
export type Lottery = z.output<typeof lottery>
export const lotteryPage = page(lottery)
export const listLotteriesQuery = pageQuery.extend({ when: z.enum(['now', 'past']).default('now') })

export const lotteryWish = z.object({ spaceId: id, startsAt: instant, endsAt: instant })
export type LotteryWish = z.output<typeof lotteryWish>

export const applyBody = z.object({
  /** In the order in which they are wanted. */
  wishes: z.array(lotteryWish).min(1).max(10),
  partySize: z.int().min(1).max(10_000).default(1),
  purpose: optionalLine(500),
})
export type ApplyBody = z.output<typeof applyBody>
export const changeApplicationBody = applyBody.extend({ version: z.int() })
export type ChangeApplicationBody = z.output<typeof changeApplicationBody>

export const lotteryWin = z.object({ wish: z.int().min(0), bookingId: id })
export type LotteryWin = z.output<typeof lotteryWin>

export const lotteryApplication = z.object({
  id,
  number: z.int(),
  wishes: z.array(lotteryWish),
  partySize: z.int(),
  purpose: z.string(),
  isWithdrawn: z.boolean(),
  /** Its place in the order that was drawn; null before. */
  drawnPlace: z.int().nullable(),
  wins: z.array(lotteryWin),
  version: z.int(),
  createdAt: instant,
})
export type LotteryApplication = z.output<typeof lotteryApplication>

export const myLottery = z.object({ lottery, application: lotteryApplication.nullable() })
export type MyLottery = z.output<typeof myLottery>

export const deskApplication = lotteryApplication.extend({ name: z.string(), mail: z.string().nullable() })
export type DeskApplication = z.output<typeof deskApplication>
export const applicationPage = page(deskApplication)
export const listApplicationsQuery = pageQuery.extend({ order: z.enum(['number', 'place']).default('number') })

/** A wish that could not be given: `wish` from 0. */
export const blockedWish = z.object({ number: z.int(), wish: z.int() })
export type BlockedWish = z.output<typeof blockedWish>

/** What anybody may see of a drawing: numbers, wishes and places, no names. */
export const lotteryResult = z.object({
  lottery,
  count: z.int(),
  items: z.array(
    z.object({
      number: z.int(),
      place: z.int(),
      /** SHA-256 of `<seed>:<number>`; the order is that of these. */
      lot: z.string(),
      wishes: z.array(lotteryWish),
      wins: z.array(z.int()),
    }),
  ),
  /** Wishes that could not be given although no other application has them: booked or closed before the drawing. */
  blocked: z.array(blockedWish),
})
export type LotteryResult = z.output<typeof lotteryResult>
