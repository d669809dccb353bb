/** Floor plans: the picture, its name, and where on it spaces, seats and machines lie. */
import { fail, failOf } from '#platform/server/errors.ts'
import { dropFile, readFileOf } from '#platform/server/files.ts'
import type { FileAnswer, UploadedFile } from '#platform/server/module.ts'
import { keepPicture } from '#platform/server/pictures.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { output } from 'zod/v4/core'
import { hubsErrors } from '../../../contract/errors.ts'
import { hubsChanged } from '../../../contract/events.ts'
import type { FloorPlanSettings } from '../../../contract/plan/schemas.ts'
import type { changePlanBody } from '../../../contract/schemas.ts'
import { listEquipment } from '../../equipment/repository.ts'
import { requireOwnHub } from '../../hub/use-cases/show-own-hub.ts'
import { pictureTypeOf } from '../../photo/rules.ts'
import { listSpaces } from '../../space/repository.ts'
import { requireSpace } from '../../space/use-cases/change-space.ts'
import { presentPlan } from '../presenter.ts'
import { deletePlan, insertPlan, listPlans, replaceSpots, updatePlan, type PlanRow, type SpotValues } from '../repository.ts'

const failHubs = failOf(hubsErrors)
/** A building with more floors is split into hubs' pages that nobody scrolls. */
const mostPlans = 12

export interface PlanRef {
  readonly hubId: string
  readonly planId: string
}

export async function addPlan(
  scope: Scope,
  hubId: string,
  { file, spaceId }: { file: UploadedFile; spaceId: string | undefined },
): Promise<FloorPlanSettings> {
  const hub = await requireOwnHub(scope, hubId)
  const space = spaceId === undefined ? undefined : await requireSpaceOf(scope, hubId, spaceId)
  // by its first bytes; a drawing with scripts in it (SVG) is none of these
  if (pictureTypeOf(file.content) === undefined) failHubs('hubs.not_a_picture')
  const plans = await listPlans(scope, hubId)
  if (plans.length >= mostPlans) failHubs('hubs.too_many_plans', { params: { most: mostPlans } })
  const kept = await keepPicture(scope, file, { isPublic: true })
  if (kept === undefined) return failHubs('hubs.not_a_picture')
  const planId = await insertPlan(scope, {
    hubId,
    spaceId: spaceId ?? null,
    names: (space ?? hub).names,
    fileId: kept.id,
    mediaType: kept.mediaType,
    sortOrder: Math.max(0, ...plans.map((one) => one.sortOrder)) + 1,
  })
  scope.emit(hubsChanged, { hubId, what: 'plan', fields: ['added'] }, { subjectId: planId })
  return presentPlan(await requirePlan(scope, { hubId, planId }))
}

export async function readPlanPicture(scope: Scope, ref: PlanRef, width: number | undefined): Promise<FileAnswer> {
  const plan = await requirePlan(scope, ref)
  const file = await readFileOf(scope, plan.fileId, { mustBePublic: false, width })
  if (file === undefined) fail('platform.not_found')
  return { name: file.name, mediaType: plan.mediaType, content: file.content, etag: file.sha256.slice(0, 22), isInline: true }
}

export async function changePlan(
  scope: Scope,
  ref: PlanRef,
  { version, names, spaceId, spots }: output<typeof changePlanBody>,
): Promise<FloorPlanSettings> {
  await requirePlan(scope, ref)
  if (spaceId != null) await requireSpaceOf(scope, ref.hubId, spaceId)
  if (spots !== undefined) await requireTargets(scope, ref.hubId, spots)
  const values = { ...(names === undefined ? {} : { names }), ...(spaceId === undefined ? {} : { spaceId }) }
  if (!(await updatePlan(scope, ref.planId, values, version))) fail('platform.changed_meanwhile')
  if (spots !== undefined) await replaceSpots(scope, ref.hubId, ref.planId, spots)
  const fields = [...Object.keys(values), ...(spots === undefined ? [] : ['spots'])]
  scope.emit(hubsChanged, { hubId: ref.hubId, what: 'plan', fields }, { subjectId: ref.planId })
  return presentPlan(await requirePlan(scope, ref))
}

export async function removePlan(scope: Scope, ref: PlanRef): Promise<void> {
  const plan = await requirePlan(scope, ref)
  await deletePlan(scope, ref.planId)
  await dropFile(scope, plan.fileId)
  scope.emit(hubsChanged, { hubId: ref.hubId, what: 'plan', fields: ['removed'] }, { subjectId: ref.planId })
}

async function requirePlan(scope: Scope, { hubId, planId }: PlanRef): Promise<PlanRow> {
  const plan = (await listPlans(scope, hubId)).find((one) => one.id === planId)
  if (plan === undefined) fail('platform.not_found')
  return plan
}

async function requireSpaceOf(scope: Scope, hubId: string, spaceId: string) {
  const space = await requireSpace(scope, spaceId)
  if (space.hubId !== hubId) fail('platform.not_found')
  return space
}

/** What is put on the plan is in use, and in this hub. */
async function requireTargets(scope: Scope, hubId: string, spots: readonly SpotValues[]): Promise<void> {
  const spaces = await listSpaces(scope, hubId)
  const equipment = await listEquipment(scope, hubId)
  const known = new Set([
    ...spaces.map((space) => space.id),
    ...[...spaces, ...equipment].flatMap((one) => one.units.map((unit) => unit.id)),
  ])
  if (spots.some((spot) => !known.has(spot.unitId ?? spot.spaceId ?? ''))) fail('platform.not_found')
}
