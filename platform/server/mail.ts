/**
 * Mail. A use case asks for a job; the job renders and calls `sendMail` once a cause. Each mail is a row first:
 * without a mail server it is kept and readable on the screen, with one it is sent and marked.
 * Delivery is at least once: `Message-ID` is the row's id, so a mail sent twice is one mail to the reader's program.
 */
import { createTransport, type Transporter } from 'nodemailer'
import type { Language } from '#platform/contract/texts.ts'
import type { Scope } from './scope.ts'

export interface MailAttachment {
  readonly name: string
  readonly mediaType: string
  /** Text content; binaries as base64 with `isBase64`. */
  readonly content: string
  readonly isBase64?: boolean
}

export interface Mail {
  /** What the mail is about, unique within the tenant: `bookings.booked:<booking>:<sequence>`. A cause is mailed once. */
  readonly cause: string
  readonly to: { readonly name: string; readonly address: string }
  readonly language: Language
  readonly subject: string
  readonly text: string
  readonly html?: string
  /** A calendar invitation (RFC 6047): the method is also in the calendar text. */
  readonly invitation?: { readonly method: 'REQUEST' | 'CANCEL'; readonly content: string }
  readonly attachments?: readonly MailAttachment[]
  /** Passages for the recipient alone, such as a link that makes its holder somebody: staff who read the mail see … there. */
  readonly secrets?: readonly string[]
}

export const sendMailJob = 'platform.sendMail'

interface MailRow {
  readonly id: string
  readonly to_address: string
  readonly subject: string
  readonly body_text: string
  readonly body_html: string | null
  readonly attachments: { to: string; invitation?: Mail['invitation']; files?: readonly MailAttachment[] }
  readonly status: string
}

/** Stores the mail and asks for its sending, in the caller's transaction. Without a mail server it is kept, and that is all. */
export async function postMail(scope: Scope, mail: Mail): Promise<void> {
  const [row] = await scope.prepared<{ id: string }>(
    'mail_post',
    `insert into platform.mail (consortium_id, cause, to_address, language, subject, body_text, body_html, attachments, status)
     values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9) on conflict on constraint mail_cause_unique do nothing returning id`,
    [
      scope.consortiumId,
      mail.cause,
      mail.to.address,
      mail.language,
      mail.subject.replaceAll(/[\r\n]+/g, ' '),
      mail.text,
      mail.html ?? null,
      JSON.stringify({ to: mail.to.name, invitation: mail.invitation, files: mail.attachments, secrets: mail.secrets }),
      scope.isMailConnected ? 'queued' : 'kept',
    ],
  )
  if (row !== undefined && scope.isMailConnected) scope.enqueue({ name: sendMailJob, payload: { mailId: row.id } })
}

export interface KeptMail {
  readonly at: Temporal.Instant
  readonly subject: string
  readonly text: string
  readonly status: string
}

/** What was mailed to an address from the seated tenant, newest first: a person may ask for it. */
export async function mailsTo(scope: Scope, address: string): Promise<KeptMail[]> {
  const rows = await scope.prepared<{ created_at: Temporal.Instant; subject: string; body_text: string; status: string }>(
    'mail_list_to',
    'select created_at, subject, body_text, status from platform.mail where consortium_id = $1 and to_address = $2 order by id desc',
    [scope.consortiumId, address],
  )
  return rows.map((row) => ({ at: row.created_at, subject: row.subject, text: row.body_text, status: row.status }))
}

/**
 * That a mail was sent stays; to whom and what it said goes, from its cause too. One that waits is not sent any more.
 * `before`: only what is older.
 */
export async function forgetMailsTo(scope: Scope, address: string, { before }: { before?: Temporal.Instant } = {}): Promise<void> {
  await scope.prepared(
    'mail_forget',
    `update platform.mail set to_address = '', subject = '', body_text = '', body_html = null, attachments = '{"to":""}', last_error = null,
       cause = replace(cause, to_address, id::text), status = case when status = 'queued' then 'kept' else status end
     where consortium_id = $1 and to_address = $2 and ($3::timestamptz is null or created_at < $3)`,
    [scope.consortiumId, address, before ?? null],
  )
}

/** The same for mails to others that name somebody, by what they were about. */
export async function forgetMailsAbout(scope: Scope, causes: readonly string[]): Promise<void> {
  if (causes.length === 0) return
  await scope.prepared(
    'mail_forget_about',
    `update platform.mail set to_address = '', subject = '', body_text = '', body_html = null, attachments = '{"to":""}', last_error = null,
       status = case when status = 'queued' then 'kept' else status end
     where consortium_id = $1 and cause = any($2)`,
    [scope.consortiumId, causes],
  )
}

export interface Mailer {
  readonly isConnected: boolean
  send(scope: Scope, mailId: string): Promise<void>
  /** Says hello to the server and sends a line to `address`; answers what the server said, good or bad. */
  sendTest(address: string): Promise<{ readonly isAccepted: boolean; readonly answer: string }>
  close(): void
}

/** A mail is sent inside a job's transaction: a server that does not answer must not keep connections from the people who work. */
const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }

export function createMailer(options: { smtpUrl: string | undefined; from: string; host: string }): Mailer {
  const transport: Transporter | undefined =
    options.smtpUrl === undefined ? undefined : createTransport(options.smtpUrl, { ...patience, pool: true } as never)
  return {
    isConnected: transport !== undefined,
    async sendTest(address) {
      try {
        const sent = (await transport?.sendMail({
          from: options.from,
          to: address,
          subject: 'ひろば / Hiroba',
          text: 'メールの接続を確かめました。\nThe mail connection works.',
        })) as { response?: string } | undefined
        return { isAccepted: sent !== undefined, answer: sent?.response ?? '' }
      } catch (error) {
        return { isAccepted: false, answer: (error as Error).message.slice(0, 300) }
      }
    },
    close: () => transport?.close(),
    async send(scope, mailId) {
      const [row] = await scope.prepared<MailRow>(
        'mail_find',
        'select id, to_address, subject, body_text, body_html, attachments, status from platform.mail where consortium_id = $1 and id = $2 for update',
        [scope.consortiumId, mailId],
      )
      if (row === undefined || row.status === 'sent' || row.status === 'kept') return
      if (transport === undefined) {
        await mark(scope, mailId, 'kept', null)
        return
      }
      const { to, invitation, files } = row.attachments
      try {
        await transport.sendMail({
          from: options.from,
          to: { name: to, address: row.to_address },
          subject: row.subject,
          text: row.body_text,
          ...(row.body_html === null ? {} : { html: row.body_html }),
          messageId: `<${row.id}@${options.host}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
          ...(invitation === undefined
            ? {}
            : { icalEvent: { method: invitation.method, filename: 'invite.ics', content: invitation.content } }),
          attachments: (files ?? []).map((file) => ({
            filename: file.name,
            contentType: file.mediaType,
            content: file.content,
            ...(file.isBase64 === true ? { encoding: 'base64' } : {}),
          })),
        })
        await mark(scope, mailId, 'sent', null)
      } catch (error) {
        // 5xx of the mail server: this address or text is refused for good; everything else is tried again by the job.
        // A refused password (535) is about the settings, not about this mail.
        const { responseCode = 0, code } = error as { responseCode?: number; code?: string }
        const isFinal = responseCode >= 500 && code !== 'EAUTH'
        if (!isFinal) throw error
        await mark(scope, mailId, 'failed', (error as Error).message.slice(0, 500))
      }
    },
  }
}

async function mark(scope: Scope, mailId: string, status: string, lastError: string | null): Promise<void> {
  await scope.prepared(
    'mail_mark',
    `update platform.mail set status = $3, last_error = $4, attempts = attempts + 1, sent_at = case when $3 = 'sent' then now() end
     where consortium_id = $1 and id = $2`,
    [scope.consortiumId, mailId, status, lastError],
  )
}
