/**
 * What a use case is given: a proven tenant, who acts, the transaction, clock, log, and the two ways to cause
 * something later: `emit` (a fact) and `enqueue` (a job). Both are rows of the same transaction.
 */
import { createHmac, randomUUIDv7 } from 'node:crypto'
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

/** A machine at a hub, in the tenant it belongs to. */
export interface EdgeScope extends Scope {
  readonly edge: EdgeIdentity
}

export interface EdgeIdentity {
  readonly consortiumId: string
  readonly deviceId: string
  readonly hubId: string
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
  readonly edge?: EdgeIdentity
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
      const { actor } = parts
      // those made in one millisecond are in no order: history is read by id, and shows what came first first
      const ids = events.map(() => randomUUIDv7()).toSorted()
      const about = [parts.consortiumId, actor.kind, accountIdOf(actor), parts.requestId, parts.clock.now()]
      for (let at = 0; at < events.length || at < jobs.length; at += mostInFlush) {
        const { facts, heard } = factsOf(events.slice(at, at + mostInFlush), ids.slice(at, at + mostInFlush), isHeard)
        const asked = jobs
          .slice(at, at + mostInFlush)
          .map((job) => [job.inTenant ?? parts.consortiumId, job.name, textOf(job.payload), job.runAt?.toString() ?? null, job.key ?? null])
        const name = `platform_flush_${facts.length}_${heard.length}_${asked.length}`
        const text = flushTexts.get(name) ?? flushText(facts.length, heard.length, asked.length)
        flushTexts.set(name, text)
        transaction.written(name, text, [...(facts.length === 0 ? [] : about), ...facts.flat(), ...heard.flat(), ...asked.flat()])
      }
    },
  }
}

/** So many events and jobs are one statement; an import has thousands. */
const mostInFlush = 8

const textOf = (payload: unknown): string => JSON.stringify(payload ?? null)

/** The outbox row of an event carries the event itself, so that the dispatcher need not read the tenant's log. */
function factsOf(
  events: readonly PendingEvent[],
  ids: readonly string[],
  isHeard: (type: string) => boolean,
): { facts: unknown[][]; heard: unknown[][] } {
  const facts: unknown[][] = []
  const heard: unknown[][] = []
  for (const [index, { type, subjectId, reason, payload }] of events.entries()) {
    const id = ids[index]
    facts.push([id, type, subjectId, reason, textOf(payload)])
    if (isHeard(type)) heard.push([type, textOf({ id, subjectId, payload: payload ?? null })])
  }
  return { facts, heard }
}

const flushTexts = new Map<string, string>()

/**
 * Written out by the number of rows: PostgreSQL's time for one event and one job is 0.19 ms so, 0.3 ms where the rows come
 * as JSON or as arrays.
 */
function flushText(facts: number, heard: number, asked: number): string {
  let next = facts === 0 ? 1 : 6
  const rows = (count: number, width: number, write: (at: string[]) => string): string[] =>
    Array.from({ length: count }, () => write(Array.from({ length: width }, () => `$${next++}`)))
  const events = rows(
    facts,
    5,
    ([id, type, subject, reason, payload]) =>
      `($1::uuid, $2, $3::uuid, $4, $5::timestamptz, ${id}::uuid, ${type}, ${subject}::uuid, ${reason}, ${payload}::jsonb)`,
  )
  const outbox = [
    ...rows(heard, 2, ([name, payload]) => `($1::uuid, 'event', ${name}, ${payload}::jsonb, null::timestamptz, null)`),
    ...rows(
      asked,
      5,
      ([tenant, name, payload, runAt, key]) => `(${tenant}::uuid, 'job', ${name}, ${payload}::jsonb, ${runAt}::timestamptz, ${key})`,
    ),
  ]
  const storeEvents = `insert into platform.event (consortium_id, actor_kind, actor_account_id, request_id, at, id, type, subject_id, reason, payload)
values ${events.join(', ')}`
  const fillOutbox = `insert into platform.outbox (consortium_id, kind, name, payload, run_at, job_key) values ${outbox.join(', ')}`
  if (outbox.length === 0) return storeEvents
  return events.length === 0 ? fillOutbox : `with stored as (${storeEvents})\n${fillOutbox}`
}

const keepText = `
insert into platform.idempotency (consortium_id, actor, key, endpoint, request_hash, status, response)
values ($1, $2, $3, $4, $5, $6, $7)`

/** An actor for work that nobody asked for just now: jobs, sweeps, imports by command line. */
export function systemActor(name: string): Actor {
  return { kind: 'system', name }
}

export { installationId }
