import { fail } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { addDays, emptySchedule } from '../../../contract/rules.ts'
import type { HubListItem, HubSettings } from '../../../contract/schemas.ts'
import { findConsortium } from '../../consortium/repository.ts'
import { requireConsortium } from '../../consortium/use-cases/keep-consortium.ts'
import { listEquipment } from '../../equipment/repository.ts'
import { holidayLookup, holidaysBetween } from '../../holidays/use-cases/find-holidays.ts'
import { listSchedules } from '../../hours/repository.ts'
import { listPhotos } from '../../photo/repository.ts'
import { listPlans } from '../../plan/repository.ts'
import { listSpaces } from '../../space/repository.ts'
import { presentListItem, presentSettings } from '../presenter.ts'
import { findHub, listHubs, type HubRow } from '../repository.ts'

export async function requireOwnHub(scope: Scope, hubId: string): Promise<HubRow> {
  const hub = await findHub(scope, hubId)
  if (hub === undefined) fail('platform.not_found')
  return hub
}

/** A hub as its people edit it. */
export async function showOwnHub(scope: Scope, hubId: string): Promise<HubSettings> {
  const hub = await requireOwnHub(scope, hubId)
  const today = scope.clock.now().toZonedDateTimeISO(hub.zone).toPlainDate().toString()
  return presentSettings({
    consortium: await requireConsortium(scope),
    hub,
    spaces: await listSpaces(scope, hubId),
    equipment: await listEquipment(scope, hubId),
    schedules: await listSchedules(scope, hubId),
    photos: await listPhotos(scope, hubId),
    plans: await listPlans(scope, hubId),
    holidays: await holidaysBetween(scope, addDays(today, -366), addDays(today, 800)),
  })
}

export async function listOwnHubs(scope: Scope): Promise<{ items: HubListItem[] }> {
  const consortium = await findConsortium(scope)
  // just founded: nothing is there yet
  if (consortium === undefined) return { items: [] }
  const spaces = await listSpaces(scope)
  const schedules = await listSchedules(scope)
  const holidayOf = await holidayLookup(scope)
  const now = scope.clock.now()
  const hubs = await listHubs(scope)
  return {
    items: hubs.map((hub) =>
      presentListItem({
        consortium,
        hub,
        spaceCount: spaces.filter((space) => space.hubId === hub.id && space.kind !== 'floor' && space.kind !== 'building').length,
        schedule: schedules.find((row) => row.hubId === hub.id && row.spaceId === null)?.schedule ?? emptySchedule,
        now,
        holidayOf,
      }),
    ),
  }
}
