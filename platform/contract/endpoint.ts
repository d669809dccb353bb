/**
 * An endpoint as one value: router, typed client, permission walk and OpenAPI all read it.
 * Bounds are the core types of Zod, which type-check several times faster than the classic ones.
 */
import type { $ZodType, output, input } from 'zod/v4/core'
import type { ErrorCatalogue } from './errors.ts'

/**
 * Where the tenant of a request comes from. Nothing else sets it.
 * - `open`: no tenant and no person: health, sign-in options, the first-run page.
 * - `directory`: published hubs of all consortia, read-only.
 * - `guest`: the tenant of the hub named by the path parameter `hubKey`; what is public there, plus what the caller's link proves.
 * - `invitation`: the tenant that gave out the secret the caller sends in `Hiroba-Link`, to a stranger or a signed-in person.
 * - `feed`: the tenant that gave out the secret in the path parameter `feedKey`, to a program that can send nothing else.
 * - `edge`: the tenant of the machine at a hub whose secret comes as `Authorization: Bearer`, to that machine alone.
 * - `visitor`: the tenant of the hub named by `hubKey`, to a signed-in person who need not be a member there; who they are to it is the use case's to say.
 * - `account`: a signed-in person, in no tenant: own profile, choice of membership, invitations addressed to them.
 * - `member`: the active membership of the session.
 */
export type Way = 'open' | 'directory' | 'guest' | 'invitation' | 'feed' | 'edge' | 'visitor' | 'account' | 'member'

export type EndpointKind = 'json' | 'file' | 'upload'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface RateLimit {
  /** Requests allowed in the window, for one caller address (and one value of `by`, where given). */
  readonly limit: number
  readonly windowSeconds: number
  /** Path of a body field counted for itself, whatever address asks: `guest.mail`. */
  readonly by?: string
}

export interface EndpointDeclaration<P, Q, B, R> {
  /** `<module>.<verbNoun>`; the operation id of the OpenAPI document. */
  readonly name: `${string}.${string}`
  readonly method: Method
  /** Below `/api/v1`, parameters in braces: `/hubs/{hubKey}/day`. */
  readonly path: `/${string}`
  readonly way: Way
  /** A permission of the module's `permissions.ts`; `public` where the way alone decides. */
  readonly permission: string
  /** One sentence for the API page. */
  readonly summary: string
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  /** Absent: 204 without content. */
  readonly response?: R
  readonly status?: 200 | 201 | 202 | 204
  readonly errors?: ErrorCatalogue
  /** A creating call honours `Idempotency-Key`: the first answer is kept and given again, for 24 hours; to strangers and guests for 30 minutes. */
  readonly isIdempotent?: boolean
  readonly rateLimit?: RateLimit
  /** A reading call that writes who looked, so its transaction may write. */
  readonly isLookRecorded?: boolean
  /** `file`: the answer is a file, not JSON. `upload`: the body is the file itself. Default `json`. */
  readonly kind?: EndpointKind
  /** Largest body accepted, bytes. Default 1 MiB. */
  readonly maxBodyBytes?: number
}

export function endpoint<
  const N extends `${string}.${string}`,
  const W extends Way,
  const K extends EndpointKind = 'json',
  P extends $ZodType | undefined = undefined,
  Q extends $ZodType | undefined = undefined,
  B extends $ZodType | undefined = undefined,
  R extends $ZodType | undefined = undefined,
>(
  declaration: EndpointDeclaration<P, Q, B, R> & { name: N; way: W; kind?: K },
): EndpointDeclaration<P, Q, B, R> & { name: N; way: W; kind?: K } {
  return declaration
}

type Out<S> = [S] extends [never] ? undefined : S extends $ZodType ? output<S> : undefined
type In<S> = [S] extends [never] ? undefined : S extends $ZodType ? input<S> : undefined

/** What a use case receives: parsed and defaulted. */
export type ParamsOf<E> = E extends { params?: infer P } ? Out<Exclude<P, undefined>> : undefined
export type QueryOf<E> = E extends { query?: infer Q } ? Out<Exclude<Q, undefined>> : undefined
export type BodyOf<E> = E extends { body?: infer B } ? Out<Exclude<B, undefined>> : undefined
/** What a caller sends. */
export type ParamsIn<E> = E extends { params?: infer P } ? In<Exclude<P, undefined>> : undefined
export type QueryIn<E> = E extends { query?: infer Q } ? In<Exclude<Q, undefined>> : undefined
export type BodyIn<E> = E extends { body?: infer B } ? In<Exclude<B, undefined>> : undefined
export type ResponseOf<E> = E extends { response?: infer R } ? Out<Exclude<R, undefined>> : undefined
