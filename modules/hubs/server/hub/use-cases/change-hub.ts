import { fail, failOf } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { output } from 'zod/v4/core'
import { hubsErrors } from '../../../contract/errors.ts'
import { hubsChanged, hubsPublished, hubsUnpublished } from '../../../contract/events.ts'
import type { changeHubBody, createHubBody, HubSettings } from '../../../contract/schemas.ts'
import { ensureConsortium } from '../../consortium/repository.ts'
import { listSchedules } from '../../hours/repository.ts'
import { capacityOf } from '../../presenter.ts'
import { changesOf, withoutAssumed } from '../../rules.ts'
import { listSpaces } from '../../space/repository.ts'
import { insertHub, listHubs, updateHub, type HubRow, type HubValues } from '../repository.ts'
import { requireOwnHub, showOwnHub } from './show-own-hub.ts'

const failHubs = failOf(hubsErrors)

type Given = Omit<output<typeof changeHubBody>, 'version' | 'confirmed'>

/** Capacity is one value outside and two columns inside. */
function columnsOf({ capacity, ...others }: Given): HubValues {
  return {
    ...others,
    ...(capacity === undefined ? {} : { capacityValue: capacity?.value ?? null, capacityIs: capacity?.is ?? 'exact' }),
  }
}

const current = (hub: HubRow): Given => ({ ...hub, capacity: capacityOf(hub) })

export async function createHub(scope: Scope, { key, ...given }: output<typeof createHubBody>): Promise<HubSettings> {
  await ensureConsortium(scope)
  const sortOrder = Math.max(0, ...(await listHubs(scope)).map((hub) => hub.sortOrder)) + 1
  const hubId = await insertHub(scope, { ...columnsOf(given), slug: key, sortOrder })
  scope.emit(hubsChanged, { hubId, what: 'hub', fields: Object.keys(given) }, { subjectId: hubId })
  return showOwnHub(scope, hubId)
}

export async function changeHub(
  scope: Scope,
  hubId: string,
  { version, confirmed, ...given }: output<typeof changeHubBody>,
): Promise<HubSettings> {
  const hub = await requireOwnHub(scope, hubId)
  const { fields, values } = changesOf(current(hub), given)
  const settled = [...fields, ...confirmed.filter((field) => hub.assumed.includes(field))]
  if (settled.length > 0 || hub.version !== version) {
    if (!(await updateHub(scope, hubId, { ...columnsOf(values), assumed: withoutAssumed(hub.assumed, settled) }, version)))
      fail('platform.changed_meanwhile')
    scope.emit(hubsChanged, { hubId, what: 'hub', fields: settled }, { subjectId: hubId })
  }
  return showOwnHub(scope, hubId)
}

/** A public page needs at least something to book and when. */
export async function publishHub(scope: Scope, hubId: string): Promise<HubSettings> {
  const hub = await requireOwnHub(scope, hubId)
  if (hub.publishedAt === null) {
    const spaces = await listSpaces(scope, hubId)
    const schedules = await listSchedules(scope, hubId)
    const missing = [
      ...(spaces.some((space) => space.kind !== 'floor' && space.kind !== 'building') ? [] : ['spaces']),
      ...(schedules.some((row) => row.schedule.rules.length > 0) ? [] : ['opening']),
    ]
    if (missing.length > 0) failHubs('hubs.not_ready_to_publish', { params: { missing } })
    await updateHub(scope, hubId, { publishedAt: scope.clock.now() })
    scope.emit(hubsPublished, { hubId }, { subjectId: hubId })
  }
  return showOwnHub(scope, hubId)
}

export async function unpublishHub(scope: Scope, hubId: string): Promise<HubSettings> {
  const hub = await requireOwnHub(scope, hubId)
  if (hub.publishedAt !== null) {
    await updateHub(scope, hubId, { publishedAt: null })
    scope.emit(hubsUnpublished, { hubId }, { subjectId: hubId })
  }
  return showOwnHub(scope, hubId)
}
