/** What the facts lack and somebody assumed: see database/demo/overlay.json. Strict: we write it ourselves. */
import * as z from 'zod'
import { daysOf } from './facts-format.ts'

const others = z.object({ en: z.string(), 'zh-Hans': z.string(), 'zh-Hant': z.string(), ko: z.string() }).partial().strict()
const texts = others.extend({ ja: z.string() })
const hours = z.object({ open: z.string(), close: z.string(), days: daysOf }).strict()

const overlayHub = z
  .object({
    names: others,
    address: others,
    description: texts,
    gettingIn: texts,
    phone: z.string(),
    hours,
    spaces: z.record(
      z.string(),
      z
        .object({ capacity: z.int().min(0) })
        .partial()
        .strict(),
    ),
    equipment: z.record(
      z.string(),
      z
        .object({ count: z.int().min(0) })
        .partial()
        .strict(),
    ),
  })
  .partial()
  .strict()

const overlayFormat = z.object({
  about: z.string(),
  defaults: z
    .object({
      hours,
      yearlyClosures: z.array(z.object({ from: z.string(), to: z.string(), reason: texts }).strict()),
      gettingIn: texts,
    })
    .partial()
    .strict(),
  municipalities: z.record(z.string(), texts),
  consortia: z.record(
    z.string(),
    z
      .object({ names: others, municipality: others, hubs: z.record(z.string(), overlayHub) })
      .partial()
      .strict(),
  ),
  /** Translations of Japanese texts wherever they stand: names of spaces and equipment, uses, audiences. */
  texts: z.record(z.string(), others),
})

export type Overlay = z.output<typeof overlayFormat>
export type OverlayHub = z.output<typeof overlayHub>
export type OtherTexts = z.output<typeof others>

export function readOverlay(written: string): Overlay {
  return overlayFormat.parse(JSON.parse(written))
}
