import type { Scope } from '#platform/server/scope.ts'
import { holidayLookup, requireHubByKey } from '#modules/hubs/server/index.ts'
import { minuteMs } from '../../../contract/rules.ts'
import type { FreeNow } from '../../../contract/schemas.ts'
import { presentFreeNow } from '../presenter.ts'
import { findPlaces } from './find-places.ts'

/** How far ahead the next opening is looked for: over New Year and a weekend. */
const lookAheadMs = 10 * 24 * 60 * minuteMs

/** What can be taken at this moment. */
export async function getFreeNow(scope: Scope, hubKey: string): Promise<FreeNow> {
  const hub = await requireHubByKey(scope, hubKey)
  const now = scope.clock.now().epochMilliseconds
  const places = await findPlaces(scope, hub.id, { from: now, to: now + lookAheadMs }, await holidayLookup(scope))
  return presentFreeNow(hub, places, now)
}
