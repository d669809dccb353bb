/** Schemas that every module shares. Zod runs at the edges only. */
import * as z from 'zod'
import { holdsAddress } from './names.ts'
import { languages } from './texts.ts'

export const id = z.uuid()

/** An instant on the wire: ISO 8601 in UTC or with an offset, `2026-11-23T00:00:00Z`. */
export const instant = z.iso.datetime({ offset: true })

/** A calendar day without zone: `2026-11-23`. Never parsed by `Date`. */
export const day = z.iso.date()

export const language = z.enum(languages)

/** Mail address, folded to lower case and trimmed; full-width signs are accepted as typed on a Japanese keyboard. */
export const mailAddress = z
  .string()
  .max(254)
  .transform((text) => text.normalize('NFKC').trim().toLowerCase())
  .pipe(z.email())

/** A line of text a person typed: trimmed, not empty, NFC (names keep their variants: never NFKC). A name with a break in it could pass for more of the mail it stands in. */
export const line = (max: number) =>
  z
    .string()
    .transform((text) =>
      text
        .normalize('NFC')
        .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
        .trim(),
    )
    .pipe(z.string().min(1).max(max))

/** A person's name: a line that may stand in mails to an address nobody has proven. */
export const personName = (max: number) => line(max).refine((text) => !holdsAddress(text), noAddress)
/** What is expected of a name that holds one. */
export const noAddress = 'a name, without an address of a page'

/** The same with the breaks it was typed with. */
export const paragraphs = (max: number) =>
  z
    .string()
    .transform((text) => text.normalize('NFC').trim())
    .pipe(z.string().min(1).max(max))

/** The same, possibly empty or absent. */
export const optionalLine = (max: number) =>
  z
    .string()
    .transform((text) => text.normalize('NFC').trim())
    .pipe(z.string().max(max))
    .optional()

/** Whole yen. */
export const yen = z.int().min(0).max(1_000_000_000)

/** A text by language; Japanese is always there, others where known. */
export const localText = z.object({
  ja: z.string(),
  en: z.string().optional(),
  'zh-Hans': z.string().optional(),
  'zh-Hant': z.string().optional(),
  ko: z.string().optional(),
})
export type LocalText = z.output<typeof localText>

/** How a list is asked for: at most `limit` rows after `cursor` (the `nextCursor` of the page before). */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(400).optional(),
})

export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable() })

/** Pixels that a picture is shown in; without it, the largest that is kept. */
export const pictureWidth = z.coerce.number().int().min(1).max(10_000).optional()

/** A hub in an address: its id, or `<consortium>.<hub>` (`niseko.denpun`). */
export const tenantKey = z.string().regex(/^([0-9a-f-]{36}|[a-z0-9-]+\.[a-z0-9-]+)$/)
