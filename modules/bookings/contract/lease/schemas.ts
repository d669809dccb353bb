/** A lease on the wire. Days are the hub's; the last one is part of it. */
import * as z from 'zod'
import { day, id, instant, language, line, localText, mailAddress, optionalLine, page, pageQuery, yen } from '#platform/contract/schemas.ts'
import { hitBooking } from '../closure/schemas.ts'
import { feeKinds, leaseKinds } from './rules.ts'

export const leaseParams = z.object({ leaseId: id })
export const hubLeaseParams = z.object({ hubId: id, leaseId: id })
export const leaseEntryParams = hubLeaseParams.extend({ leaseEntryId: id })

/** `draft` takes nothing. `offered` and `active` take the room; one that is agreed on and has not begun is `active` too. */
export const leaseStatuses = ['draft', 'offered', 'active', 'ended', 'withdrawn'] as const
export type LeaseStatus = (typeof leaseStatuses)[number]

const signedYen = z.int().min(-1_000_000_000).max(1_000_000_000)
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)

const terms = {
  kind: z.enum(leaseKinds),
  spaceId: id,
  startsOn: day,
  endsOn: day,
  /** Null: a company or person that is no organisation of the consortium. */
  organisationId: id.nullable().default(null),
  /** Left out, the name of the organisation. */
  holderName: optionalLine(120),
  isCompany: z.boolean().default(true),
  contactName: optionalLine(80),
  contactMail: mailAddress.nullable().default(null),
  contactPhone: optionalLine(40),
  language: language.default('ja'),
  feeKind: z.enum(feeKinds),
  feeYen: yen,
  purpose: optionalLine(1_000),
  note: optionalLine(2_000),
  admitsMembers: z.boolean(),
}

export const makeLeaseBody = z
  .object({
    ...terms,
    as: z.enum(['draft', 'offered', 'active']),
    /** Of an offer: until when it can be accepted. */
    offerUntil: day.optional(),
    /** The one that it follows; whoever is named there is named here. */
    renewsId: id.optional(),
  })
  .refine((body) => (body.feeKind === 'free') === (body.feeYen === 0), { message: 'a fee, or free', path: ['feeYen'] })
export type MakeLeaseBody = z.output<typeof makeLeaseBody>

/** All of it while it is a draft; afterwards what names nobody else's time or money: contact, texts, who may enter. */
export const changeLeaseBody = z
  .object({ ...terms, result: optionalLine(2_000), version: z.int() })
  .refine((body) => (body.feeKind === 'free') === (body.feeYen === 0), { message: 'a fee, or free', path: ['feeYen'] })
export type ChangeLeaseBody = z.output<typeof changeLeaseBody>

export const advanceLeaseBody = z.object({ version: z.int(), to: z.enum(['offered', 'active']), offerUntil: day.optional() })
export type AdvanceLeaseBody = z.output<typeof advanceLeaseBody>
export const withdrawLeaseBody = z.object({ version: z.int(), reason: line(500) })
/** `endsOn` null: ends at this moment. */
export const leasePeriodBody = z.object({ version: z.int(), endsOn: day.nullable(), reason: line(500) })
export type LeasePeriodBody = z.output<typeof leasePeriodBody>
export const leaseMembersBody = z.object({ accountIds: z.array(id).max(500) })
export const leaseEntryBody = z.object({
  month,
  kind: z.enum(['payment', 'waiver', 'refund']),
  amountYen: z.int().min(1).max(100_000_000),
  /** Of money: the day on which it came in or went out. */
  movedOn: day.optional(),
  reason: optionalLine(300),
})
export type LeaseEntryBody = z.output<typeof leaseEntryBody>
export const voidLeaseEntryBody = z.object({ reason: line(300) })

export const lease = z.object({
  id,
  hubId: id,
  hubKey: z.string(),
  hubNames: localText,
  timeZone: z.string(),
  kind: z.enum(leaseKinds),
  status: z.enum(leaseStatuses),
  spaceId: id,
  spaceNames: localText,
  organisationId: id.nullable(),
  holderName: z.string(),
  isCompany: z.boolean(),
  startsOn: day,
  endsOn: day,
  startsAt: instant,
  endsAt: instant,
  /** Active, and today is one of its days. */
  isRunning: z.boolean(),
  /** Active, and over within thirty days. */
  isEnding: z.boolean(),
  feeKind: z.enum(feeKinds),
  feeYen: yen,
  admitsMembers: z.boolean(),
  purpose: z.string(),
  members: z.int(),
  version: z.int(),
})
export type Lease = z.output<typeof lease>

export const deskLease = lease.extend({
  contactName: z.string(),
  contactMail: z.string().nullable(),
  contactPhone: z.string().nullable(),
  language,
  result: z.string(),
  note: z.string(),
  offerUntil: day.nullable(),
  renewsId: id.nullable(),
  endReason: z.string(),
  /** What is charged so far and not paid; negative: paid too much. */
  balanceYen: signedYen,
})
export type DeskLease = z.output<typeof deskLease>
export const leasePage = page(deskLease)

export const leaseStates = ['now', 'draft', 'offered', 'active', 'ending', 'owing', 'over', 'all'] as const
export const listLeasesQuery = pageQuery.extend({
  /** `now`: neither ended nor withdrawn. `ending`: over within thirty days. `owing`: something is not paid. */
  state: z.enum(leaseStates).default('now'),
  kind: z.enum(leaseKinds).optional(),
  text: z.string().max(100).optional(),
})
export type ListLeasesQuery = z.output<typeof listLeasesQuery>
export const leaseSheetQuery = z.object({
  state: z.enum(leaseStates).default('all'),
  kind: z.enum(leaseKinds).optional(),
  text: z.string().max(100).optional(),
  format: z.enum(['xlsx', 'csv']),
})

export const leasePreviewQuery = z.object({ spaceId: id, startsOn: day, endsOn: day, leaseId: id.optional() })
export type LeasePreviewQuery = z.output<typeof leasePreviewQuery>

/** What stands in the period, before anything is stored. */
export const leasePreview = z.object({
  /** Bookings, by start, with what each could have instead; the first hundred. */
  hits: z.array(hitBooking),
  totalHits: z.int(),
  leases: z.array(z.object({ id, holderName: z.string(), startsOn: day, endsOn: day, status: z.enum(leaseStatuses) })),
  lotteries: z.array(z.object({ id, names: localText, useFrom: day, useUntil: day })),
})
export type LeasePreview = z.output<typeof leasePreview>

export const leasePerson = z.object({ accountId: id, name: z.string(), mail: z.string().nullable() })
export const leaseMonth = z.object({
  month,
  chargedYen: signedYen,
  paidYen: signedYen,
  balanceYen: signedYen,
  /** Not charged yet: what it will cost as things stand. */
  isToCome: z.boolean(),
  invoiceId: id.nullable(),
  invoiceNumber: z.string().nullable(),
})
export type LeaseMonth = z.output<typeof leaseMonth>
export const leaseEntry = z.object({
  id,
  month,
  kind: z.enum(['charge', 'waiver', 'payment', 'refund']),
  amountYen: signedYen,
  movedOn: day.nullable(),
  reason: z.string(),
  isReversal: z.boolean(),
  canVoid: z.boolean(),
  /** Empty: by the program, or by somebody who has been forgotten. */
  who: z.string(),
  at: instant,
})
export type LeaseEntry = z.output<typeof leaseEntry>

export const leaseStep = z.object({ at: instant, type: z.string(), who: z.string(), reason: z.string().nullable() })

export const leaseDetail = z.object({
  lease: deskLease,
  people: z.array(leasePerson),
  months: z.array(leaseMonth),
  entries: z.array(leaseEntry),
  history: z.array(leaseStep),
  can: z.object({
    change: z.boolean(),
    offer: z.boolean(),
    activate: z.boolean(),
    withdraw: z.boolean(),
    period: z.boolean(),
    renew: z.boolean(),
  }),
})
export type LeaseDetail = z.output<typeof leaseDetail>

/** What is due and paid in a month, lease by lease. */
export const leaseDuesQuery = z.object({ month })
export const leaseDues = z.object({
  items: z.array(
    z.object({
      lease: deskLease,
      chargedYen: signedYen,
      paidYen: signedYen,
      balanceYen: signedYen,
      /** What earlier months have left open. */
      beforeYen: signedYen,
      invoiceId: id.nullable(),
    }),
  ),
})
export type LeaseDues = z.output<typeof leaseDues>

/** A lease as its own organisation sees it. */
export const ourLease = z.object({
  lease,
  people: z.array(leasePerson),
  /** Managers name who may enter. */
  canName: z.boolean(),
  /** Whom they may name. */
  candidates: z.array(leasePerson),
})
export type OurLease = z.output<typeof ourLease>
export const ourLeases = z.object({ items: z.array(ourLease) })
