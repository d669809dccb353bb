/** What is out on loan, and what was found. */
import * as z from 'zod'
import { day, id, instant, language, line, localText, mailAddress, optionalLine, page, pageQuery } from '#platform/contract/schemas.ts'
import { phone } from '../schemas.ts'

export const loanParams = z.object({ hubId: id, loanId: id })

export const loan = z.object({
  id,
  hubId: id,
  equipmentId: id,
  equipmentName: localText,
  unitId: id,
  /** What the label on the piece says. */
  unitLabel: z.string(),
  bookingId: id.nullable(),
  holder: z.object({ accountId: id.nullable(), name: z.string(), mail: z.string().nullable(), phone: z.string().nullable(), language }),
  outAt: instant,
  dueAt: instant,
  backAt: instant.nullable(),
  /** `out`, `late` (out beyond its time) or `back`, at the time of asking. */
  state: z.enum(['out', 'late', 'back']),
  conditionOut: z.string(),
  conditionBack: z.string(),
  isDamaged: z.boolean(),
  remindedAt: instant.nullable(),
  /** Who has the piece next by a booking, while it is out: a late one hits them. */
  nextBookingAt: instant.nullable(),
  version: z.int(),
})
export type Loan = z.output<typeof loan>
export const loanPage = page(loan)

/** A piece that can be lent, with whoever has it. */
export const lendable = z.object({
  equipmentId: id,
  name: localText,
  units: z.array(z.object({ id, label: z.string(), loanId: id.nullable() })),
})
export const lendingDesk = z.object({
  hubId: id,
  timeZone: z.string(),
  now: instant,
  /** What is out, the latest first to be back at the top. */
  out: z.array(loan),
  lendable: z.array(lendable),
})
export type LendingDesk = z.output<typeof lendingDesk>

export const lendBody = z
  .object({
    /** On a booking of equipment: whose it is and until when, as booked. */
    bookingId: id.optional(),
    unitId: id,
    holder: z
      .union([
        z.object({ accountId: id }),
        z.object({ name: line(100), mail: mailAddress.optional(), phone: phone.optional(), language: language.default('ja') }),
      ])
      .optional(),
    dueAt: instant.optional(),
    condition: optionalLine(300),
  })
  .refine((body) => body.bookingId !== undefined || (body.holder !== undefined && body.dueAt !== undefined), {
    message: 'a booking, or a holder and a time to be back',
    path: ['holder'],
  })
export type LendBody = z.output<typeof lendBody>

export const returnBody = z.object({ version: z.int().min(1), condition: optionalLine(300), isDamaged: z.boolean().default(false) })
export const extendLoanBody = z.object({ version: z.int().min(1), dueAt: instant })
export const loansQuery = pageQuery.extend({ equipmentId: id.optional() })

// ---- lost and found

export const lostStates = ['kept', 'returned', 'police', 'disposed'] as const
export const lostState = z.enum(lostStates)
export type LostState = z.output<typeof lostState>

export const lostItemParams = z.object({ hubId: id, lostItemId: id })
export const lostItem = z.object({
  id,
  hubId: id,
  /** On its tag. */
  number: z.int(),
  what: z.string(),
  place: z.string(),
  marks: z.string(),
  foundAt: instant,
  foundBy: z.string(),
  keptAt: z.string(),
  hasPhoto: z.boolean(),
  state: lostState,
  policeBy: day,
  settledAt: instant.nullable(),
  settledTo: z.string(),
  settledNote: z.string(),
  version: z.int(),
})
export type LostItem = z.output<typeof lostItem>
export const lostItemPage = page(lostItem)

export const registerLostBody = z.object({
  what: line(200),
  place: optionalLine(200),
  marks: optionalLine(500),
  foundAt: instant,
  foundBy: optionalLine(100),
  keptAt: optionalLine(100),
})
export type RegisterLostBody = z.output<typeof registerLostBody>

export const settleLostBody = z.object({
  version: z.int().min(1),
  state: z.enum(['returned', 'police', 'disposed']),
  /** To whom it was given and how that was proven, or the number of the police's receipt. */
  to: optionalLine(200),
  note: optionalLine(500),
})
export type SettleLostBody = z.output<typeof settleLostBody>

export const lostItemsQuery = pageQuery.extend({ show: z.enum(['kept', 'all']).default('kept'), q: z.string().max(100).optional() })
