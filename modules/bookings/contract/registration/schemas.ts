/** Who is registered to use the facilities: persons and groups, as the office examined them. Days are whole days, the last included. */
import * as z from 'zod'
import { day, id, instant, language, line, mailAddress, optionalLine, page, pageQuery, personName } from '#platform/contract/schemas.ts'
import { kana, phone } from '#modules/people/contract/schemas.ts'

export const registrationKinds = ['person', 'group'] as const
export const registrationStatuses = ['asked', 'returned', 'accepted', 'refused', 'blocked', 'withdrawn'] as const
/** `returned`: something is missing, the applicant is asked. `blocked`: was accepted, may not use at present. */
export const registrationStatus = z.enum(registrationStatuses)
export type RegistrationStatus = z.output<typeof registrationStatus>

/** Whom a fee is for: the class that the office gives with the registration. */
export const registrationClasses = ['general', 'resident', 'member', 'non-profit', 'company'] as const
export const registrationClass = z.enum(registrationClasses)
export type RegistrationClass = z.output<typeof registrationClass>

export const stepKinds = [
  'asked',
  'answered',
  'returned',
  'accepted',
  'refused',
  'renewal-asked',
  'renewed',
  'blocked',
  'unblocked',
  'withdrawn',
  'proof-added',
  'proof-seen',
] as const
export type StepKind = (typeof stepKinds)[number]

/** Seven digits as typed: full-width, with 〒 or a hyphen. Empty: none. */
export const postalCode = z
  .string()
  .max(20)
  .transform((text, context) => {
    const folded = text.normalize('NFKC').replaceAll(/[\s〒‐‑–—―−ー-]/g, '')
    if (folded === '') return null
    if (!/^\d{7}$/.test(folded)) {
      context.addIssue({ code: 'custom', message: '123-4567' })
      return z.NEVER
    }
    return folded
  })
  .nullable()
  .optional()

const people = z.int().min(1).max(100_000)

/** An application. Of a person `membersCount` is 1 and `residentsCount` says whether they live, work or learn in the town. */
const application = {
  kind: z.enum(registrationKinds),
  name: personName(100),
  kana,
  /** Of a group: who answers for it. */
  representative: optionalLine(100),
  phone,
  mail: mailAddress.optional(),
  postalCode,
  address: optionalLine(200),
  membersCount: people.default(1),
  residentsCount: z.int().min(0).max(100_000).default(0),
  purpose: optionalLine(1_000),
}
const fitsItself = (given: { membersCount: number; residentsCount: number }): boolean => given.residentsCount <= given.membersCount
const fitsMessage = { message: 'no more than the members', path: ['residentsCount'] }

export const askRegistrationBody = z.object(application).refine(fitsItself, fitsMessage)
export type AskRegistrationBody = z.output<typeof askRegistrationBody>

/** A form that came on paper: entered by the office, for a member or for somebody without an account. */
export const enterRegistrationBody = z
  .object({ ...application, accountId: id.optional(), language: language.default('ja') })
  .refine(fitsItself, fitsMessage)
export type EnterRegistrationBody = z.output<typeof enterRegistrationBody>

/** What is missing, sent after; the application is examined again. */
export const answerRegistrationBody = z
  .object({ ...application, version: z.int().min(1), word: optionalLine(1_000) })
  .refine(fitsItself, fitsMessage)
export type AnswerRegistrationBody = z.output<typeof answerRegistrationBody>

const reason = line(500)
const term = { userClass: registrationClass, validUntil: day }

export const decideRegistrationBody = z.object({
  version: z.int().min(1),
  decision: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('accept'), ...term, word: optionalLine(500) }),
    z.object({ kind: z.literal('return'), reason }),
    z.object({ kind: z.literal('refuse'), reason }),
    z.object({ kind: z.literal('renew'), ...term, word: optionalLine(500) }),
    /** Without `until`: until it is lifted. */
    z.object({ kind: z.literal('block'), reason, until: day.optional() }),
    z.object({ kind: z.literal('unblock'), reason }),
  ]),
})
export type DecideRegistrationBody = z.output<typeof decideRegistrationBody>
export type RegistrationDecision = DecideRegistrationBody['decision']

export const withdrawRegistrationBody = z.object({ version: z.int().min(1), word: optionalLine(500) })

export const registration = z.object({
  id,
  kind: z.enum(registrationKinds),
  status: registrationStatus,
  /** Given when it is accepted. */
  number: z.int().nullable(),
  /** Empty once forgotten. */
  name: z.string(),
  kana: z.string(),
  representative: z.string(),
  phone: z.string().nullable(),
  mail: z.string().nullable(),
  postalCode: z.string().nullable(),
  address: z.string(),
  membersCount: z.int(),
  residentsCount: z.int(),
  purpose: z.string(),
  userClass: registrationClass.nullable(),
  validUntil: day.nullable(),
  blockedUntil: day.nullable(),
  /** Accepted, not over and not blocked, today. */
  isValid: z.boolean(),
  isRenewalAsked: z.boolean(),
  /** What the one who asks may do with it now. */
  can: z.object({ answer: z.boolean(), renew: z.boolean(), withdraw: z.boolean(), decide: z.boolean() }),
  version: z.int(),
  createdAt: instant,
  changedAt: instant,
})
export type Registration = z.output<typeof registration>

export const registrationStep = z.object({
  kind: z.enum(stepKinds),
  at: instant,
  /** Who did it; empty where nobody is known any more. `isOffice`: not the applicant. */
  who: z.string(),
  isOffice: z.boolean(),
  reason: z.string(),
  userClass: registrationClass.nullable(),
  validUntil: day.nullable(),
  blockedUntil: day.nullable(),
})
export type RegistrationStep = z.output<typeof registrationStep>

export const registrationFile = registration.extend({
  /** Whether it was entered for somebody without an account. */
  isOnPaper: z.boolean(),
  steps: z.array(registrationStep),
  proofs: z.array(z.object({ id, name: z.string(), mediaType: z.string(), sizeBytes: z.int(), addedAt: instant })),
})
export type RegistrationFile = z.output<typeof registrationFile>

export const registrationPage = page(registration)
export const registrationFilter = {
  q: z.string().trim().max(100).optional(),
  kind: z.enum(registrationKinds).optional(),
  /** `open`: asked, or a renewal that waits. `ending`: valid, and over within 60 days. */
  state: z.enum([...registrationStatuses, 'open', 'ending']).optional(),
}
export const registrationsQuery = pageQuery.extend(registrationFilter)
export const registrationSheetQuery = z.object({ ...registrationFilter, format: z.enum(['csv', 'xlsx']) })
export const registrationParams = z.object({ registrationId: id })
export const proofParams = z.object({ registrationId: id, fileId: id })
export const myRegistrations = z.object({ items: z.array(registration) })

/** Which paper: 住民票, a list of members. */
export const noteProofSeenBody = z.object({ what: line(200) })
