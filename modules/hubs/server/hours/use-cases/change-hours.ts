/** Weekly hours, yearly closures, dated closures and single days, of a hub or of one space of it. */
import { fail, failOf } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { output } from 'zod/v4/core'
import { hubsErrors } from '../../../contract/errors.ts'
import { hubsOpeningChanged } from '../../../contract/events.ts'
import { findOverlap, type MinutePeriod } from '../../../contract/rules.ts'
import type {
  addClosureBody,
  HubSettings,
  setExceptionBody,
  setOpeningRulesBody,
  setYearlyClosuresBody,
} from '../../../contract/schemas.ts'
import { updateHub, type HubRow } from '../../hub/repository.ts'
import { requireOwnHub, showOwnHub } from '../../hub/use-cases/show-own-hub.ts'
import { withoutAssumed } from '../../rules.ts'
import { updateSpace } from '../../space/repository.ts'
import { requireSpace } from '../../space/use-cases/change-space.ts'
import {
  closureValues,
  deleteClosure,
  insertClosure,
  replaceException,
  replaceRules,
  replaceYearlyClosures,
  type ClosureValues,
} from '../repository.ts'

const failHubs = failOf(hubsErrors)

export async function setOpeningRules(
  scope: Scope,
  hubId: string,
  { spaceId, rules, version }: output<typeof setOpeningRulesBody>,
): Promise<HubSettings> {
  const hub = await requirePlace(scope, hubId, spaceId)
  for (const rule of rules) {
    requireOrder(rule.opensMinute, rule.closesMinute)
    if (rule.validFrom !== null && rule.validTo !== null && rule.validTo < rule.validFrom) failHubs('hubs.end_before_start')
  }
  const overlap = findOverlap(rules)
  if (overlap !== undefined) failHubs('hubs.hours_overlap', { params: { on: overlap.on } })
  await settle(scope, hub, { spaceId, field: 'opening', version })
  await replaceRules(scope, { hubId, spaceId }, rules)
  scope.emit(hubsOpeningChanged, { hubId, ...(spaceId === null ? {} : { spaceId }), what: 'rules' }, { subjectId: spaceId ?? hubId })
  return showOwnHub(scope, hubId)
}

export async function setYearlyClosures(
  scope: Scope,
  hubId: string,
  { spaceId, yearlyClosures, version }: output<typeof setYearlyClosuresBody>,
): Promise<HubSettings> {
  const hub = await requirePlace(scope, hubId, spaceId)
  await settle(scope, hub, { spaceId, field: 'yearlyClosures', version })
  await replaceYearlyClosures(scope, { hubId, spaceId }, yearlyClosures)
  scope.emit(
    hubsOpeningChanged,
    { hubId, ...(spaceId === null ? {} : { spaceId }), what: 'yearly-closures' },
    { subjectId: spaceId ?? hubId },
  )
  return showOwnHub(scope, hubId)
}

export async function addClosure(scope: Scope, hubId: string, { spaceId, closure }: output<typeof addClosureBody>): Promise<HubSettings> {
  const hub = await requirePlace(scope, hubId, spaceId)
  const values = closureValues(closure)
  await insertClosure(scope, { hubId, spaceId }, values)
  scope.emit(
    hubsOpeningChanged,
    { hubId, ...(spaceId === null ? {} : { spaceId }), what: 'closure', ...daysOf(values, hub.zone) },
    reasonOf(spaceId ?? hubId, values),
  )
  return showOwnHub(scope, hubId)
}

export async function removeClosure(scope: Scope, hubId: string, closureId: string): Promise<HubSettings> {
  const hub = await requireOwnHub(scope, hubId)
  const removed = await deleteClosure(scope, hubId, closureId)
  if (removed === undefined) fail('platform.not_found')
  const { spaceId } = removed
  scope.emit(
    hubsOpeningChanged,
    { hubId, ...(spaceId === null ? {} : { spaceId }), what: 'closure', ...daysOf(removed, hub.zone) },
    { subjectId: spaceId ?? hubId },
  )
  return showOwnHub(scope, hubId)
}

export async function setException(
  scope: Scope,
  hubId: string,
  on: string,
  { spaceId, periods, reason }: output<typeof setExceptionBody>,
): Promise<HubSettings> {
  await requirePlace(scope, hubId, spaceId)
  for (const period of periods ?? []) requireOrder(period.opensMinute, period.closesMinute)
  if (periods !== null && hasOverlap(periods)) failHubs('hubs.hours_overlap', { params: { on } })
  await replaceException(scope, { hubId, spaceId }, on, periods, reason)
  scope.emit(
    hubsOpeningChanged,
    { hubId, ...(spaceId === null ? {} : { spaceId }), what: 'exception', from: on, to: on },
    { subjectId: spaceId ?? hubId, ...(reason === null ? {} : { reason: reason.ja }) },
  )
  return showOwnHub(scope, hubId)
}

async function requirePlace(scope: Scope, hubId: string, spaceId: string | null): Promise<HubRow> {
  const hub = await requireOwnHub(scope, hubId)
  if (spaceId !== null && (await requireSpace(scope, spaceId)).hubId !== hubId) fail('platform.not_found')
  return hub
}

/** What a person set is no longer assumed; the hub's version stands for its hours, those of its spaces included. */
async function settle(
  scope: Scope,
  hub: HubRow,
  { spaceId, field, version }: { spaceId: string | null; field: string; version: number },
): Promise<void> {
  const assumed = spaceId === null ? withoutAssumed(hub.assumed, [field]) : hub.assumed
  if (!(await updateHub(scope, hub.id, { assumed }, version))) fail('platform.changed_meanwhile')
  if (spaceId === null) return
  const space = await requireSpace(scope, spaceId)
  if (space.assumed.includes(field)) await updateSpace(scope, spaceId, { assumed: withoutAssumed(space.assumed, [field]) })
}

function requireOrder(opensMinute: number | null, closesMinute: number | null): void {
  if ((opensMinute === null) !== (closesMinute === null)) failHubs('hubs.end_before_start')
  if (opensMinute !== null && closesMinute !== null && closesMinute <= opensMinute) failHubs('hubs.end_before_start')
}

function hasOverlap(periods: readonly MinutePeriod[]): boolean {
  return periods.some((period, index) =>
    periods.slice(0, index).some((other) => other.opensMinute < period.closesMinute && period.opensMinute < other.closesMinute),
  )
}

/** The days that a closure touches, in the hub's zone. */
function daysOf({ startsOn, endsOn, startsAt, endsAt }: ClosureValues, zone: string): { from?: string; to?: string } {
  const dayOf = (at: Temporal.Instant) => at.toZonedDateTimeISO(zone).toPlainDate().toString()
  if (startsOn !== null && endsOn !== null) return { from: startsOn, to: endsOn }
  return startsAt === null || endsAt === null ? {} : { from: dayOf(startsAt), to: dayOf(endsAt.subtract({ milliseconds: 1 })) }
}

function reasonOf(subjectId: string, { reason }: ClosureValues): { subjectId: string; reason?: string } {
  return reason === null ? { subjectId } : { subjectId, reason: reason.ja }
}
