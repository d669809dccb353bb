/** From rows back to the facts format: what came in, with what was changed here since; what is assumed is left out. */
import type { Scope } from '#platform/server/scope.ts'
import { findConsortium } from '../consortium/repository.ts'
import { listEquipment } from '../equipment/repository.ts'
import { listSchedules, type ScheduleRow } from '../hours/repository.ts'
import { listHubs } from '../hub/repository.ts'
import { listSpaces } from '../space/repository.ts'
import { same } from '../rules.ts'
import { writeFacts } from './fields.ts'
import {
  consortiumFields,
  draftHours,
  equipmentFields,
  hubFields,
  openingOf,
  spaceFields,
  writeHours,
  type ConsortiumDraft,
  type EquipmentDraft,
  type HubDraft,
  type SpaceDraft,
} from './facts-fields.ts'
import type { ConsortiumFacts, EquipmentFacts, HubFacts, SpaceFacts } from './facts-format.ts'

export interface ExportedConsortium {
  readonly facts: Record<string, unknown>
  /** The file it came from, without its consortia. */
  readonly around: Record<string, unknown> | null
  readonly position: number
}

/** The seated consortium; undefined where it has none yet. */
export async function exportConsortium(scope: Scope): Promise<ExportedConsortium | undefined> {
  const row = await findConsortium(scope)
  if (row === undefined) return undefined
  const schedules = await listSchedules(scope)
  const spaces = await listSpaces(scope)
  const equipment = await listEquipment(scope)

  const facts = (row.facts ?? { id: row.slug }) as unknown as ConsortiumFacts
  const written: Record<string, unknown> = { ...facts }
  writeFacts(consortiumFields, facts, row as unknown as ConsortiumDraft, written)
  written['hubs'] = (await listHubs(scope)).map((hub) => {
    const hubFacts = (hub.facts ?? { id: hub.slug }) as unknown as HubFacts
    const inHub: Record<string, unknown> = { ...hubFacts }
    writeFacts(hubFields, { hub: hubFacts, consortium: facts }, draftOf<HubDraft>(hub, scheduleOf(schedules, hub.id, null)), inHub)
    inHub['spaces'] = spaces
      .filter((space) => space.hubId === hub.id)
      .map((space) => {
        const spaceFacts = (space.facts ?? { id: space.slug }) as unknown as SpaceFacts
        const inSpace: Record<string, unknown> = { ...spaceFacts }
        const draft = draftOf<SpaceDraft>(space, scheduleOf(schedules, hub.id, space.id))
        writeFacts(spaceFields, { space: spaceFacts, hub: hubFacts }, draft, inSpace)
        writeHoursOfSpace(inSpace, inHub, { space: spaceFacts, hub: hubFacts, draft })
        return inSpace
      })
    const here = equipment.filter((one) => one.hubId === hub.id)
    if (here.length > 0 || hubFacts.equipment !== undefined) {
      inHub['equipment'] = here.map((one) => {
        const equipmentFacts = (one.facts ?? {}) as unknown as EquipmentFacts
        const inEquipment: Record<string, unknown> = { ...equipmentFacts }
        writeFacts(equipmentFields, equipmentFacts, one as unknown as EquipmentDraft, inEquipment)
        return inEquipment
      })
    }
    return inHub
  })
  return { facts: written, around: row.factsDocument, position: row.factsPosition }
}

/** A file of consortia, as people write it: one value a line. */
export function documentOf(consortia: readonly ExportedConsortium[]): string {
  const inOrder = consortia.toSorted((a, b) => a.position - b.position)
  const around = inOrder.find((one) => one.around !== null)?.around ?? { consortia: [] }
  return JSON.stringify({ ...around, consortia: inOrder.map((one) => one.facts) }, null, 1)
}

/** Hours of a space stand with its hub, under a name that the space gives; one changed here gets its own. */
function writeHoursOfSpace(
  inSpace: Record<string, unknown>,
  inHub: Record<string, unknown>,
  { space, hub, draft }: { space: SpaceFacts; hub: HubFacts; draft: SpaceDraft },
): void {
  if (draft.assumed.includes('opening')) return
  const current = draft.opening.length === 0 ? null : draft.opening
  if (same(current, openingOf(space.hours === undefined ? undefined : hub.hours?.[space.hours]))) return
  if (space.hours !== undefined && hub.spaces.every((one) => one.id === space.id || one.hours !== space.hours))
    writeHours(inHub, space.hours, null)
  if (current === null) delete inSpace['hours']
  else {
    inSpace['hours'] = space.id
    writeHours(inHub, space.id, current)
  }
}

function scheduleOf(schedules: readonly ScheduleRow[], hubId: string, spaceId: string | null) {
  return draftHours(schedules.find((one) => one.hubId === hubId && one.spaceId === spaceId)?.schedule)
}

function draftOf<D>(row: object, hours: object): D {
  return { ...row, ...hours } as D
}
