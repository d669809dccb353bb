/** How a module declares itself to the program. `apps/server/modules.ts` lists them; nothing else knows them all. */
import type { BodyOf, EndpointDeclaration, ParamsOf, QueryOf, ResponseOf, Way } from '#platform/contract/endpoint.ts'
import type { ErrorCatalogue } from '#platform/contract/errors.ts'
import type { EventDeclaration, PayloadOf } from '#platform/contract/events.ts'
import type { Permissions } from '#platform/contract/permissions.ts'
import type { Language, TextTree } from '#platform/contract/texts.ts'
import type { AuthMail } from './auth.ts'
import type { SetRight } from './backup-restore.ts'
import type { Database } from './database.ts'
import type { TenantRun } from './outbox.ts'
import type { PublicPage } from './public-pages.ts'
import type {
  AccountScope,
  EdgeIdentity,
  EdgeScope,
  FeedScope,
  InvitationScope,
  MemberScope,
  PersonScope,
  Principal,
  Scope,
} from './scope.ts'

export type ScopeOf<W extends Way> = W extends 'member'
  ? MemberScope
  : W extends 'account'
    ? AccountScope
    : W extends 'invitation'
      ? InvitationScope
      : W extends 'feed'
        ? FeedScope
        : W extends 'edge'
          ? EdgeScope
          : W extends 'visitor'
            ? PersonScope
            : Scope

/** The file an endpoint of kind `file` answers with. */
export interface FileAnswer {
  readonly name: string
  readonly mediaType: string
  readonly content: Uint8Array | string
  readonly etag?: string
  /** Shown in the browser instead of saved. */
  readonly isInline?: boolean
}

/** The body of an endpoint of kind `upload`. */
export interface UploadedFile {
  readonly name: string
  readonly mediaType: string
  readonly content: Uint8Array
}

export interface RouteInput<E> {
  readonly params: ParamsOf<E>
  readonly query: QueryOf<E>
  readonly body: BodyOf<E>
  readonly file: UploadedFile
}

// oxlint-disable typescript/no-explicit-any -- bounds of "any endpoint"; each use is inferred from the value given
export type AnyEndpoint = EndpointDeclaration<any, any, any, any>

export interface Route {
  readonly endpoint: AnyEndpoint
  readonly handle: (scope: any, input: any) => Promise<unknown>
}
// oxlint-enable typescript/no-explicit-any

/**
 * An answer that is JSON already, in bytes: for a large one most of which was written before. The caller sees no
 * difference, and the type stays that of the endpoint.
 */
export interface WrittenJson<R> {
  readonly writtenJson: Uint8Array<ArrayBuffer>
  /** What the bytes say; never set. */
  readonly says?: R
}

/** Binds endpoint and use case (with its presenter): the one line of `routes.ts`. */
export function bind<E extends AnyEndpoint>(
  endpoint: E,
  handle: (
    scope: ScopeOf<E['way']>,
    input: RouteInput<E>,
  ) => Promise<
    E extends { kind?: 'file' }
      ? FileAnswer
      : undefined extends ResponseOf<E>
        ? ResponseOf<E> | void
        : ResponseOf<E> | WrittenJson<ResponseOf<E>>
  >,
): Route {
  return { endpoint, handle: handle as Route['handle'] }
}

export interface StoredEvent<P> {
  readonly id: string
  readonly subjectId: string | null
  readonly payload: P
}

export interface Reaction {
  readonly event: string
  /** Unique within the module; part of the job's name, so do not rename lightly. */
  readonly name: string
  /** How many facts one job may carry: what follows from many costs little more than what follows from one. */
  readonly most: number
  readonly run: (scope: Scope, events: readonly StoredEvent<never>[]) => Promise<void>
}

/** Work caused by a fact of any module. At least once: make it idempotent. */
export function reaction<E extends EventDeclaration>(
  event: E,
  name: string,
  run: (scope: Scope, event: StoredEvent<PayloadOf<E>>) => Promise<void>,
): Reaction {
  return { event: event.type, name, most: 1, run: oneByOne(run) }
}

const mostTogether = 50

/**
 * Work caused by facts that come in numbers: those of a consortium that are there at the same time are given to it
 * together, in one transaction. Where that fails each is tried by itself, so that one does not hold up the others.
 */
export function reactionToMany<E extends EventDeclaration>(
  event: E,
  name: string,
  run: (scope: Scope, events: readonly StoredEvent<PayloadOf<E>>[]) => Promise<void>,
): Reaction {
  return { event: event.type, name, most: mostTogether, run }
}

export interface Job {
  readonly name: string
  /** How many payloads of a consortium one run may carry. */
  readonly most: number
  readonly run: (scope: Scope, payloads: readonly never[]) => Promise<void>
}

/**
 * Work by name with a payload of ids. At least once: make it idempotent. With `most`, payloads that wait at the same time
 * are worked off one after another in one transaction, and where that fails each by itself; for work on rows alone, as what
 * is sent out of the house cannot be taken back with the others.
 */
export function job<P>(name: string, run: (scope: Scope, payload: P) => Promise<void>, { most = 1 }: { most?: number } = {}): Job {
  return { name, most, run: oneByOne(run) }
}

const oneByOne =
  <T>(run: (scope: Scope, one: T) => Promise<void>) =>
  async (scope: Scope, all: readonly T[]): Promise<void> => {
    for (const one of all) await run(scope, one)
  }

/** What is held about a person, for "everything recorded about me" and for forgetting. */
export interface PersonalData {
  readonly section: string
  /** Everything this module holds about the account in the seated tenant, as plain JSON. */
  readonly collect: (scope: Scope, accountId: string) => Promise<unknown>
  /** Removes or blanks what may be forgotten; what law or money keeps stays, without the name. */
  readonly forget: (scope: Scope, accountId: string) => Promise<void>
}

export interface SearchHit {
  readonly kind: string
  readonly id: string
  readonly title: string
  readonly detail: string
  readonly href: string
}

/** Looks once a minute, in one process at a time, for rows whose deadline has passed. Deadlines are rows, never timers. */
export interface Sweep {
  readonly name: string
  /** `jobsDatabase` has the role hiroba_jobs: it sees of other tenants what policies show that role, and nothing else. */
  readonly run: (jobsDatabase: Database, runInTenant: TenantRun) => Promise<void>
}

export interface Module {
  readonly name: string
  readonly dependsOn: readonly string[]
  readonly routes?: readonly Route[]
  readonly reactions?: readonly Reaction[]
  readonly jobs?: readonly Job[]
  /** Every event the module emits, so that the stream and the API page know them. */
  readonly events?: readonly EventDeclaration[]
  readonly errors?: ErrorCatalogue
  readonly permissions?: Permissions
  /** Constraint name → error code. */
  readonly constraints?: Readonly<Record<string, string>>
  readonly texts?: Readonly<Partial<Record<Language, TextTree>>>
  readonly personalData?: readonly PersonalData[]
  readonly search?: (scope: MemberScope, text: string, limit: number) => Promise<readonly SearchHit[]>
  /** Exactly one module knows the session's person. */
  readonly findPrincipal?: (authDatabase: Database, sessionToken: string) => Promise<Principal | undefined>
  /** Exactly one module knows what the seated tenant calls these accounts; whoever it has forgotten is left out. */
  readonly nameAccounts?: (scope: Scope, accountIds: readonly string[]) => Promise<ReadonlyMap<string, string>>
  /** Exactly one module knows the tenant of a hub's address; undefined: no such published hub. */
  readonly findTenantOfAddress?: (appDatabase: Database, key: string) => Promise<{ consortiumId: string; hubId: string } | undefined>
  /** Exactly one module writes the mails of sign-in; the scope is seated at the installation. */
  readonly postAuthMail?: (scope: Scope, mail: AuthMail) => Promise<void>
  readonly sweeps?: readonly Sweep[]
  /** Exactly one module knows which tenant gave out an invitation's secret; undefined: nobody did. */
  readonly findTenantOfInvitation?: (appDatabase: Database, secret: string) => Promise<string | undefined>
  /** At most one module knows which tenant gave out the secret of a feed; undefined: nobody did. */
  readonly findTenantOfFeed?: (appDatabase: Database, secret: string) => Promise<string | undefined>
  /** At most one module knows the machine at a hub that holds a secret; undefined: none. */
  readonly findEdge?: (appDatabase: Database, secret: string) => Promise<EdgeIdentity | undefined>
  /** Event types after which cached sessions are read again, in every process. */
  readonly sessionEvents?: readonly string[]
  /** After a backup was brought back: what others outside have seen already must not come a second time as something else. */
  readonly setRightAfterRestore?: SetRight
  /** Screens that strangers open first, with what the server writes into them. */
  readonly publicPages?: readonly PublicPage[]
}

export function defineModule(module: Module): Module {
  return module
}
