/** A member says what they would like, in order, while applications are taken. */
import { fail as failPlatform, failOf } from '#platform/server/errors.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { lotteryApplicationChanged, lotteryApplied, lotteryWithdrawn } from '../../../contract/lottery/events.ts'
import type { ApplyBody, ChangeApplicationBody, LotteryWish } from '../../../contract/lottery/schemas.ts'
import { decideWish } from '../../booking/use-cases/decide-wish.ts'
import { dayAt, spanOf } from '../../rules.ts'
import {
  insertApplication,
  listOwnApplications,
  updateApplication,
  updateLottery,
  type ApplicationRow,
  type LotteryRow,
} from '../repository.ts'
import { stateOf } from '../rules.ts'
import { requireMembersLottery } from './require-lottery.ts'
import { tellApplicant } from './tell-applicants.ts'

const fail = failOf(bookingsErrors)

export interface OwnLottery {
  readonly row: LotteryRow
  readonly application: ApplicationRow | undefined
}

export async function applyForLottery(scope: MemberScope, lotteryId: string, body: ApplyBody): Promise<OwnLottery> {
  // locked: numbers are given one after the other, and the drawing waits for who is applying
  const row = await requireOpen(scope, lotteryId)
  if ((await ownOf(scope, row)) !== undefined) fail('bookings.lottery_applied')
  const wishes = await requireWishes(scope, row, body)
  const number = row.lastNumber + 1
  await updateLottery(scope, row, { lastNumber: number })
  const { accountId, name, mail } = scope.actor
  const application = await insertApplication(scope, {
    lotteryId: row.id,
    number,
    accountId,
    name,
    mail,
    language: scope.language,
    wishes,
    partySize: body.partySize,
    purpose: body.purpose ?? '',
  })
  const fact = { hubId: row.hubId, lotteryId: row.id, applicationId: application.id }
  scope.emit(lotteryApplied, { ...fact, number }, { subjectId: application.id })
  tellApplicant(scope, application, 'applied')
  return { row, application }
}

export async function changeApplication(
  scope: MemberScope,
  lotteryId: string,
  { version, ...body }: ChangeApplicationBody,
): Promise<OwnLottery> {
  const row = await requireOpen(scope, lotteryId)
  const own = (await ownOf(scope, row)) ?? failPlatform('platform.not_found')
  if (own.version !== version) failPlatform('platform.changed_meanwhile')
  const wishes = await requireWishes(scope, row, body)
  const application = await updateApplication(scope, own, { wishes, partySize: body.partySize, purpose: body.purpose ?? '' })
  const fact = { hubId: row.hubId, lotteryId: row.id, applicationId: application.id }
  scope.emit(lotteryApplicationChanged, fact, { subjectId: application.id })
  tellApplicant(scope, application, 'changed')
  return { row, application }
}

export async function withdrawApplication(scope: MemberScope, lotteryId: string): Promise<OwnLottery> {
  const row = await requireOpen(scope, lotteryId)
  const own = (await ownOf(scope, row)) ?? failPlatform('platform.not_found')
  await withdraw(scope, row, own)
  tellApplicant(scope, own, 'withdrawn')
  return { row, application: undefined }
}

/** Out of the lottery; the number is not given again. */
export async function withdraw(scope: Scope, row: LotteryRow, own: ApplicationRow): Promise<ApplicationRow> {
  const after = await updateApplication(scope, own, { withdrawnAt: scope.clock.now() })
  scope.emit(lotteryWithdrawn, { hubId: row.hubId, lotteryId: row.id, applicationId: own.id }, { subjectId: own.id })
  return after
}

async function requireOpen(scope: MemberScope, lotteryId: string): Promise<LotteryRow> {
  const row = await requireMembersLottery(scope, lotteryId, { forChange: true })
  if (stateOf(row, scope.clock.now()) !== 'open') fail('bookings.lottery_not_open')
  return row
}

const ownOf = async (scope: MemberScope, row: LotteryRow): Promise<ApplicationRow | undefined> =>
  (await listOwnApplications(scope, scope.actor.accountId, [row.id])).get(row.id)

/** Each wish is decided as a booking is, except for how far ahead it may be; whether it is free the drawing asks. */
async function requireWishes(scope: MemberScope, row: LotteryRow, body: ApplyBody): Promise<LotteryWish[]> {
  if (body.wishes.length > row.mostWishes) fail('bookings.lottery_too_many_wishes', { params: { most: row.mostWishes } })
  const { zone } = await requireHub(scope, row.hubId)
  const seen = new Set<string>()
  const wishes: LotteryWish[] = []
  for (const [i, wish] of body.wishes.entries()) {
    const startsAt = Temporal.Instant.from(wish.startsAt)
    const endsAt = Temporal.Instant.from(wish.endsAt)
    const day = dayAt(startsAt.epochMilliseconds, zone)
    const key = `${wish.spaceId}/${startsAt.epochMilliseconds}/${endsAt.epochMilliseconds}`
    if (!row.targetIds.includes(wish.spaceId) || day < row.useFrom || row.useUntil < day || seen.has(key))
      fail('bookings.lottery_wrong_wish', { params: { wish: i + 1 } })
    seen.add(key)
    await decideWish(
      scope,
      { what: { kind: 'space', spaceId: wish.spaceId }, span: spanOf({ startsAt, endsAt }), partySize: body.partySize },
      { hub: row.hubId, isDrawn: true },
    )
    wishes.push({ spaceId: wish.spaceId, startsAt: startsAt.toString(), endsAt: endsAt.toString() })
  }
  return wishes
}
