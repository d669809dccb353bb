/**
 * Expected failures. A module declares its codes once; server, client and documentation read the same values.
 * A code is `<module>.<what>`; its text in the reader's language stands in the module's locales under `errors.<what>`.
 */

export type ErrorStatus = 400 | 401 | 403 | 404 | 409 | 410 | 412 | 413 | 415 | 422 | 428 | 429 | 503

export interface ErrorDeclaration {
  readonly status: ErrorStatus
}

export type ErrorCatalogue = Readonly<Record<string, ErrorDeclaration>>

/** Declares the codes of one module: keys are full codes (`bookings.space_taken`). */
export function defineErrors<const C extends ErrorCatalogue>(catalogue: C): C {
  return catalogue
}

/** Chooses what an endpoint answers out of a module's errors: `const pick = pickFrom(bookingsErrors)`, `pick('bookings.space_taken')`. */
export function pickFrom<C extends ErrorCatalogue>(catalogue: C) {
  return <const K extends keyof C>(...codes: K[]): Pick<C, K> =>
    Object.fromEntries(codes.map((code) => [code, catalogue[code]])) as Pick<C, K>
}

/** What every endpoint may answer, whatever it declares. */
export const platformErrors = defineErrors({
  'platform.invalid_input': { status: 422 },
  'platform.unreadable_body': { status: 400 },
  'platform.sign_in_required': { status: 401 },
  'platform.no_membership': { status: 403 },
  'platform.not_allowed': { status: 403 },
  'platform.cross_site': { status: 403 },
  /** Asked under a name that is not ours: `params.address` is the right one. */
  'platform.wrong_address': { status: 403 },
  'platform.not_found': { status: 404 },
  'platform.conflict': { status: 409 },
  'platform.changed_meanwhile': { status: 412 },
  'platform.too_large': { status: 413 },
  'platform.unsupported_type': { status: 415 },
  'platform.idempotency_key_reused': { status: 422 },
  'platform.too_many_requests': { status: 429 },
  'platform.unavailable': { status: 503 },
})

/** One wrong field of the input: where it is, and a text key or sentence of what was expected. */
export interface FieldProblem {
  /** JSON path with dots: `body.startsAt`, `rows.12.mail`. */
  readonly path: string
  readonly expected: string
}

/**
 * RFC 9457 problem details, with our members `code`, `params`, `fields`, `requestId`.
 * `detail` is in the language of the request; programs read `code` and `params`.
 */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: string
  readonly params: Readonly<Record<string, unknown>>
  readonly fields?: readonly FieldProblem[]
  readonly requestId: string
}
