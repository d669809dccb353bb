/**
 * What a use case is given: a proven tenant, who acts, the transaction, clock, log, and the two ways to cause
 * something later: `emit` (a fact) and `enqueue` (a job). Both are rows of the same transaction.
 */
import { createHmac } from 'node:crypto'
import type { Role } from '#platform/contract/permissions.ts'
import type { EventDeclaration, PayloadOf } from '#platform/contract/events.ts'
import type { Language } from '#platform/contract/texts.ts'
import type { Clock } from './clock.ts'
import type { PersonalData } from './module.ts'
import { installationId, type ModuleDb, type Transaction } from './database.ts'
import type { FileStore } from './files.ts'
import type { Log } from './log.ts'

export interface Membership {
  readonly id: string
  readonly consortiumId: string
  readonly organisationId: string | null
  readonly roles: readonly Role[]
}

/** A signed-in person: an account of the installation and its memberships. */
export interface Principal {
  readonly accountId: string
  readonly sessionId: string
  readonly name: string
  readonly mail: string
  /** The account came by a link that was handed over: its address stands for nobody yet. */
  readonly isMailUnproven?: boolean
  readonly memberships: readonly Membership[]
  /** The membership this session works as; undefined for a person without one. */
  readonly active: Membership | undefined
  /** Consortia that hold records of the person: where it is a member, has been one, or has asked to be. */
  readonly recordedIn?: readonly string[]
}

export type Actor =
  | { readonly kind: 'stranger' }
  | { readonly kind: 'guest'; readonly link: string }
  | {
      readonly kind: 'person'
      readonly accountId: string
      readonly name: string
      readonly mail: string
      readonly isMailUnproven?: boolean
      readonly roles: readonly Role[]
      readonly organisationId: string | null
      readonly membershipId: string | null
    }
  | { readonly kind: 'system'; readonly name: string }

/** Who did it, where a row says so; null for strangers, guests and the program itself. */
export const accountIdOf = (actor: Actor): string | null => (actor.kind === 'person' ? actor.accountId : null)

export interface OutboxJob {
  /** `<module>.<verbNoun>` as declared in the module's `jobs.ts`. */
  readonly name: string
  readonly payload: Readonly<Record<string, unknown>>
  readonly runAt?: Temporal.Instant
  /** A later job of the same key replaces an earlier one that has not run. */
  readonly key?: string
  /**
   * Runs seated at this tenant instead of the scope's own: word from one consortium to another (docs/adr/0015). The job
   * sees that tenant's rows and nothing of the sender's, so its payload says all there is to say.
   */
  readonly inTenant?: string
}

export interface Scope {
  readonly consortiumId: string
  readonly actor: Actor
  readonly language: Language
  readonly clock: Clock
  readonly log: Log
  readonly requestId: string
  /** `https://hub.example.jp`, for links in mails. */
  readonly publicUrl: string
  /** The sender of mails, `Hiroba <hiroba@example.jp>`: the organizer of calendar invitations. */
  readonly mailFrom: string
  /** Whether mails leave the house; without a mail server they are kept, and prove no address. */
  readonly isMailConnected: boolean
  /** Address of the caller, for rate limits; empty in jobs. */
  readonly remoteAddress: string
  /** The module's own tables. */
  db<M extends string>(module: M): ModuleDb<M>
  prepared<Row>(name: string, text: string, values: readonly unknown[]): Promise<readonly Row[]>
  /** `Transaction.hoped`: a statement that is sent with what comes next; false where it has to be waited for. */
  hoped(name: string, text: string, values: readonly unknown[]): boolean
  /**
   * Records a fact in the audit log and hands it to reactions after the commit, at least once.
   * `subjectId` is the record it is about; `reason` what a person gave as the reason.
   */
  emit<E extends EventDeclaration>(event: E, payload: PayloadOf<E>, about?: { subjectId?: string; reason?: string }): void
  enqueue(job: OutboxJob): void
  /** Bytes by content; the row that names them is `platform.file`, written with `keepFile`. */
  readonly files: FileStore
  /** HMAC-SHA256 by the installation's secret, base64url (43 characters): links that need not be stored. */
  sign(purpose: string, text: string): string
}

/** A member's request: the active membership is proven. */
export interface MemberScope extends Scope {
  readonly actor: Extract<Actor, { kind: 'person' }>
  readonly membership: Membership
  readonly principal: Principal
}

/** Somebody is signed in. */
export interface PersonScope extends Scope {
  readonly actor: Extract<Actor, { kind: 'person' }>
  readonly principal: Principal
}

/** A signed-in person outside any tenant; events and mails go to the installation's own log. */
export interface AccountScope extends PersonScope {
  /** What every module holds about a person. */
  readonly personalData: readonly PersonalData[]
  /**
   * Work in a consortium of the person's own (`principal.recordedIn`), in this transaction. One after the other, never
   * side by side: the transaction is seated there meanwhile.
   */
  inOwnTenant<T>(consortiumId: string, work: (scope: Scope) => Promise<T>): Promise<T>
}

/** Whoever holds an invitation's secret, in the tenant that gave it out; perhaps signed in. */
export interface InvitationScope extends Scope {
  readonly link: string
  readonly principal: Principal | undefined
}

/** A program that holds the secret of a feed, in the tenant that gave it out. */
export interface FeedScope extends Scope {
  readonly link: string
  /** What the program has already, as it says: an answer with one of these tags is not written again. */
  readonly heldTags: readonly string[]
  /** The program as it names itself. */
  readonly userAgent: string
}

interface PendingEvent {
  readonly type: string
  readonly subjectId: string | null
  readonly reason: string | null
  readonly payload: unknown
}

export interface KeptAnswer {
  readonly actor: string
  readonly key: string
  readonly endpoint: string
  readonly requestHash: string
  readonly status: number
  readonly response: unknown
}

export interface ScopeParts {
  readonly consortiumId: string
  readonly actor: Actor
  readonly language: Language
  readonly clock: Clock
  readonly log: Log
  readonly requestId: string
  readonly publicUrl: string
  readonly mailFrom: string
  readonly isMailConnected: boolean
  readonly remoteAddress: string
  readonly principal?: Principal | undefined
  readonly link?: string | undefined
  readonly heldTags?: readonly string[]
  readonly userAgent?: string
  readonly personalData?: readonly PersonalData[]
  readonly inOwnTenant?: AccountScope['inOwnTenant']
  /** Only events of these types make an outbox row: the ones somebody reacts to or a screen listens for. */
  readonly isHeard: (type: string) => boolean
  readonly secret: string
  readonly files: FileStore
}

/** A scope over a transaction, and `flush`, which writes what it gathered: one statement, sent with what follows, mostly the commit. */
export function openScope(
  parts: ScopeParts,
  transaction: Transaction,
): { scope: MemberScope; flush(kept?: KeptAnswer): void; hasEmitted(types: ReadonlySet<string>): boolean } {
  const events: PendingEvent[] = []
  const jobs: OutboxJob[] = []
  const { isHeard, principal, secret, ...plain } = parts
  const scope = {
    ...plain,
    principal,
    membership: principal?.active,
    db: transaction.db,
    prepared: transaction.prepared,
    hoped: transaction.hoped,
    emit(event: EventDeclaration, payload: unknown, about: { subjectId?: string; reason?: string } = {}) {
      events.push({ type: event.type, subjectId: about.subjectId ?? null, reason: about.reason ?? null, payload })
    },
    enqueue(job: OutboxJob) {
      jobs.push(job)
    },
    sign: (purpose: string, text: string) => createHmac('sha256', secret).update(`${purpose}\n${text}`).digest('base64url'),
  } as unknown as MemberScope
  return {
    scope,
    hasEmitted: (types) => events.some((event) => types.has(event.type)),
    flush(kept) {
      if (kept !== undefined)
        transaction.written('platform_keep', keepText, [
          parts.consortiumId,
          kept.actor,
          kept.key,
          kept.endpoint,
          kept.requestHash,
          kept.status,
          kept.response === undefined ? null : JSON.stringify(kept.response),
        ])
      if (events.length === 0 && jobs.length === 0) return
      const { actor } = parts
      transaction.written('platform_flush', flushText, [
        parts.consortiumId,
        JSON.stringify(events.map((event) => ({ ...event, heard: isHeard(event.type) }))),
        JSON.stringify(
          jobs.map((job) => ({
            name: job.name,
            payload: job.payload,
            runAt: job.runAt?.toString() ?? null,
            key: job.key ?? null,
            inTenant: job.inTenant ?? null,
          })),
        ),
        actor.kind,
        accountIdOf(actor),
        parts.requestId,
        parts.clock.now(),
      ])
    },
  }
}

/** The outbox row of an event carries the event itself, so that the dispatcher need not read the tenant's log. */
const flushText = `
with given as (
  select ordinality, uuidv7() as id, e->>'type' as type, (e->>'subjectId')::uuid as subject_id, e->>'reason' as reason,
         e->'payload' as payload, (e->>'heard')::boolean as heard
  from jsonb_array_elements($2::jsonb) with ordinality as t(e, ordinality)
), stored as (
  insert into platform.event (consortium_id, id, type, subject_id, actor_kind, actor_account_id, reason, payload, request_id, at)
  select $1::uuid, id, type, subject_id, $4, $5::uuid, reason, payload, $6, $7::timestamptz from given order by ordinality
)
insert into platform.outbox (consortium_id, kind, name, payload, run_at, job_key)
select $1::uuid, 'event', type, jsonb_build_object('id', id, 'subjectId', subject_id, 'payload', payload), null, null
from given where heard
union all
select coalesce((j->>'inTenant')::uuid, $1::uuid), 'job', j->>'name', j->'payload', (j->>'runAt')::timestamptz, j->>'key'
from jsonb_array_elements($3::jsonb) as j`

const keepText = `
insert into platform.idempotency (consortium_id, actor, key, endpoint, request_hash, status, response)
values ($1, $2, $3, $4, $5, $6, $7)`

/** An actor for work that nobody asked for just now: jobs, sweeps, imports by command line. */
export function systemActor(name: string): Actor {
  return { kind: 'system', name }
}

export { installationId }
