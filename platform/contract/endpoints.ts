/** What the platform itself answers: files, mails, the audit log, search, the test of a connection. */
import * as z from 'zod'
import { endpoint } from './endpoint.ts'
import { platformErrors } from './errors.ts'
import { id, instant, language, page, pageQuery, pictureWidth, tenantKey } from './schemas.ts'

const notFound = { 'platform.not_found': platformErrors['platform.not_found'] }

export const readPublicFile = endpoint({
  name: 'platform.readPublicFile',
  method: 'GET',
  path: '/hubs/{hubKey}/files/{fileId}',
  way: 'guest',
  permission: 'public',
  summary: 'A picture or paper that a hub shows to everyone; of a picture, the smallest width that is enough.',
  params: z.object({ hubKey: tenantKey, fileId: id }),
  query: z.object({ width: pictureWidth }),
  kind: 'file',
  errors: notFound,
})

export const readInstallation = endpoint({
  name: 'platform.readInstallation',
  method: 'GET',
  path: '/installation',
  way: 'open',
  permission: 'public',
  summary: 'Whether this installation can send mail; without a mail server a guest is told so instead of waiting.',
  response: z.object({ isMailConnected: z.boolean() }),
})

export const mailStatus = z.enum(['queued', 'sent', 'kept', 'failed'])

const mailSummary = z.object({
  id,
  to: z.string(),
  subject: z.string(),
  language,
  status: mailStatus,
  lastError: z.string().nullable(),
  createdAt: instant,
  sentAt: instant.nullable(),
})

export const listMails = endpoint({
  name: 'platform.listMails',
  method: 'GET',
  path: '/mails',
  way: 'member',
  permission: 'platform.read-mails',
  summary: 'Mails of the consortium, newest first. Without a mail server they are kept here instead of sent.',
  query: pageQuery.extend({ status: mailStatus.optional(), q: z.string().max(100).optional() }),
  response: page(mailSummary),
})

export const readMail = endpoint({
  name: 'platform.readMail',
  method: 'GET',
  path: '/mails/{mailId}',
  way: 'member',
  permission: 'platform.read-mails',
  summary: 'One mail with its text. Looking is recorded.',
  params: z.object({ mailId: id }),
  isLookRecorded: true,
  response: mailSummary.extend({ text: z.string() }),
  errors: notFound,
})

export const readMailState = endpoint({
  name: 'platform.readMailState',
  method: 'GET',
  path: '/settings/mail',
  way: 'member',
  permission: 'platform.read-mails',
  summary: 'Whether a mail server is connected, and the sender of mails.',
  response: z.object({ isConnected: z.boolean(), from: z.string() }),
})

export const sendTestMail = endpoint({
  name: 'platform.sendTestMail',
  method: 'POST',
  path: '/settings/mail/test',
  way: 'member',
  permission: 'platform.read-audit',
  summary: 'Asks the mail server to say hello and sends a mail to oneself.',
  body: z.object({}),
  response: z.object({
    isConnected: z.boolean(),
    /** The mail server took the mail; whether it arrives is another matter. */
    isAccepted: z.boolean(),
    /** What the mail server said, in its own words. */
    answer: z.string(),
  }),
  rateLimit: { limit: 5, windowSeconds: 300 },
})

export const listAudit = endpoint({
  name: 'platform.listAudit',
  method: 'GET',
  path: '/audit',
  way: 'member',
  permission: 'platform.read-audit',
  summary: 'What happened in the consortium: who, when, what, why; newest first.',
  query: pageQuery.extend({ type: z.string().max(80).optional(), subjectId: id.optional(), accountId: id.optional() }),
  response: page(
    z.object({
      id,
      at: instant,
      type: z.string(),
      subjectId: id.nullable(),
      actorKind: z.enum(['stranger', 'guest', 'person', 'system']),
      actorAccountId: id.nullable(),
      /** Null where nobody was signed in, or where the person has been forgotten. */
      actorName: z.string().nullable(),
      reason: z.string().nullable(),
      payload: z.record(z.string(), z.unknown()),
    }),
  ),
})

export const search = endpoint({
  name: 'platform.search',
  method: 'GET',
  path: '/search',
  way: 'member',
  permission: 'membership',
  summary: 'People, hubs, spaces and bookings by a word, as far as the asker may see them.',
  query: z.object({ q: z.string().trim().min(1).max(100), limit: z.coerce.number().int().min(1).max(20).default(8) }),
  response: z.object({
    hits: z.array(z.object({ kind: z.string(), id: z.string(), title: z.string(), detail: z.string(), href: z.string() })),
  }),
})
