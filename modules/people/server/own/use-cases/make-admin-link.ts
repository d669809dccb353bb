import { randomBytes } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import { mailAddress } from '#platform/contract/schemas.ts'
import { installationId, type Database } from '#platform/server/database.ts'
import type { TenantRun } from '#platform/server/outbox.ts'
import type { Scope } from '#platform/server/scope.ts'
import { rolesChanged, statusChanged } from '../../../contract/events.ts'
import * as members from '../../members/repository.ts'
import { enrolMember } from '../../members/use-cases/enrol-member.ts'
import { findAccountByMail, insertAccount, insertPasswordReset, listTenants } from '../../repository.ts'
import { dayOf } from '../../rules.ts'

export type AdminLink =
  | { readonly kind: 'link'; readonly url: string; readonly isNewAccount: boolean; readonly consortia: readonly string[] }
  | { readonly kind: 'no-such-consortium'; readonly known: readonly string[] }
  | { readonly kind: 'which-consortium'; readonly known: readonly string[] }
  | { readonly kind: 'not-a-mail' }

const linkHours = 1
const by = { name: 'hiroba admin', requestId: 'command-line' }

/**
 * Brings back a lost administrator, for whoever may read the settings of the machine: a link to choose a new password,
 * good once and for an hour. The person becomes administrator of the named consortium (of the only one there is);
 * without a name an account that is administrator somewhere only gets the link.
 */
export async function makeAdminLink(
  parts: { readonly authDatabase: Database; readonly runInTenant: TenantRun; readonly publicUrl: string },
  wanted: { readonly mail: string; readonly consortium?: string },
): Promise<AdminLink> {
  const mail = mailAddress.safeParse(wanted.mail)
  if (!mail.success) return { kind: 'not-a-mail' }
  const { tenants, known } = await parts.runInTenant(installationId, by, async (scope) => ({
    tenants: await listTenants(scope),
    known: await findAccountByMail(scope, mail.data),
  }))
  const slugs = tenants.map(({ slug }) => slug)
  const isAdminOf: string[] = []
  if (known !== undefined) {
    for (const tenant of tenants)
      if (await parts.runInTenant(tenant.id, by, (scope) => isActiveAdmin(scope, known))) isAdminOf.push(tenant.slug)
  }
  const tenant =
    wanted.consortium === undefined
      ? tenants.length === 1
        ? tenants[0]
        : undefined
      : tenants.find(({ slug }) => slug === wanted.consortium)
  if (wanted.consortium !== undefined && tenant === undefined) return { kind: 'no-such-consortium', known: slugs }
  if (tenant === undefined && isAdminOf.length === 0) return { kind: 'which-consortium', known: slugs }

  const accountId = known ?? (await parts.runInTenant(installationId, by, (scope) => insertNewAccount(scope, mail.data)))
  if (tenant !== undefined && !isAdminOf.includes(tenant.slug)) {
    await parts.runInTenant(tenant.id, by, (scope) => makeAdmin(scope, accountId, mail.data))
    isAdminOf.push(tenant.slug)
  }
  const token = randomBytes(24).toString('base64url')
  await insertPasswordReset(parts.authDatabase, accountId, token, linkHours)
  return { kind: 'link', url: `${parts.publicUrl}/reset-password?token=${token}`, isNewAccount: known === undefined, consortia: isAdminOf }
}

/** Nobody knows this password: the link leads to a new one. */
async function insertNewAccount(scope: Scope, mail: string): Promise<string> {
  return insertAccount(scope, {
    mail,
    name: mail.split('@')[0] ?? mail,
    passwordHash: await hashPassword(randomBytes(32).toString('base64url')),
    isProven: true,
  })
}

async function isActiveAdmin(scope: Scope, accountId: string): Promise<boolean> {
  const rows = await members.listCurrent(scope, dayOf(scope.clock.now()), { accountIds: [accountId] })
  return rows.some((row) => row.status === 'active' && row.roles.includes('admin'))
}

async function makeAdmin(scope: Scope, accountId: string, mail: string): Promise<void> {
  const [row] = await members.listCurrent(scope, dayOf(scope.clock.now()), { accountIds: [accountId] })
  if (row === undefined) {
    const profile = {
      familyName: mail.split('@')[0] ?? mail,
      givenName: '',
      familyKana: null,
      givenKana: null,
      latinName: null,
      displayName: null,
      phone: null,
      language: 'ja' as const,
    }
    await enrolMember(scope, { accountId, mail, profile, roles: ['operator', 'admin'], organisationId: null, by: 'invitation' })
    return
  }
  const roles = [...new Set([...row.roles, 'admin' as const])]
  await members.update(scope, row.id, { roles, status: 'active' })
  if (row.status !== 'active')
    scope.emit(
      statusChanged,
      { membershipId: row.id, accountId, from: row.status, to: 'active', endedOn: null },
      { subjectId: row.id, reason: by.name },
    )
  scope.emit(rolesChanged, { membershipId: row.id, from: row.roles, to: roles }, { subjectId: row.id, reason: by.name })
}
