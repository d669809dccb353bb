/** The desk gives out, takes back and replaces cards; a person does so with their own phone and PIN. On record each time. */
import { hashCard, plainCardId } from '#modules/access/gateway/hash.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { findMember } from '#modules/people/server/index.ts'
import { failOf } from '#platform/server/errors.ts'
import { cursorOf, readCursor } from '#platform/server/paging.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import type { AddCardBody, Credential, ListCredentialsQuery } from '../../../contract/credential/schemas.ts'
import { accessErrors } from '../../../contract/errors.ts'
import { credentialIssued, credentialMarked } from '../../../contract/events.ts'
import type { CredentialStatus } from '../../../contract/schemas.ts'
import { renewRules } from '../../grant/use-cases/regrant.ts'
import { cardKeyOf } from '../../use-cases/derive-keys.ts'
import { presentCredential, presentCredentials } from '../presenter.ts'
import * as repository from '../repository.ts'
import type { CredentialRow } from '../repository.ts'
import { ensurePins, shownPin } from './keep-pins.ts'

const fail: ReturnType<typeof failOf<typeof accessErrors>> = failOf(accessErrors)

/** How long a card that was shown may be given out. */
const shownMinutes = 10

export async function listCredentials(
  scope: MemberScope,
  hubId: string,
  { limit, cursor, accountId, kind, status }: ListCredentialsQuery,
): Promise<{ items: Credential[]; nextCursor: string | null }> {
  await requireHub(scope, hubId)
  const rows = await repository.listPage(scope, hubId, { subjectId: accountId, kind, status, before: readCursor(cursor), limit })
  return { items: await presentCredentials(scope, rows.slice(0, limit)), nextCursor: cursorOf(rows, limit) }
}

export async function listShownCards(
  scope: MemberScope,
  hubId: string,
): Promise<{ items: { id: string; deviceId: string; at: string }[] }> {
  await requireHub(scope, hubId)
  const rows = await repository.listShownCards(scope, hubId, scope.clock.now().subtract({ minutes: shownMinutes }))
  return { items: rows.map((row) => ({ id: row.id, deviceId: row.deviceId, at: row.at.toString() })) }
}

async function requireMember(scope: MemberScope, accountId: string): Promise<void> {
  const member = await findMember(scope, { accountId })
  if (member === undefined || member.status !== 'active') fail('access.not_a_member')
}

async function hashOf(scope: MemberScope, hubId: string, card: AddCardBody['card']): Promise<string> {
  if ('number' in card) {
    const plain = plainCardId(card.number.normalize('NFKC'))
    // MIFARE: 4, 7 or 10 bytes; FeliCa: 8
    if (!/^([0-9a-f]{8}|[0-9a-f]{14}|[0-9a-f]{16}|[0-9a-f]{20})$/.test(plain)) fail('access.card_unreadable')
    return hashCard(cardKeyOf(scope, hubId), plain)
  }
  const after = scope.clock.now().subtract({ minutes: shownMinutes })
  const shown = await repository.findShownCard(scope, hubId, card.shownCardId, after)
  if (shown === undefined) fail('platform.not_found')
  return shown.hash
}

const factOf = (hubId: string, row: CredentialRow) => ({
  hubId,
  credentialId: row.id,
  kind: row.kind,
  subjectKind: row.subjectKind,
  holderId: row.subjectId,
})

const because = (row: CredentialRow, reason: string | undefined) => ({ subjectId: row.id, ...(reason === undefined ? {} : { reason }) })

export async function addCard(scope: MemberScope, hubId: string, body: AddCardBody): Promise<Credential> {
  await requireHub(scope, hubId)
  await requireMember(scope, body.accountId)
  const row = await repository.insertCredential(scope, {
    hubId,
    kind: 'card',
    subjectKind: 'person',
    subjectId: body.accountId,
    label: body.label,
    hash: await hashOf(scope, hubId, body.card),
    validTo: body.validTo === undefined ? null : Temporal.Instant.from(body.validTo),
    createdBy: scope.actor.accountId,
  })
  scope.emit(credentialIssued, factOf(hubId, row), because(row, body.reason))
  await renewRules(scope, [hubId])
  return presentCredential(scope, row)
}

export async function addNearPhone(
  scope: MemberScope,
  hubId: string,
  body: { accountId: string; key: string; label: string },
): Promise<Credential> {
  await requireHub(scope, hubId)
  await requireMember(scope, body.accountId)
  const row = await repository.insertCredential(scope, {
    hubId,
    kind: 'near',
    subjectKind: 'person',
    subjectId: body.accountId,
    label: body.label,
    hash: body.key.trim().toLowerCase(),
    createdBy: scope.actor.accountId,
  })
  scope.emit(credentialIssued, factOf(hubId, row), because(row, undefined))
  await renewRules(scope, [hubId])
  return presentCredential(scope, row)
}

/** A PIN of the person's own at a hub; one that was there ends. */
export async function issuePin(
  scope: MemberScope,
  hubId: string,
  { accountId, reason }: { accountId: string; reason?: string | undefined },
): Promise<{ credential: Credential; pin: string }> {
  await requireHub(scope, hubId)
  await requireMember(scope, accountId)
  const old = (await repository.listOfSubject(scope, accountId)).filter((row) => row.kind === 'pin' && row.hubId === hubId)
  for (const row of old) if (row.status === 'active') await mark(scope, row, 'replaced', reason)
  const next = Math.max(-1, ...old.map((row) => row.pinNumber ?? 0)) + 1
  await ensurePins(scope, [{ hubId, subjectKind: 'person', subjectId: accountId, ofSubjectId: null, keptUntil: null }], { from: next })
  const row = (await repository.listPins(scope, [accountId])).find((one) => one.hubId === hubId)
  if (row === undefined) fail('platform.conflict')
  scope.emit(credentialIssued, factOf(hubId, row), because(row, reason))
  await renewRules(scope, [hubId])
  return { credential: await presentCredential(scope, row), pin: shownPin(scope, row) }
}

async function mark(scope: MemberScope, row: CredentialRow, status: CredentialStatus, reason: string | undefined): Promise<CredentialRow> {
  const hubs = await repository.listHubsOf(scope, row)
  const changed = await repository.updateCredential(scope, row.id, { status })
  for (const hubId of hubs) scope.emit(credentialMarked, { ...factOf(hubId, row), from: row.status, to: status }, because(row, reason))
  await renewRules(scope, hubs)
  return changed
}

async function requireCredential(scope: MemberScope, hubId: string, credentialId: string): Promise<CredentialRow> {
  await requireHub(scope, hubId)
  const row = await repository.findCredential(scope, credentialId, { forChange: true })
  if (row === undefined || (row.hubId !== null && row.hubId !== hubId) || row.subjectKind !== 'person') fail('platform.not_found')
  return row
}

export async function markCredential(
  scope: MemberScope,
  { hubId, credentialId }: { hubId: string; credentialId: string },
  { status, reason }: { status: 'lost' | 'blocked' | 'active'; reason: string },
): Promise<Credential> {
  const row = await requireCredential(scope, hubId, credentialId)
  if (row.status === 'replaced') fail('access.not_active')
  if (row.status === status) return presentCredential(scope, row)
  // a card that was given to somebody else meanwhile stays theirs: the database refuses
  return presentCredential(scope, await mark(scope, row, status, reason))
}

/** In one call, so that nobody stands at the desk without a card while the old one still opens. */
export async function replaceCredential(
  scope: MemberScope,
  { hubId, credentialId }: { hubId: string; credentialId: string },
  body: { card: AddCardBody['card']; label?: string | undefined; reason: string },
): Promise<{ old: Credential; new: Credential }> {
  const row = await requireCredential(scope, hubId, credentialId)
  if (row.kind !== 'card' || row.status === 'replaced') fail('access.not_active')
  await requireMember(scope, row.subjectId)
  await mark(scope, row, 'lost', body.reason)
  const made = await repository.insertCredential(scope, {
    hubId,
    kind: 'card',
    subjectKind: 'person',
    subjectId: row.subjectId,
    label: body.label ?? row.label,
    hash: await hashOf(scope, hubId, body.card),
    validTo: row.validTo,
    createdBy: scope.actor.accountId,
  })
  const old = await repository.updateCredential(scope, row.id, { replacedBy: made.id })
  scope.emit(credentialIssued, factOf(hubId, made), because(made, body.reason))
  return { old: await presentCredential(scope, old), new: await presentCredential(scope, made) }
}

// ---- one's own

export async function listMyCredentials(scope: MemberScope): Promise<{ items: Credential[] }> {
  return { items: await presentCredentials(scope, await repository.listOfSubject(scope, scope.actor.accountId)) }
}

export async function addMyPhone(scope: MemberScope, body: { label: string; publicKey: string }): Promise<Credential> {
  const row = await repository.insertCredential(scope, {
    hubId: null,
    kind: 'phone',
    subjectKind: 'person',
    subjectId: scope.actor.accountId,
    label: body.label,
    publicKey: body.publicKey,
    createdBy: scope.actor.accountId,
  })
  const hubs = await repository.listHubsOf(scope, row)
  for (const hubId of hubs) scope.emit(credentialIssued, factOf(hubId, row), because(row, undefined))
  await renewRules(scope, hubs)
  return presentCredential(scope, row)
}

export async function renewMyPin(scope: MemberScope, hubId: string): Promise<{ pin: string }> {
  return { pin: (await issuePin(scope, hubId, { accountId: scope.actor.accountId })).pin }
}

export async function loseMyCredential(scope: MemberScope, credentialId: string, reason: string | undefined): Promise<Credential> {
  const row = await repository.findCredential(scope, credentialId, { forChange: true })
  if (row === undefined || row.subjectId !== scope.actor.accountId) fail('platform.not_found')
  if (row.status === 'lost') return presentCredential(scope, row)
  if (row.status !== 'active') fail('access.not_active')
  return presentCredential(scope, await mark(scope, row, 'lost', reason))
}
