import * as z from 'zod'
import { roles } from '#platform/contract/permissions.ts'
import { holdsAddress } from '#platform/contract/names.ts'
import {
  day,
  id,
  instant,
  language,
  line,
  localText,
  mailAddress,
  noAddress,
  optionalLine,
  personName,
} from '#platform/contract/schemas.ts'
import { foldKana, foldNumber, foldPostalCode, foldPhone } from './rules.ts'

export const engagementTypes = ['A', 'B', 'C', 'D'] as const
export const engagementOrigins = ['relocated', 'dispatched', 'hired', 'registered'] as const
export const membershipStatuses = ['invited', 'active', 'suspended', 'ended'] as const
export const organisationKinds = ['municipality', 'company', 'npo', 'client', 'other'] as const

/** A city company's staff sent here (A), staff who keep their job on moving (B), self-employed (C), hired locally (D). */
export const engagementType = z.enum(engagementTypes)
/** How the person came: 移住, 長期派遣, 雇用, 登録. */
export const engagementOrigin = z.enum(engagementOrigins)
export const membershipStatus = z.enum(membershipStatuses)
export const organisationKind = z.enum(organisationKinds)
/** `withdrawn`: by the person who asked. */
export const joinRequestStatus = z.enum(['pending', 'approved', 'declined', 'withdrawn'])
export const role = z.enum(roles)
/** Without repeats, in the order of the roles themselves. */
export const roleList = z
  .array(role)
  .min(1)
  .transform((given) => roles.filter((each) => given.includes(each)))

/** A reading: hiragana and half-width katakana are accepted and kept as full-width katakana. Empty: none. */
export const kana = z
  .string()
  .max(60)
  .transform((text, context) => {
    if (text.trim() === '') return null
    const folded = foldKana(text)
    if (folded === undefined) {
      context.addIssue({ code: 'custom', message: 'katakana' })
      return z.NEVER
    }
    return folded
  })
  .nullable()
  .optional()

/** A telephone number as typed, kept as E.164. Empty: none. */
export const phone = z
  .string()
  .max(40)
  .transform((text, context) => {
    if (text.trim() === '') return null
    const folded = foldPhone(text)
    if (folded === undefined) {
      context.addIssue({ code: 'custom', message: '090-1234-5678, +81 90 1234 5678' })
      return z.NEVER
    }
    return folded
  })
  .nullable()
  .optional()

/** A line that may be taken away again: empty or null is none. */
const clearable = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) => text.normalize('NFC').trim() || null)
    .nullable()
    .optional()

const clearableName = (max: number) => clearable(max).refine((text) => text == null || !holdsAddress(text), noAddress)

export const reason = line(500)
export const password = z.string().min(10).max(128)

/** What a person writes about themselves. */
export const profileBody = z.object({
  familyName: personName(60),
  givenName: personName(60),
  familyKana: kana,
  givenKana: kana,
  latinName: clearableName(120),
  displayName: clearableName(60),
  phone,
  language: language.default('ja'),
})

export const profile = z.object({
  familyName: z.string(),
  givenName: z.string(),
  familyKana: z.string().nullable(),
  givenKana: z.string().nullable(),
  latinName: z.string().nullable(),
  displayName: z.string().nullable(),
  phone: z.string().nullable(),
  language,
})
export type Profile = z.output<typeof profile>

export const organisationRef = z.object({ id, name: z.string() })

export const ownMembership = z.object({
  id,
  consortium: z.object({ id, slug: z.string(), name: localText }),
  organisation: organisationRef.nullable(),
  roles: z.array(role),
  status: membershipStatus,
})

export const me = z.object({
  accountId: id,
  mail: z.string(),
  name: z.string(),
  /** Null until the person has filled it in. */
  profile: profile.nullable(),
  memberships: z.array(ownMembership),
  /** Of the membership this session works as. */
  activeMembershipId: id.nullable(),
  joinRequests: z.array(
    z.object({
      id,
      consortium: z.object({ id, slug: z.string(), name: localText }),
      status: joinRequestStatus,
      at: instant,
      reason: z.string().nullable(),
    }),
  ),
})
export type Me = z.output<typeof me>

export const session = z.object({
  me: me.nullable(),
  /** Nobody has an account yet: the first-run page is open. */
  needsSetup: z.boolean(),
})

export const setupState = z.object({
  isSetUp: z.boolean(),
  /** The code that the program printed at its start is asked for, because the caller is not on this machine. */
  needsCode: z.boolean(),
  /** Consortia that an import has made already. */
  consortia: z.array(z.object({ slug: z.string(), name: localText })),
})

export const slug = z
  .string()
  .transform((text) => text.normalize('NFKC').trim().toLowerCase())
  .pipe(
    z
      .string()
      .max(60)
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  )

export const setupBody = z.object({
  code: z.string().max(40).optional(),
  mail: mailAddress,
  password,
  familyName: line(60),
  givenName: line(60),
  familyKana: kana,
  givenKana: kana,
  language: language.default('ja'),
  consortium: z.object({ slug, name: line(120), nameEn: optionalLine(120), municipality: optionalLine(60) }),
})

export const invitationState = z.enum(['open', 'accepted', 'revoked', 'expired'])

/** A text of the terms; Japanese and English are always there, others where the consortium wrote them. */
const termsText = z.object({
  ja: z.string(),
  en: z.string(),
  'zh-Hans': z.string().optional(),
  'zh-Hant': z.string().optional(),
  ko: z.string().optional(),
})

const termsVersion = z.object({
  id,
  version: z.int(),
  text: termsText,
  /** What is recorded about people, for what and how long; null where the text itself says it. */
  privacy: termsText.nullable(),
  validFrom: day,
})

/** What the holder of the link may see before accepting. */
export const invitationPreview = z.object({
  state: invitationState,
  consortium: localText,
  organisation: z.string().nullable(),
  mail: z.string(),
  familyName: z.string(),
  givenName: z.string(),
  roles: z.array(role),
  expiresAt: instant,
  /** Somebody has an account with this mail: sign in instead of choosing a password. Said to who was mailed the link. */
  hasAccount: z.boolean(),
  /** The link was handed over, and a mail server is there: without an account, the mailed link comes first. */
  needsMail: z.boolean(),
  terms: termsVersion.omit({ validFrom: true }).nullable(),
})

export const acceptanceBody = z.object({
  /** Of a new account; a signed-in person sends none. */
  password: password.optional(),
  profile: profileBody.optional(),
  termsId: id.optional(),
})

export const invitation = z.object({
  id,
  mail: z.string(),
  familyName: z.string(),
  givenName: z.string(),
  roles: z.array(role),
  organisation: organisationRef.nullable(),
  language,
  state: invitationState,
  expiresAt: instant,
  createdAt: instant,
  invitedBy: z.string().nullable(),
})

export const invitationBody = z.object({
  mail: mailAddress,
  familyName: optionalLine(60),
  givenName: optionalLine(60),
  roles: roleList,
  organisationId: id.nullable().optional(),
  language: language.default('ja'),
  message: optionalLine(1000),
  /** Days the link is good for. */
  validDays: z.int().min(1).max(60).default(14),
})

export const joinRequestBody = z.object({
  profile: profileBody,
  organisationName: optionalLine(120),
  message: optionalLine(1000),
})

export const joinRequest = z.object({
  id,
  name: z.string(),
  kana: z.string().nullable(),
  mail: z.string().nullable(),
  phone: z.string().nullable(),
  organisationName: z.string().nullable(),
  message: z.string().nullable(),
  status: joinRequestStatus,
  createdAt: instant,
  decidedAt: instant.nullable(),
  decidedBy: z.string().nullable(),
  reason: z.string().nullable(),
  membershipId: id.nullable(),
})

export const engagement = z.object({ id, type: engagementType, origin: engagementOrigin, validFrom: day, validTo: day.nullable() })

export const engagementBody = z.object({
  type: engagementType,
  origin: engagementOrigin,
  validFrom: day,
  /** The first day on which it no longer holds. */
  validTo: day.nullable().optional(),
  reason,
})

export const decisionBody = z.object({
  decision: z.enum(['approved', 'declined']),
  reason: optionalLine(500),
  roles: roleList.optional(),
  organisationId: id.nullable().optional(),
})

export const member = z.object({
  id,
  accountId: id.nullable(),
  name: z.string(),
  kana: z.string().nullable(),
  mail: z.string().nullable(),
  organisation: organisationRef.nullable(),
  roles: z.array(role),
  status: membershipStatus,
  engagement: engagement.omit({ id: true }).nullable(),
  joinedOn: day.nullable(),
})
export type Member = z.output<typeof member>

export const memberDetail = member.extend({
  profile,
  endedOn: day.nullable(),
  isForgotten: z.boolean(),
  engagements: z.array(engagement),
  consents: z.array(z.object({ version: z.int(), at: instant })),
  createdAt: instant,
  updatedAt: instant,
})
export type MemberDetail = z.output<typeof memberDetail>

export const memberPatch = profileBody.omit({ language: true }).partial().extend({
  mail: mailAddress.optional(),
  language: language.optional(),
  organisationId: id.nullable().optional(),
  reason,
})

export const rolesBody = z.object({ roles: roleList, reason })
export const statusBody = z.object({ status: z.enum(['active', 'suspended', 'ended']), endedOn: day.optional(), reason })

/** A filter that may be named several times. */
const several = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (value === undefined || Array.isArray(value) ? value : [value]), z.array(item).optional())

export const memberFilter = z.object({
  /** Name, reading, mail or telephone, in any width. */
  q: z.string().max(100).optional(),
  organisationId: id.optional(),
  role: role.optional(),
  type: engagementType.optional(),
  status: several(membershipStatus),
})

export const memberQuery = memberFilter.extend({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(400).optional(),
})

export const sheetFormat = z.enum(['csv', 'xlsx'])

/** One line of the history of a person: who, when, what, why. */
export const change = z.object({
  id,
  at: instant,
  type: z.string(),
  by: z.string().nullable(),
  byKind: z.enum(['stranger', 'guest', 'person', 'system']),
  reason: z.string().nullable(),
  what: z.record(z.string(), z.unknown()),
})

const numberText = (pattern: RegExp, expected: string, fold: (text: string) => string = foldNumber) =>
  z
    .string()
    .max(40)
    .transform((text, context) => {
      const folded = fold(text)
      if (folded === '') return null
      if (!pattern.test(folded)) {
        context.addIssue({ code: 'custom', message: expected })
        return z.NEVER
      }
      return folded
    })
    .nullable()
    .optional()

export const organisationBody = z.object({
  kind: organisationKind,
  name: line(120),
  nameEn: clearable(120),
  nameKana: kana,
  /** 法人番号: 13 digits. A check digit that does not fit is stored and warned of. */
  corporateNumber: numberText(/^[1-9]\d{12}$/, '13 digits'),
  invoiceNumber: numberText(/^T\d{13}$/, 'T + 13 digits'),
  phone,
  /** Seven digits, written with or without the mark and the hyphen. */
  postalCode: numberText(/^\d{7}$/, '7 digits', foldPostalCode),
  address: clearable(200),
  note: clearable(1000),
  /** On papers, below the name; the department and the person whom an invoice is for. */
  billingDepartment: clearable(100),
  billingContact: clearable(100),
  /** Where invoices are mailed; else to the managers of the organisation. */
  billingMail: mailAddress
    .or(z.literal('').transform(() => null))
    .nullable()
    .optional(),
  billingLanguage: z.enum(['ja', 'en']).optional(),
})

export const organisationPatch = organisationBody.partial().extend({ isArchived: z.boolean().optional() })

export const organisation = z.object({
  id,
  kind: organisationKind,
  name: z.string(),
  nameEn: z.string().nullable(),
  nameKana: z.string().nullable(),
  corporateNumber: z.string().nullable(),
  invoiceNumber: z.string().nullable(),
  phone: z.string().nullable(),
  postalCode: z.string().nullable(),
  address: z.string().nullable(),
  note: z.string().nullable(),
  billingDepartment: z.string().nullable(),
  billingContact: z.string().nullable(),
  billingMail: z.string().nullable(),
  billingLanguage: z.enum(['ja', 'en']),
  isArchived: z.boolean(),
  members: z.int(),
  /** Numbers whose check digit does not fit; individuals' T numbers follow no published rule, so it stays a warning. */
  warnings: z.array(z.enum(['corporateNumber', 'invoiceNumber'])),
})
export type Organisation = z.output<typeof organisation>

export const terms = termsVersion.extend({
  createdAt: instant,
  /** Members who accepted this version. */
  accepted: z.int(),
  /** Bookings by which guests accepted it. */
  acceptedByGuests: z.int(),
})

const longText = z.string().trim().min(1).max(50_000)
const longTexts = z.object({
  ja: longText,
  en: longText,
  'zh-Hans': longText.optional(),
  'zh-Hant': longText.optional(),
  ko: longText.optional(),
})

export const termsBody = z.object({ text: longTexts, privacy: longTexts.nullable().optional(), validFrom: day })

export const currentTerms = z.object({ terms: termsVersion.nullable(), acceptedAt: instant.nullable() })

/** What a guest agrees to by booking at a hub. */
export const hubTerms = z.object({ consortium: localText, terms: termsVersion.nullable() })

export const importReport = z.object({
  isStored: z.boolean(),
  read: z.int(),
  added: z.int(),
  changed: z.int(),
  kept: z.int(),
  rows: z.array(
    z.object({
      row: z.int(),
      name: z.string(),
      outcome: z.enum(['added', 'changed', 'kept', 'refused']),
      fields: z.array(z.string()),
      problems: z.array(z.object({ field: z.string(), value: z.string(), expected: z.string() })),
    }),
  ),
})
export type ImportReport = z.output<typeof importReport>

export const forgetRequest = z.object({
  id,
  expiresAt: instant,
  /** What goes and what stays, with the reason, in the reader's language. */
  goes: z.array(z.string()),
  stays: z.array(z.object({ what: z.string(), why: z.string() })),
})
