/** People of the demo: invented, and named so that everybody sees it. One password for all of them, shown at the start. */
import { hashPassword } from 'better-auth/crypto'
import { roles as allRoles, type Role } from '#platform/contract/permissions.ts'
import type { Scope } from '#platform/server/scope.ts'
import { kanaSortKey } from '../../../contract/rules.ts'
import { organisationKinds, type engagementOrigins, type engagementTypes } from '../../../contract/schemas.ts'
import demo from '../../imports/demo-people.json' with { type: 'json' }
import { storeInvitation } from '../../invitations/use-cases/invite-person.ts'
import * as members from '../../members/repository.ts'
import { withKeys } from '../../members/rules.ts'
import { enrolMember } from '../../members/use-cases/enrol-member.ts'
import { putEngagement } from '../../members/use-cases/change-engagement.ts'
import * as organisations from '../../organisations/repository.ts'
import { organisationSortKey } from '../../organisations/use-cases/add-organisation.ts'
import { findAccountByMail, insertAccount } from '../../repository.ts'
import { dayOf } from '../../rules.ts'

export const demoPassword = 'hiroba-demo'

export interface DemoConsortium {
  readonly slug: string
  /** The municipality's name, which becomes an organisation with the officer in it. */
  readonly municipality: string
}

export interface DemoPerson {
  readonly accountId: string
  readonly membershipId: string
  readonly name: string
  readonly mail: string
  readonly roles: readonly Role[]
  readonly organisationId: string | null
}

interface DemoEntry {
  readonly mail: string
  readonly family: string
  readonly given: string
  readonly kana: readonly string[]
  readonly latin: string
  readonly roles: readonly string[]
  readonly organisation?: string | null
  readonly phone?: string
  readonly type?: string
  readonly origin?: string
}

/** One hash for all: each takes 130 ms. */
let hashed: Promise<string> | undefined

/** In the scope of one consortium. May run again: who is there stays as they are. */
export async function createDemoPeople(scope: Scope, consortium: DemoConsortium): Promise<readonly DemoPerson[]> {
  const passwordHash = await (hashed ??= hashPassword(demoPassword))
  const organisationIds = await addOrganisations(scope, consortium)
  const entries: DemoEntry[] = demo.people.map((person) => ({ ...person, mail: `${person.mail}@${consortium.slug}.example.jp` }))
  if (demo.several.consortia.includes(consortium.slug)) entries.push({ ...demo.several, organisation: 'square' })

  const people: DemoPerson[] = []
  for (const entry of entries) {
    const accountId =
      (await findAccountByMail(scope, entry.mail)) ??
      (await insertAccount(scope, { mail: entry.mail, name: `${entry.family} ${entry.given}`, passwordHash, isProven: true }))
    const [known] = await members.listCurrent(scope, dayOf(scope.clock.now()), { accountIds: [accountId] })
    const organisationId = entry.organisation == null ? null : (organisationIds.get(entry.organisation) ?? null)
    const roles = allRoles.filter((role) => entry.roles.includes(role))
    const membershipId =
      known?.id ??
      (await enrolMember(scope, { accountId, mail: entry.mail, profile: profileOf(entry), roles, organisationId, by: 'invitation' }))
    if (known === undefined) await addEngagement(scope, membershipId, entry)
    people.push({ accountId, membershipId, name: `${entry.family} ${entry.given}`, mail: entry.mail, roles, organisationId })
  }
  await addInvited(scope, consortium, organisationIds)
  return people
}

async function addOrganisations(scope: Scope, consortium: DemoConsortium): Promise<ReadonlyMap<string, string>> {
  const there = new Map((await organisations.listOpenNames(scope)).map(({ name, id }) => [name, id]))
  const ids = new Map<string, string>()
  const wanted = [
    { key: 'municipality', kind: 'municipality', name: consortium.municipality, nameEn: null, nameKana: null },
    ...demo.organisations,
  ]
  for (const { key, kind, name, nameEn, nameKana } of wanted) {
    const known = there.get(name)
    const fields = {
      kind: organisationKinds.find((each) => each === kind) ?? 'other',
      name,
      nameEn,
      nameKana,
      sortKey: nameKana === null ? organisationSortKey(name, null) : kanaSortKey(nameKana),
    }
    ids.set(
      key,
      known ??
        (await organisations.insert(scope, {
          ...fields,
          corporateNumber: null,
          invoiceNumber: null,
          phone: null,
          address: null,
          note: null,
        })),
    )
  }
  return ids
}

async function addEngagement(scope: Scope, membershipId: string, entry: DemoEntry): Promise<void> {
  if (entry.type === undefined || entry.origin === undefined) return
  await putEngagement(scope, membershipId, {
    type: entry.type as (typeof engagementTypes)[number],
    origin: entry.origin as (typeof engagementOrigins)[number],
    // since the beginning of the fiscal year, April
    validFrom: `${fiscalYearOf(dayOf(scope.clock.now()))}-04-01`,
    validTo: null,
  })
}

/** Somebody whose invitation waits for an answer. */
async function addInvited(scope: Scope, consortium: DemoConsortium, organisationIds: ReadonlyMap<string, string>): Promise<void> {
  const entry: DemoEntry = { ...demo.invited, mail: `${demo.invited.mail}@${consortium.slug}.example.jp` }
  const [known] = await members.listCurrent(scope, dayOf(scope.clock.now()), { mails: [entry.mail] })
  if (known !== undefined) return
  const organisationId = organisationIds.get(entry.organisation ?? '') ?? null
  const membershipId = await members.insert(scope, {
    ...withKeys(profileOf(entry)),
    mail: entry.mail,
    accountId: null,
    organisationId,
    roles: ['member'],
    status: 'invited',
    joinedOn: null,
  })
  await storeInvitation(scope, {
    mail: entry.mail,
    familyName: entry.family,
    givenName: entry.given,
    roles: ['member'],
    organisationId,
    membershipId,
    language: 'ja',
    message: null,
    validDays: 30,
    createdBy: null,
  })
}

function profileOf(entry: DemoEntry) {
  return {
    familyName: entry.family,
    givenName: entry.given,
    familyKana: entry.kana[0] ?? null,
    givenKana: entry.kana[1] ?? null,
    latinName: entry.latin,
    displayName: null,
    phone: entry.phone === undefined ? null : `+81${entry.phone.replaceAll('-', '').slice(1)}`,
    language: 'ja' as const,
  }
}

function fiscalYearOf(day: string): number {
  const date = Temporal.PlainDate.from(day)
  return date.month >= 4 ? date.year : date.year - 1
}
