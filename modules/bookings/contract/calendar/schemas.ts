/** Calendars to subscribe to. The address is told once, when it is made: only a hash of its secret is kept. */
import * as z from 'zod'
import { id, instant, language, localText } from '#platform/contract/schemas.ts'

export const feedKinds = ['person', 'hub', 'space'] as const

export const feed = z.object({
  id,
  /** `person`: the own bookings of who made it. `hub`, `space`: the desk's. */
  kind: z.enum(feedKinds),
  hubId: id.nullable(),
  /** Of `space`: the space or the kind of equipment. */
  targetId: id.nullable(),
  targetName: localText.nullable(),
  /** Whether the holders' names stand in the titles. */
  hasNames: z.boolean(),
  language,
  /** Who made it; empty once forgotten. */
  madeBy: z.string(),
  createdAt: instant,
  renewedAt: instant.nullable(),
  /** When a calendar program asked last, to the hour; null: none has yet. */
  fetchedAt: instant.nullable(),
  fetchedBy: z.string().nullable(),
})
export type Feed = z.output<typeof feed>

/** The feed with its address, which nobody can be told again. */
export const madeFeed = z.object({ feed, url: z.string() })
export type MadeFeed = z.output<typeof madeFeed>

export const ownFeed = z.object({ feed: feed.nullable() })
export const hubFeeds = z.object({ items: z.array(feed) })

export const makeOwnFeedBody = z.object({ language: language.default('ja') })
export const makeHubFeedBody = z.object({
  /** Only this space or kind of equipment; absent: the whole hub. */
  targetId: id.optional(),
  hasNames: z.boolean().default(false),
  language: language.default('ja'),
})

export const feedParams = z.object({ feedId: id })
/** 32 random bytes; programs like a file's ending behind them. */
export const feedKeyParams = z.object({
  feedKey: z
    .string()
    .regex(/^[\w-]{43}(\.ics)?$/)
    .transform((text) => text.slice(0, 43)),
})
