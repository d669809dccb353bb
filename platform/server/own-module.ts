/** The platform's own endpoints and jobs, in the form of a module. */
import {
  listAudit,
  listMails,
  readMail,
  readInstallation,
  readMailState,
  readPublicFile,
  search,
  sendTestMail,
} from '#platform/contract/endpoints.ts'
import { mailRead } from '#platform/contract/platform-events.ts'
import { fail } from './errors.ts'
import { readFileOf } from './files.ts'
import { forgetMailsTo, mailsTo, sendMailJob, type Mailer } from './mail.ts'
import { bind, defineModule, job, type Module, type PersonalData, type SearchHit } from './module.ts'
import { cursorOf, likeAnywhere, readCursor } from './paging.ts'
import type { Scope } from './scope.ts'

interface MailSummaryRow {
  readonly id: string
  readonly to_address: string
  readonly subject: string
  readonly language: 'ja'
  readonly status: 'queued' | 'sent' | 'kept' | 'failed'
  readonly last_error: string | null
  readonly created_at: Temporal.Instant
  readonly sent_at: Temporal.Instant | null
  readonly body_text: string
  readonly secrets?: readonly string[] | null
}

const presentMail = (row: MailSummaryRow) => ({
  id: row.id,
  to: row.to_address,
  subject: row.subject,
  language: row.language,
  status: row.status,
  lastError: row.last_error,
  createdAt: row.created_at.toString(),
  sentAt: row.sent_at?.toString() ?? null,
})

async function mailPage(
  scope: Scope,
  query: { limit: number; cursor?: string | undefined; status?: string | undefined; q?: string | undefined },
) {
  const rows = await scope.prepared<MailSummaryRow>(
    'mail_list',
    `select id, to_address, subject, language, status, last_error, created_at, sent_at, '' as body_text from platform.mail
     where consortium_id = $1 and ($2::uuid is null or id < $2) and ($3::text is null or status = $3)
       and ($4::text is null or to_address ilike $4 or subject ilike $4)
     order by id desc limit $5`,
    [
      scope.consortiumId,
      readCursor(query.cursor),
      query.status ?? null,
      query.q === undefined ? null : likeAnywhere(query.q),
      query.limit + 1,
    ],
  )
  return { items: rows.slice(0, query.limit).map(presentMail), nextCursor: cursorOf(rows, query.limit) }
}

interface EventRow {
  readonly id: string
  readonly at: Temporal.Instant
  readonly type: string
  readonly subject_id: string | null
  readonly actor_kind: 'stranger' | 'guest' | 'person' | 'system'
  readonly actor_account_id: string | null
  readonly reason: string | null
  readonly payload: Record<string, unknown>
}

async function auditPage(
  scope: Scope,
  nameAccounts: Module['nameAccounts'],
  query: {
    limit: number
    cursor?: string | undefined
    type?: string | undefined
    subjectId?: string | undefined
    accountId?: string | undefined
  },
) {
  const rows = await scope.prepared<EventRow>(
    'audit_list',
    `select id, at, type, subject_id, actor_kind, actor_account_id, reason, payload from platform.event
     where consortium_id = $1 and ($2::uuid is null or id < $2) and ($3::text is null or type = $3)
       and ($4::uuid is null or subject_id = $4) and ($5::uuid is null or actor_account_id = $5)
     order by id desc limit $6`,
    [scope.consortiumId, readCursor(query.cursor), query.type ?? null, query.subjectId ?? null, query.accountId ?? null, query.limit + 1],
  )
  const shown = rows.slice(0, query.limit)
  const actors = [...new Set(shown.flatMap((row) => row.actor_account_id ?? []))]
  const names = actors.length === 0 ? undefined : await nameAccounts?.(scope, actors)
  return {
    items: shown.map((row) => ({
      id: row.id,
      at: row.at.toString(),
      type: row.type,
      subjectId: row.subject_id,
      actorKind: row.actor_kind,
      actorAccountId: row.actor_account_id,
      actorName: (row.actor_account_id === null ? undefined : names?.get(row.actor_account_id)) ?? null,
      reason: row.reason,
      payload: row.payload,
    })),
    nextCursor: cursorOf(rows, query.limit),
  }
}

/** Mails are found by address, which the platform knows of whoever is signed in. */
const ownMails: PersonalData = {
  section: 'mails',
  collect: async (scope, accountId) => {
    const address = provenAddressOf(scope, accountId)
    return address === undefined ? [] : mailsTo(scope, address)
  },
  forget: async (scope, accountId) => {
    const address = provenAddressOf(scope, accountId)
    if (address !== undefined) await forgetMailsTo(scope, address)
  },
}

/** An address that was only typed may be somebody else's, and so may the mails. */
function provenAddressOf({ actor }: Scope, accountId: string): string | undefined {
  return actor.kind === 'person' && actor.accountId === accountId && actor.isMailUnproven !== true ? actor.mail : undefined
}

/**
 * Answers kept for a call that is sent twice go within a day by themselves; those to the person, and those that name the
 * account (the desk's), go at once.
 */
const keptAnswers: PersonalData = {
  section: 'answers',
  collect: async () => [],
  forget: async (scope, accountId) => {
    await scope.prepared(
      'idempotency_forget',
      `delete from platform.idempotency where consortium_id = $1 and (actor = $2 or response::text like '%' || $2 || '%')`,
      [scope.consortiumId, accountId],
    )
  },
}

export function platformModule(parts: { mailer: Mailer; mailFrom: string; modules: readonly Module[] }): Module {
  const nameAccounts = parts.modules.find((module) => module.nameAccounts !== undefined)?.nameAccounts
  return defineModule({
    name: 'platform',
    dependsOn: [],
    events: [mailRead],
    personalData: [ownMails, keptAnswers],
    jobs: [job(sendMailJob, (scope, payload: { mailId: string }) => parts.mailer.send(scope, payload.mailId))],
    routes: [
      bind(readPublicFile, async (scope, { params, query }) => {
        const file = await readFileOf(scope, params.fileId, { mustBePublic: true, width: query.width })
        if (file === undefined) fail('platform.not_found')
        return {
          name: file.name,
          mediaType: file.mediaType,
          content: file.content,
          etag: file.sha256.slice(0, 22),
          isInline: /^image\/(png|jpeg|webp|avif)$/.test(file.mediaType),
        }
      }),
      bind(listMails, (scope, { query }) => mailPage(scope, query)),
      bind(readMail, async (scope, { params }) => {
        const [row] = await scope.prepared<MailSummaryRow>(
          'mail_read',
          `select id, to_address, subject, language, status, last_error, created_at, sent_at, body_text, attachments->'secrets' as secrets
           from platform.mail where consortium_id = $1 and id = $2`,
          [scope.consortiumId, params.mailId],
        )
        if (row === undefined) fail('platform.not_found')
        scope.emit(mailRead, { mailId: row.id }, { subjectId: row.id })
        return { ...presentMail(row), text: (row.secrets ?? []).reduce((text, secret) => text.replaceAll(secret, '…'), row.body_text) }
      }),
      bind(readInstallation, async () => ({ isMailConnected: parts.mailer.isConnected })),
      bind(readMailState, async () => ({ isConnected: parts.mailer.isConnected, from: parts.mailFrom })),
      bind(sendTestMail, async (scope) => {
        if (!parts.mailer.isConnected) return { isConnected: false, isAccepted: false, answer: '' }
        return { isConnected: true, ...(await parts.mailer.sendTest(scope.actor.mail)) }
      }),
      bind(listAudit, (scope, { query }) => auditPage(scope, nameAccounts, query)),
      bind(search, async (scope, { query }) => {
        const hits: SearchHit[] = []
        for (const module of parts.modules) hits.push(...((await module.search?.(scope, query.q, query.limit)) ?? []))
        return { hits: hits.slice(0, query.limit * 3) }
      }),
    ],
  })
}
