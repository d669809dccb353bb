import { fail } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { addDays } from '../../../contract/rules.ts'
import type { HubDetail } from '../../../contract/schemas.ts'
import { holidayLookup, holidaysBetween } from '../../holidays/use-cases/find-holidays.ts'
import { presentDetail, todayIn } from '../presenter.ts'
import { findHub, listEquipment, listPlans, listSpaces } from '../repository.ts'

/** A published hub with its hours for some days, today and the next where none are asked for. */
export async function showHub(scope: Scope, input: { hubId: string; from?: string | undefined; days: number }): Promise<HubDetail> {
  const hub = await findHub(scope, input.hubId)
  if (hub === undefined) fail('platform.not_found')
  const spaces = await listSpaces(scope, hub)
  const equipment = await listEquipment(scope, hub)
  const plans = await listPlans(scope, hub)
  const holidayOf = await holidayLookup(scope)
  const now = scope.clock.now()
  const from = input.from ?? todayIn(hub.zone, now)
  // a browser draws months around the days asked for
  const holidays = await holidaysBetween(scope, addDays(from, -62), addDays(from, 400))
  return presentDetail({ hub, spaces, equipment, plans, holidays, from, days: input.days, now, holidayOf })
}
