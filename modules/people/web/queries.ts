/** What the screens of people ask and do: our own endpoints, and the ones of sign-in under `/api/auth`. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ProblemError, type AnyEndpoint, type CallInput } from '#platform/contract/client.ts'
import type { ResponseOf } from '#platform/contract/endpoint.ts'
import type { Problem } from '#platform/contract/errors.ts'
import { call, keyOf } from '#platform/web/client.ts'
import { currentLanguage } from '#platform/web/language.ts'
import { textIn } from '#platform/web/local-text.tsx'
import { sessionChanged, type Session, type SessionMembership } from '#platform/web/session.ts'
import * as e from '../contract/endpoints.ts'
import type { Me } from '../contract/schemas.ts'

/** A refusal of sign-in, with its code: `INVALID_EMAIL_OR_PASSWORD`. Status 0: no answer. */
export class SignInError extends Error {
  readonly status: number
  readonly code: string
  /** Where our own server refused, before sign-in was asked. */
  readonly problem: ProblemError | undefined
  constructor(status: number, code: string, problem?: ProblemError) {
    super(code)
    this.problem = problem
    this.name = 'SignInError'
    this.status = status
    this.code = code
  }
}

/** Sign-in's own endpoints. They take and give plain JSON; a body makes it a POST. */
export async function callSignIn<T = unknown>(path: string, body?: object): Promise<T> {
  const response = await fetch(`/api/auth/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      accept: 'application/json',
      'accept-language': currentLanguage(),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new SignInError(0, 'NO_ANSWER')
  })
  const answer = (await response.json().catch(() => null)) as unknown
  if (response.ok) return answer as T
  const { code = 'UNKNOWN' } = (answer ?? {}) as { code?: string }
  throw new SignInError(response.status, code, code.startsWith('platform.') ? new ProblemError(answer as Problem) : undefined)
}

const asked = { isSent: false }

/** For the frame of every page. A first installation leads to its first-run page, once a tab. */
export async function readOwnSession(): Promise<Session | undefined> {
  const { me, needsSetup } = await call(e.readSession, {})
  if (me !== null) return sessionOf(me)
  if (needsSetup && !asked.isSent && location.pathname !== '/setup') {
    asked.isSent = true
    location.assign('/setup')
  }
  return undefined
}

function sessionOf(me: Me): Session {
  const memberships: SessionMembership[] = me.memberships
    .filter((membership) => membership.status === 'active')
    .map((membership) => ({
      id: membership.id,
      name: textIn(membership.consortium.name, currentLanguage()),
      ...(membership.organisation === null ? {} : { detail: membership.organisation.name }),
      roles: membership.roles,
    }))
  const active = memberships.find(({ id }) => id === me.activeMembershipId)
  return { accountId: me.accountId, name: me.name, mail: me.mail, memberships, ...(active === undefined ? {} : { active }) }
}

export async function endOwnSession(): Promise<void> {
  await callSignIn('sign-out', {})
}

/** The session works there from the next call on; nothing of the other consortium stays on the screen. */
export async function workIn(consortiumId: string): Promise<void> {
  await call(e.chooseMembership, { body: { consortiumId } })
  await sessionChanged()
}

/** A changing endpoint; what it answers makes the reading ones in `stale` be asked again. */
export function useChange<E extends AnyEndpoint>(endpoint: E, stale: readonly AnyEndpoint[] = []) {
  const client = useQueryClient()
  return useMutation<ResponseOf<E>, unknown, CallInput<E>>({
    mutationFn: (input: CallInput<E>) => call(endpoint, input),
    onSuccess: async () => {
      await Promise.all(stale.map((each) => client.invalidateQueries({ queryKey: keyOf(each) })))
    },
  })
}

/** Where to go after signing in: back to the page that asked for it, if it is one of ours. */
export function nextPlace(search: Readonly<Record<string, unknown>>): string | undefined {
  const next = String(search['next'] ?? '')
  return /^\/(?![/\\])/.test(next) ? next : undefined
}

const invitationKey = 'hiroba.invitation'

/** The secret comes behind the `#` of the link. It waits in this tab while its holder signs in, and leaves the address bar. */
export function takeInvitationSecret(): string | undefined {
  const given = location.hash.slice(1)
  if (given.length >= 20) {
    try {
      sessionStorage.setItem(invitationKey, given)
    } catch {
      return given
    }
    history.replaceState(history.state, '', location.pathname + location.search)
  }
  try {
    return sessionStorage.getItem(invitationKey) ?? undefined
  } catch {
    return undefined
  }
}

export function dropInvitationSecret(): void {
  try {
    sessionStorage.removeItem(invitationKey)
  } catch {
    // nothing was kept then
  }
}

// ---- passkeys, by the browser's own JSON forms (no library: every browser of the last years has them)

interface PasskeyJson {
  parseCreationOptionsFromJSON?: (json: unknown) => PublicKeyCredentialCreationOptions
  parseRequestOptionsFromJSON?: (json: unknown) => PublicKeyCredentialRequestOptions
}

const passkeyApi = (): PasskeyJson | undefined =>
  typeof PublicKeyCredential === 'undefined' ? undefined : (PublicKeyCredential as unknown as PasskeyJson)

/** Passkeys need a safe origin (HTTPS or this machine) and a browser that knows them. */
export const canUsePasskeys = (): boolean => isSecureContext && passkeyApi()?.parseRequestOptionsFromJSON !== undefined

/** The person turned away from the browser's question; nothing to complain about. */
export const isTurnedAway = (error: unknown): boolean =>
  error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'AbortError')

export async function signInByPasskey(): Promise<void> {
  const publicKey = passkeyApi()?.parseRequestOptionsFromJSON?.(await callSignIn('passkey/generate-authenticate-options'))
  const credential =
    publicKey === undefined ? null : ((await navigator.credentials.get({ publicKey })) as (Credential & { toJSON(): unknown }) | null)
  if (credential === null) throw new SignInError(0, 'NO_CREDENTIAL')
  await callSignIn('passkey/verify-authentication', { response: credential.toJSON() })
}

export async function addPasskey(name: string): Promise<void> {
  const publicKey = passkeyApi()?.parseCreationOptionsFromJSON?.(await callSignIn('passkey/generate-register-options'))
  const credential =
    publicKey === undefined ? null : ((await navigator.credentials.create({ publicKey })) as (Credential & { toJSON(): unknown }) | null)
  if (credential === null) throw new SignInError(0, 'NO_CREDENTIAL')
  await callSignIn('passkey/verify-registration', { response: credential.toJSON(), name })
}

export interface OwnPasskey {
  readonly id: string
  readonly name?: string | null
  readonly createdAt?: string | null
}

export interface OwnDevice {
  readonly id: string
  readonly token: string
  readonly createdAt: string
  readonly updatedAt: string
  readonly userAgent?: string | null
  readonly ipAddress?: string | null
}

export const passkeysQuery = { queryKey: ['people', 'passkeys'], queryFn: () => callSignIn<OwnPasskey[]>('passkey/list-user-passkeys') }
export const devicesQuery = { queryKey: ['people', 'devices'], queryFn: () => callSignIn<OwnDevice[]>('list-sessions') }
/** Which of the devices this one is. */
export const thisDeviceQuery = {
  queryKey: ['people', 'this-device'],
  queryFn: () => callSignIn<{ session: { id: string } } | null>('get-session'),
}
/** Whether there is a password at all: an account may have passkeys only. */
export const accountsQuery = { queryKey: ['people', 'accounts'], queryFn: () => callSignIn<{ providerId: string }[]>('list-accounts') }
