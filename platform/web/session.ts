/** Who is signed in here, as far as the shell needs it. One module answers (`WebModule.session`); nobody signed in is undefined. */
import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Role } from '#platform/contract/permissions.ts'
import { queryClient } from './client.ts'
import { allModules } from './registry.ts'

export interface SessionMembership {
  readonly id: string
  /** Of the tenant, in the reader's language. */
  readonly name: string
  /** Of the body within it that the person belongs to. */
  readonly detail?: string
  readonly roles: readonly Role[]
}

export interface Session {
  readonly accountId: string
  readonly name: string
  readonly mail?: string
  /** The membership that this session acts in; a person with several chooses. */
  readonly active?: SessionMembership
  readonly memberships: readonly SessionMembership[]
}

export const sessionQuery = queryOptions<Session | null>({
  queryKey: ['session'],
  // null, because a query must not answer undefined.
  queryFn: async () =>
    (await allModules()
      .find((module) => module.session !== undefined)
      ?.session?.()) ?? null,
  staleTime: 60_000,
})

export function useSession(): { session: Session | undefined; isPending: boolean } {
  const { data, isPending } = useQuery(sessionQuery)
  return { session: data ?? undefined, isPending }
}

/**
 * After signing in or out nothing that was kept may be shown to the next person. Not `clear`: whoever is drawn holds what
 * was cleared, is told nothing, and goes on showing it.
 */
export async function sessionChanged(): Promise<void> {
  const isOther = { predicate: (query: { queryKey: readonly unknown[] }) => query.queryKey[0] !== sessionQuery.queryKey[0] }
  await queryClient.cancelQueries()
  queryClient.getMutationCache().clear()
  queryClient.removeQueries({ ...isOther, type: 'inactive' })
  await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 }).catch(() => queryClient.setQueryData(sessionQuery.queryKey, null))
  void queryClient.resetQueries({ ...isOther, type: 'active' })
}

/** `leave` goes to where nobody need be signed in, before the page left behind learns that nobody is. */
export async function signOut(leave?: () => Promise<unknown>): Promise<void> {
  await allModules()
    .find((module) => module.signOut !== undefined)
    ?.signOut?.()
  await leave?.()
  await sessionChanged()
}

export const heldRoles = (session: Session | undefined): readonly Role[] => session?.active?.roles ?? []
/** Roles that work at the desk of a hub and see the operator's side. */
export const deskRoles: readonly Role[] = ['operator', 'admin', 'officer', 'coordinator']
export const isDesk = (session: Session | undefined): boolean => heldRoles(session).some((role) => deskRoles.includes(role))
