/**
 * What the home consortium knows of its members' use elsewhere. The hub's side sends the facts of one booking by a job
 * that is seated at home and writes a row there: neither side reads a table of the other.
 */
import { forgetAnswersNaming } from '#platform/server/kept-answers.ts'
import { forgetMailsTo } from '#platform/server/mail.ts'
import type { PersonalData } from '#platform/server/module.ts'
import type { Scope } from '#platform/server/scope.ts'
import { placeNames } from '#modules/hubs/server/index.ts'
import { findMember, isKnownHere, stoppedAmong } from '#modules/people/server/index.ts'
import { usedAbroad } from '../../../contract/mutual-use/events.ts'
import { listBookingsHeldBy, type BookingRow } from '../../booking/repository.ts'
import { forgetHolder } from '../../booking/use-cases/forget-holder.ts'
import { deleteStoppedVisitor, forgetAbroad, isHeardOf, listAllAbroadOf, lockAbroad, upsertAbroad, type HeardUse } from '../repository.ts'
import { tellWhetherStopped } from './stop-visitor.ts'

export const hearUseAbroadJob = 'bookings.hearUseAbroad'
export const forgetVisitorJob = 'bookings.forgetVisitor'

/** Seated at the hub: those of the rows that are visitors' are told to where they belong. */
export async function tellHomes(scope: Scope, rows: readonly BookingRow[]): Promise<void> {
  const visits = rows.flatMap((row) =>
    row.homeConsortiumId === null || row.mutualUseId === null || row.accountId === null
      ? []
      : [{ ...row, homeConsortiumId: row.homeConsortiumId, mutualUseId: row.mutualUseId, accountId: row.accountId }],
  )
  if (visits.length === 0) return
  const places = await placeNames(
    scope,
    visits.map((row) => row.targetId),
  )
  for (const row of visits) {
    const place = places.get(row.targetId)
    const heard: HeardUse = {
      bookingId: row.id,
      ownerId: scope.consortiumId,
      mutualUseId: row.mutualUseId,
      accountId: row.accountId,
      hubKey: place?.hubKey ?? '',
      hubNames: place?.hubNames ?? { ja: '' },
      placeNames: place?.names ?? { ja: '' },
      zone: place?.zone ?? 'Asia/Tokyo',
      startsAt: row.startsAt.toString(),
      endsAt: row.endsAt.toString(),
      status: row.status,
      partySize: row.partySize,
      feeYen: row.cancellationFeeYen ?? (row.status === 'cancelled' || row.status === 'no-show' ? 0 : row.feeYen),
      version: row.version,
    }
    scope.enqueue({ name: hearUseAbroadJob, payload: { ...heard }, inTenant: row.homeConsortiumId })
  }
}

/** Seated at home. Who left is known still; about somebody who was forgotten nothing is begun, and the hub is asked to forget them too. */
export async function hearUseAbroad(scope: Scope, heard: HeardUse): Promise<void> {
  await lockAbroad(scope, heard.accountId)
  if (!(await isKnownHere(scope, heard.accountId)) && !(await isHeardOf(scope, heard.bookingId))) {
    askToForget(scope, heard.ownerId, heard.accountId)
    return
  }
  const member = await findMember(scope, { accountId: heard.accountId })
  // booked there while they were stopped here
  if ((await stoppedAmong(scope, [heard.accountId])).size > 0) await tellWhetherStopped(scope, heard.accountId, [heard.ownerId])
  if (await upsertAbroad(scope, heard, member?.organisationId ?? null))
    scope.emit(usedAbroad, { abroadId: heard.bookingId }, { subjectId: heard.bookingId })
}

function askToForget(scope: Scope, ownerId: string, accountId: string): void {
  scope.enqueue({
    name: forgetVisitorJob,
    payload: { accountId, homeConsortiumId: scope.consortiumId } satisfies ForgetVisitorPayload,
    inTenant: ownerId,
  })
}

export interface ForgetVisitorPayload {
  readonly accountId: string
  readonly homeConsortiumId: string
}

/** Seated at the hub: what the person has here as a visitor from there; what they have here otherwise is not home's to forget. */
export async function forgetVisitor(scope: Scope, { accountId, homeConsortiumId }: ForgetVisitorPayload): Promise<void> {
  const visitor = { accountId, homeConsortiumId }
  const addresses = new Set((await listBookingsHeldBy(scope, visitor)).flatMap((row) => row.holderMail ?? []))
  await forgetHolder(scope, visitor)
  await deleteStoppedVisitor(scope, visitor)
  for (const address of addresses) {
    await forgetMailsTo(scope, address)
    await forgetAnswersNaming(scope, address)
  }
}

/** At home: told with everything else that is held; forgotten here, and at every hub that the person visited. */
export const ownVisits: PersonalData = {
  section: 'bookings.visits',
  collect: async (scope, accountId) =>
    (await listAllAbroadOf(scope, accountId)).map(({ ownerId: _owner, accountId: _account, ...row }) => ({
      ...row,
      startsAt: row.startsAt.toString(),
      endsAt: row.endsAt.toString(),
    })),
  async forget(scope, accountId) {
    await lockAbroad(scope, accountId)
    const owners = new Set((await listAllAbroadOf(scope, accountId)).map((row) => row.ownerId))
    for (const ownerId of owners) askToForget(scope, ownerId, accountId)
    await forgetAbroad(scope, accountId)
  },
}
