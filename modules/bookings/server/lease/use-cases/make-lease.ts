/** The office lets a room: written down, offered, agreed on, taken back. From the offer on the room is taken. */
import { fail as failPlatform, failOf } from '#platform/server/errors.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { organisationsByIds } from '#modules/people/server/index.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { leaseActivated, leaseChanged, leaseDrafted, leaseOffered, leaseWithdrawn } from '../../../contract/lease/events.ts'
import { daysOf, usualLease } from '../../../contract/lease/rules.ts'
import type { AdvanceLeaseBody, ChangeLeaseBody, MakeLeaseBody } from '../../../contract/lease/schemas.ts'
import { addDays, dayAt, instantOf } from '../../rules.ts'
import { markDays } from '../../use/use-cases/count-use.ts'
import { deleteMembers, insertLease, insertMembers, listMembers, updateLease, type LeaseRow, type NewLease } from '../repository.ts'
import { takesRoom, usualOfferDays } from '../rules.ts'
import { keepAccount, keepNext } from './follow-lease.ts'
import { requireLease, requireVersion } from './require-lease.ts'
import { daysSpan, freeRoom, requireLeasable, takeRoom, unitsOf } from './take-room.ts'
import { factOf, tellLease } from './tell-lease.ts'

const fail = failOf(bookingsErrors)

type Terms = Omit<MakeLeaseBody, 'as' | 'offerUntil' | 'renewsId'>
type Fields = Omit<NewLease, 'hubId' | 'status' | 'offerUntil' | 'renewsId' | 'nextAt' | 'createdBy'>

export async function makeLease(scope: MemberScope, hubId: string, body: MakeLeaseBody): Promise<LeaseRow> {
  const { as, offerUntil, renewsId, ...terms } = body
  const { fields, today } = await requireTerms(scope, hubId, terms)
  const renewed = renewsId === undefined ? undefined : await requireLease(scope, { hubId, leaseId: renewsId })
  if (renewed !== undefined && renewed.status !== 'active' && renewed.status !== 'ended') fail('bookings.lease_not_open')
  const row = await insertLease(scope, {
    ...fields,
    hubId,
    status: 'draft',
    offerUntil: null,
    renewsId: renewed?.id ?? null,
    nextAt: null,
    createdBy: scope.actor.accountId,
  })
  if (renewed !== undefined && renewed.organisationId === row.organisationId)
    await insertMembers(scope, row.id, (await listMembers(scope, [renewed.id])).get(renewed.id) ?? [], scope.actor.accountId)
  if (as === 'draft') {
    scope.emit(leaseDrafted, factOf(row), { subjectId: row.id })
    return row
  }
  return advance(scope, row, { to: as, offerUntil, today })
}

export async function advanceLease(
  scope: MemberScope,
  of: { hubId: string; leaseId: string },
  { version, to, offerUntil }: AdvanceLeaseBody,
): Promise<LeaseRow> {
  const row = await requireVersion(scope, of, version)
  if (row.status !== 'draft' && !(row.status === 'offered' && to === 'active')) fail('bookings.lease_not_open')
  const target = await requireLeasable(scope, of.hubId, row.targetId)
  const today = dayAt(scope.clock.now().epochMilliseconds, target.zone)
  if (row.endsOn < today) fail('bookings.lease_over_already')
  return advance(scope, row, { to, offerUntil, today })
}

async function advance(
  scope: Scope,
  row: LeaseRow,
  { to, offerUntil, today }: { to: 'offered' | 'active'; offerUntil?: string | undefined; today: string },
): Promise<LeaseRow> {
  const isTaken = takesRoom(row.status)
  const until = to === 'offered' ? (offerUntil ?? addDays(today, usualOfferDays)) : null
  if (until !== null && (until < today || until > row.endsOn)) {
    if (offerUntil !== undefined) invalid('offerUntil', 'today or later, and not after the last day')
  }
  const stands = await updateLease(scope, row, {
    status: to,
    offerUntil: until === null ? null : until > row.endsOn ? row.endsOn : until,
  })
  if (!isTaken) await takeRoom(scope, stands)
  if (to === 'active') {
    await keepAccount(scope, stands)
    // days that are over are counted again, with the room let
    await markDays(scope, row.hubId, row.startsOn, row.endsOn)
  }
  const after = await keepNext(scope, stands)
  scope.emit(to === 'active' ? leaseActivated : leaseOffered, factOf(after), { subjectId: after.id })
  tellLease(scope, after, to)
  return after
}

export async function changeLease(
  scope: MemberScope,
  of: { hubId: string; leaseId: string },
  { version, result, ...terms }: ChangeLeaseBody,
): Promise<LeaseRow> {
  const row = await requireVersion(scope, of, version)
  if (row.status === 'withdrawn') fail('bookings.lease_not_open')
  const texts = {
    contactName: terms.contactName ?? '',
    contactMail: terms.contactMail,
    contactPhone: emptyAsNull(terms.contactPhone),
    language: terms.language,
    purpose: terms.purpose ?? '',
    note: terms.note ?? '',
    result: result ?? '',
    admitsMembers: terms.admitsMembers,
  }
  const isDraft = row.status === 'draft'
  const fields = isDraft ? (await requireTerms(scope, of.hubId, terms)).fields : undefined
  const after = await updateLease(scope, row, { ...fields, ...texts })
  // who was named for the one organisation is not of the other
  if (after.organisationId !== row.organisationId) {
    const named = (await listMembers(scope, [row.id])).get(row.id) ?? []
    if (named.length > 0) await deleteMembers(scope, [row.id], named)
  }
  scope.emit(leaseChanged, factOf(after), { subjectId: after.id })
  return after
}

export async function withdrawLease(
  scope: MemberScope,
  of: { hubId: string; leaseId: string },
  { version, reason }: { version: number; reason: string },
): Promise<LeaseRow> {
  const row = await requireVersion(scope, of, version)
  const now = scope.clock.now()
  const hasBegun = row.status === 'active' && Temporal.Instant.compare(row.startsAt, now) <= 0
  if (row.status === 'ended' || row.status === 'withdrawn' || hasBegun) fail('bookings.lease_not_open')
  if (takesRoom(row.status)) await freeRoom(scope, row)
  const after = await updateLease(scope, row, { status: 'withdrawn', offerUntil: null, endReason: reason, endedAt: now, nextAt: null })
  // what was paid or charged ahead is owed no longer
  await keepAccount(scope, after)
  scope.emit(leaseWithdrawn, factOf(after), { subjectId: after.id, reason })
  // a draft was told to nobody
  if (row.status !== 'draft') tellLease(scope, after, 'withdrawn', reason)
  return after
}

const emptyAsNull = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text)

function invalid(field: string, expected: string): never {
  return failPlatform('platform.invalid_input', { fields: [{ path: `body.${field}`, expected }] })
}

async function requireTerms(scope: Scope, hubId: string, terms: Terms): Promise<{ fields: Fields; today: string }> {
  const target = await requireLeasable(scope, hubId, terms.spaceId)
  const today = dayAt(scope.clock.now().epochMilliseconds, target.zone)
  if (terms.endsOn < terms.startsOn || terms.endsOn < today) fail('bookings.lease_over_already')
  const { mostDays } = usualLease[terms.kind]
  if (daysOf(terms.startsOn, terms.endsOn) > mostDays) fail('bookings.lease_too_long', { params: { days: mostDays } })
  const organisation =
    terms.organisationId === null ? undefined : (await organisationsByIds(scope, [terms.organisationId])).get(terms.organisationId)
  if (terms.organisationId !== null && (organisation === undefined || organisation.isArchived))
    invalid('organisationId', 'an organisation of the consortium')
  const typed = (terms.holderName ?? '').replaceAll(/\p{Cc}+/gu, ' ').trim()
  const holderName = typed === '' ? (organisation?.name ?? '') : typed
  if (holderName === '') invalid('holderName', 'who takes the room')
  const span = daysSpan(terms, target.zone)
  return {
    today,
    fields: {
      kind: terms.kind,
      targetId: target.id,
      unitIds: unitsOf(target),
      organisationId: terms.organisationId,
      holderName,
      isCompany: organisation !== undefined || terms.isCompany,
      contactName: terms.contactName ?? '',
      contactMail: terms.contactMail,
      contactPhone: emptyAsNull(terms.contactPhone),
      language: terms.language,
      startsOn: terms.startsOn,
      endsOn: terms.endsOn,
      startsAt: instantOf(span.from),
      endsAt: instantOf(span.to),
      feeKind: terms.feeKind,
      feeYen: terms.feeYen,
      purpose: terms.purpose ?? '',
      note: terms.note ?? '',
      admitsMembers: terms.admitsMembers,
    },
  }
}
