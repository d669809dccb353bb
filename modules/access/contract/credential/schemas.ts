/** Cards, PINs and phones: what a person shows to a reader. Numbers go in and never come out. */
import * as z from 'zod'
import { id, instant, line, pageQuery } from '#platform/contract/schemas.ts'
import { credentialKind, credentialStatus, subjectKind } from '../schemas.ts'
import { reason } from '../door/schemas.ts'

export const credentialParams = z.object({ hubId: id, credentialId: id })

export const credential = z.object({
  id,
  kind: credentialKind,
  subjectKind,
  subjectId: id,
  /** Null: forgotten, or nobody of this consortium. */
  subjectName: z.string().nullable(),
  label: z.string(),
  status: credentialStatus,
  validFrom: instant.nullable(),
  validTo: instant.nullable(),
  createdAt: instant,
  changedAt: instant,
  /** What took its place. */
  replacedById: id.nullable(),
})
export type Credential = z.output<typeof credential>
export const listCredentialsQuery = pageQuery.extend({
  accountId: id.optional(),
  kind: credentialKind.optional(),
  status: credentialStatus.optional(),
})
export type ListCredentialsQuery = z.output<typeof listCredentialsQuery>

/** The number as a reader or a telephone shows it (FeliCa IDm, MIFARE UID), or what was shown to a reader of the hub just now. */
export const cardSource = z.union([z.object({ number: line(60) }), z.object({ shownCardId: id })])
export const addCardBody = z.object({
  accountId: id,
  card: cardSource,
  label: line(80),
  validTo: instant.optional(),
  reason: reason.optional(),
})
export type AddCardBody = z.output<typeof addCardBody>

/** `active`: it was found again. */
export const markCredentialBody = z.object({ status: z.enum(['lost', 'blocked', 'active']), reason })
export const replaceCredentialBody = z.object({ card: cardSource, label: line(80).optional(), reason })
export const replaced = z.object({ old: credential, new: credential })

/** Unknown cards shown to readers of the hub in the last ten minutes, newest first. */
export const shownCards = z.object({ items: z.array(z.object({ id, deviceId: id, at: instant })) })

export const issuePinBody = z.object({ accountId: id, reason: reason.optional() })
/** The PIN is told whoever it is given to at the desk, and to the person in Me. */
export const pin = z.object({ credential, pin: z.string() })
export const issueNearBody = z.object({ accountId: id, key: line(120), label: line(80) })

export const addPhoneBody = z.object({
  label: line(80),
  /** Ed25519, 32 bytes, base64url; the other half never leaves the phone. */
  publicKey: z.string().regex(/^[\w-]{43}$/),
})
export const ownCredentials = z.object({ items: z.array(credential) })
export const ownPinBody = z.object({ hubId: id })
export const ownPin = z.object({ pin: z.string().nullable() })
export const ownLostBody = z.object({ reason: reason.optional() })
