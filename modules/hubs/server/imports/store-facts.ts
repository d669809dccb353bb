/** One consortium of a file, merged into what stands here: rows made or changed, and what became of each. */
import { ensureOrganisations } from '#modules/people/server/index.ts'
import type { Scope } from '#platform/server/scope.ts'
import { hubsChanged, hubsConsortiumChanged, hubsFactsImported, hubsOpeningChanged } from '../../contract/events.ts'
import { usualBookableAs, type Closure } from '../../contract/rules.ts'
import type { ImportRow } from '../../contract/schemas.ts'
import {
  findConsortium,
  insertConsortium,
  nameTenant,
  updateConsortium,
  type ConsortiumRow,
  type ConsortiumValues,
} from '../consortium/repository.ts'
import { insertEquipment, listAllEquipment, updateEquipment, type EquipmentRow, type EquipmentValues } from '../equipment/repository.ts'
import {
  closureValues,
  deleteClosure,
  insertClosure,
  listSchedules,
  replaceException,
  replaceRules,
  replaceYearlyClosures,
  type PlaceRef,
  type ScheduleRow,
} from '../hours/repository.ts'
import { insertHub, listHubs, updateHub, type HubRow, type HubValues } from '../hub/repository.ts'
import { insertSpace, listAllSpaces, updateSpace, type SpaceRow, type SpaceValues } from '../space/repository.ts'
import { unitPlan } from '../space/rules.ts'
import { fitUnits } from '../unit/use-cases/fit-units.ts'
import { rememberFacts } from '../repository.ts'
import { same } from '../rules.ts'
import { assumedOfConsortium, assumedOfEquipment, assumedOfHub, assumedOfSpace } from './assumptions.ts'
import {
  consortiumFields,
  draftHours,
  equipmentFields,
  hubFields,
  plainClosures,
  spaceFields,
  type ConsortiumDraft,
  type EquipmentDraft,
  type HubDraft,
  type SpaceDraft,
} from './facts-fields.ts'
import { understood, type ConsortiumFacts, type EquipmentFacts, type HubFacts, type SpaceFacts } from './facts-format.ts'
import { applyAssumptions, mergeFacts, type Assumption, type Field } from './fields.ts'
import type { JsonPlaces } from './json-places.ts'
import { organisationsOf } from './organisations.ts'
import type { Overlay } from './overlay-format.ts'

export interface StoreInput {
  readonly facts: ConsortiumFacts
  /** The consortium's place in the file. */
  readonly position: number
  /** The file without its consortia. */
  readonly around: Record<string, unknown>
  readonly places: JsonPlaces
  readonly overlay: Overlay | null
  /** New hubs go into the directory at once. */
  readonly publishes: boolean
  readonly sha256: string
}

export async function storeConsortium(scope: Scope, input: StoreInput): Promise<ImportRow[]> {
  const { facts, position, overlay } = input
  const path = `consortia[${position}]`
  const row = await findConsortium(scope)
  const draft = { ...row, assumed: [...(row?.assumed ?? [])] } as ConsortiumDraft
  const merged = merge({
    fields: consortiumFields,
    facts,
    before: factsOf<ConsortiumFacts>(row),
    draft,
    assumptions: assumedOfConsortium(overlay, facts),
  })
  const kept = { ...facts, hubs: [] }
  const fields = [
    ...withOtherKeys(merged.changed, row?.facts ?? null, kept),
    ...(row?.factsDocument != null && !same(row.factsDocument, input.around) ? ['document'] : []),
  ]
  const values: ConsortiumValues = {
    ...pickColumns(draft, consortiumColumns),
    facts: kept,
    factsDocument: input.around,
    // a consortium keeps its place among the others: a file of one alone says nothing about it
    factsPosition: row?.factsPosition ?? position,
  }
  if (row === undefined) await insertConsortium(scope, { ...values, names: draft.names ?? { ja: facts.consortium } })
  else if (fields.length > 0) await updateConsortium(scope, values)
  else if (isNews(row.facts, kept) || row.factsDocument === null)
    await rememberFacts(scope, 'hubs.consortium', null, { facts: kept, factsDocument: input.around })
  if (fields.some((name) => name.startsWith('names.'))) await nameTenant(scope, draft.names ?? { ja: facts.consortium })
  if (fields.length > 0 || row === undefined)
    scope.emit(hubsConsortiumChanged, { consortiumId: scope.consortiumId, fields }, { subjectId: scope.consortiumId })

  // organisations are the people's to keep from then on: a file that says the same again brings none back
  if (row === undefined || fields.includes('members')) await ensureOrganisations(scope, organisationsOf(facts))

  const rows: ImportRow[] = [
    {
      path,
      line: input.places.lineOf(path),
      kind: 'consortium',
      key: facts.id,
      outcome: outcomeOf(row, fields),
      fields: row === undefined ? [] : fields,
      kept: merged.kept,
      notUnderstood: notUnderstood(facts, 'consortium'),
    },
  ]
  const standing = {
    hubs: await listHubs(scope),
    spaces: await listAllSpaces(scope),
    equipment: await listAllEquipment(scope),
    schedules: await listSchedules(scope),
    formerFacts: factsOf<ConsortiumFacts>(row),
  }
  for (const [index, hub] of facts.hubs.entries())
    rows.push(...(await storeHub(scope, input, standing, { hub, path: `${path}.hubs[${index}]`, position: index })))

  const count = (outcome: ImportRow['outcome']) => rows.filter((one) => one.outcome === outcome).length
  if (count('created') + count('changed') > 0) {
    scope.emit(
      hubsFactsImported,
      {
        consortiumId: scope.consortiumId,
        sha256: input.sha256,
        created: count('created'),
        changed: count('changed'),
        unchanged: count('unchanged'),
      },
      { subjectId: scope.consortiumId },
    )
  }
  return rows
}

interface Standing {
  readonly hubs: readonly HubRow[]
  readonly spaces: readonly SpaceRow[]
  readonly equipment: readonly EquipmentRow[]
  readonly schedules: readonly ScheduleRow[]
  /** The consortium as the file before gave it. */
  readonly formerFacts: ConsortiumFacts | null
}

async function storeHub(
  scope: Scope,
  input: StoreInput,
  standing: Standing,
  { hub, path, position }: { hub: HubFacts; path: string; position: number },
): Promise<ImportRow[]> {
  const { facts, overlay, places } = input
  const row = standing.hubs.find((one) => one.slug === hub.id)
  const schedule = scheduleOf(standing.schedules, row === undefined ? undefined : { hubId: row.id, spaceId: null })
  const draft = { ...row, assumed: [...(row?.assumed ?? [])], ...draftHours(schedule) } as HubDraft
  const before = factsOf<HubFacts>(row)
  const merged = merge({
    fields: hubFields,
    facts: { hub, consortium: facts },
    before: before === null ? null : { hub: before, consortium: standing.formerFacts ?? facts },
    draft,
    assumptions: assumedOfHub(overlay, facts, hub),
  })
  const kept = { ...hub, spaces: [], ...(hub.equipment === undefined ? {} : { equipment: [] }) }
  const fields = withOtherKeys(merged.changed, row?.facts ?? null, kept)
  const values: HubValues = { ...pickColumns(draft, hubColumns), facts: kept }
  const hubId =
    row?.id ??
    (await insertHub(scope, { ...values, slug: hub.id, sortOrder: position + 1, publishedAt: input.publishes ? scope.clock.now() : null }))
  if (row !== undefined && fields.length > 0) await updateHub(scope, row.id, values)
  else if (row !== undefined && isNews(row.facts, kept)) await rememberFacts(scope, 'hubs.hub', row.id, { facts: kept })
  await storeHours(scope, { hubId, spaceId: null }, { isNew: row === undefined, fields, schedule, draft })
  const key = `${facts.id}.${hub.id}`
  const rows: ImportRow[] = [
    {
      path,
      line: places.lineOf(path),
      kind: 'hub',
      key,
      outcome: outcomeOf(row, fields),
      fields: row === undefined ? [] : fields,
      kept: merged.kept,
      notUnderstood: notUnderstood(hub, 'hub'),
    },
  ]
  for (const [index, space] of hub.spaces.entries()) {
    rows.push(
      await storeSpace(scope, input, standing, {
        hub,
        hubId,
        hubFactsBefore: before,
        space,
        path: `${path}.spaces[${index}]`,
        position: index,
        key: `${key}.${space.id}`,
      }),
    )
  }
  for (const [index, equipment] of (hub.equipment ?? []).entries()) {
    rows.push(
      await storeEquipment(scope, input, standing, {
        hub,
        hubId,
        equipment,
        path: `${path}.equipment[${index}]`,
        position: index,
        key: `${key}.${equipment.name}`,
      }),
    )
  }
  const changed = rows.filter((one) => one.outcome !== 'unchanged')
  if (changed.length > 0)
    scope.emit(hubsChanged, { hubId, what: 'import', fields: [...new Set(changed.flatMap((one) => one.fields))] }, { subjectId: hubId })
  return rows
}

interface InHub {
  readonly hub: HubFacts
  readonly hubId: string
  readonly path: string
  readonly position: number
  readonly key: string
}

async function storeSpace(
  scope: Scope,
  input: StoreInput,
  standing: Standing,
  { hub, hubId, hubFactsBefore, space, path, position, key }: InHub & { space: SpaceFacts; hubFactsBefore: HubFacts | null },
): Promise<ImportRow> {
  const row = standing.spaces.find((one) => one.hubId === hubId && one.slug === space.id)
  const schedule = scheduleOf(standing.schedules, row === undefined ? undefined : { hubId, spaceId: row.id })
  const draft = {
    uses: [],
    ...row,
    assumed: [...(row?.assumed ?? [])],
    ...draftHours(schedule),
  } as SpaceDraft
  const before = factsOf<SpaceFacts>(row)
  const merged = merge({
    fields: spaceFields,
    facts: { space, hub },
    before: before === null ? null : { space: before, hub: hubFactsBefore ?? hub },
    draft,
    assumptions: assumedOfSpace(input.overlay, input.facts, hub, space),
  })
  const fields = withOtherKeys(merged.changed, row?.facts ?? null, space)
  const seats = draft.capacityValue ?? null
  const bookableAs = row === undefined ? usualBookableAs(space.kind, seats) : row.bookableAs
  const values: SpaceValues = { ...pickColumns(draft, spaceColumns), bookableAs, facts: space }
  const spaceId = row?.id ?? (await insertSpace(scope, { ...values, hubId, slug: space.id, sortOrder: position + 1 }))
  if (row !== undefined && fields.length > 0) await updateSpace(scope, row.id, values)
  else if (row !== undefined && isNews(row.facts, space)) await rememberFacts(scope, 'hubs.space', row.id, { facts: space })
  await storeHours(scope, { hubId, spaceId }, { isNew: row === undefined, fields, schedule, draft })
  // what a person set up since (fewer seats than people) stays; a new number in the file is a new number of seats
  if (row === undefined || (fields.includes('capacity') && row.retiredAt === null)) {
    await fitUnits(scope, { hubId, owner: { spaceId }, ...unitPlan(bookableAs, seats) })
  }
  return {
    path,
    line: input.places.lineOf(path),
    kind: 'space',
    key,
    outcome: outcomeOf(row, fields),
    fields: row === undefined ? [] : fields,
    kept: merged.kept,
    notUnderstood: notUnderstood(space, 'space'),
  }
}

async function storeEquipment(
  scope: Scope,
  input: StoreInput,
  standing: Standing,
  { hub, hubId, equipment, path, position, key }: InHub & { equipment: EquipmentFacts },
): Promise<ImportRow> {
  const row = standing.equipment.find((one) => one.hubId === hubId && one.names.ja === equipment.name)
  const draft = { ...row, assumed: [...(row?.assumed ?? [])] } as EquipmentDraft
  const merged = merge({
    fields: equipmentFields,
    facts: equipment,
    before: factsOf<EquipmentFacts>(row),
    draft,
    assumptions: assumedOfEquipment(input.overlay, input.facts, hub, equipment),
  })
  const fields = withOtherKeys(merged.changed, row?.facts ?? null, equipment)
  // nobody says how many there are of what is booked or lent: at least the one that is named
  if (draft.itemCount === undefined && draft.handling !== 'fixed') {
    draft.itemCount = 1
    draft.assumed = [...draft.assumed, 'count']
  }
  const values: EquipmentValues = { ...pickColumns(draft, equipmentColumns), facts: equipment }
  const equipmentId = row?.id ?? (await insertEquipment(scope, { ...values, hubId, sortOrder: position + 1 }))
  if (row !== undefined && fields.length > 0) await updateEquipment(scope, row.id, values)
  else if (row !== undefined && isNews(row.facts, equipment)) await rememberFacts(scope, 'hubs.equipment', row.id, { facts: equipment })
  if (
    (row === undefined && draft.handling !== 'fixed') ||
    ((fields.includes('count') || fields.includes('handling')) && row?.retiredAt == null)
  ) {
    const kind = draft.handling === 'lendable' ? 'item' : 'machine'
    await fitUnits(scope, { hubId, owner: { equipmentId }, kind, count: draft.handling === 'fixed' ? 0 : (draft.itemCount ?? 1) })
  }
  return {
    path,
    line: input.places.lineOf(path),
    kind: 'equipment',
    key,
    outcome: outcomeOf(row, fields),
    fields: row === undefined ? [] : fields,
    kept: merged.kept,
    notUnderstood: notUnderstood(equipment, 'equipment'),
  }
}

/** Fields that say when a place is open, as the event of a change calls them. */
const openingFields = [
  ['opening', 'rules'],
  ['yearlyClosures', 'yearly-closures'],
  ['closures', 'closure'],
  ['exceptions', 'exception'],
] as const

async function storeHours(
  scope: Scope,
  place: PlaceRef,
  {
    isNew,
    fields,
    schedule,
    draft,
  }: { isNew: boolean; fields: readonly string[]; schedule: ScheduleRow['schedule']; draft: HubDraft | SpaceDraft },
): Promise<void> {
  if (!isNew) {
    for (const [field, what] of openingFields) {
      if (fields.includes(field))
        scope.emit(
          hubsOpeningChanged,
          { hubId: place.hubId, ...(place.spaceId === null ? {} : { spaceId: place.spaceId }), what },
          { subjectId: place.spaceId ?? place.hubId },
        )
    }
  }
  if (fields.includes('opening')) await replaceRules(scope, place, draft.opening)
  if (fields.includes('yearlyClosures')) await replaceYearlyClosures(scope, place, draft.yearlyClosures)
  if (fields.includes('closures')) await fitClosures(scope, place, schedule.closures, draft.closures)
  if (fields.includes('exceptions')) {
    for (const { on } of schedule.exceptions) await replaceException(scope, place, on, null, null)
    for (const { on, periods, reason } of draft.exceptions) await replaceException(scope, place, on, periods, reason)
  }
}

/** A closure that stays keeps its row, and with it whatever was derived from it. */
async function fitClosures(
  scope: Scope,
  place: PlaceRef,
  standing: ScheduleRow['schedule']['closures'],
  wanted: readonly Closure[],
): Promise<void> {
  const isIn = (closures: readonly Closure[], closure: Closure) =>
    closures.some((other) => same(plainClosures([other]), plainClosures([closure])))
  for (const closure of standing) if (!isIn(wanted, closure)) await deleteClosure(scope, place.hubId, closure.id)
  for (const closure of wanted) if (!isIn(standing, closure)) await insertClosure(scope, place, closureValues(closure))
}

/** The facts first, then what is assumed where they are silent. */
function merge<F, D extends Record<string, unknown> & { assumed: string[] }>({
  fields,
  facts,
  before,
  draft,
  assumptions,
}: {
  fields: readonly Field<F, D>[]
  facts: F
  before: F | null
  draft: D
  assumptions: readonly Assumption[]
}): { changed: string[]; kept: string[] } {
  const merged = mergeFacts({ fields, facts, before, draft })
  const assumed = applyAssumptions(fields, draft, assumptions)
  return { changed: [...new Set([...merged.changed, ...assumed])], kept: merged.kept }
}

const consortiumColumns = [
  'names',
  'project',
  'projectAlso',
  'municipalityCode',
  'municipalityNames',
  'lead',
  'operator',
  'members',
  'workKinds',
  'notes',
  'assumed',
] as const
const hubColumns = [
  'names',
  'address',
  'municipalityCode',
  'municipalityNames',
  'openedOn',
  'provisionalOpeningOn',
  'capacityValue',
  'capacityIs',
  'areaM2',
  'audience',
  'description',
  'gettingIn',
  'phone',
  'assumed',
] as const
const spaceColumns = [
  'kind',
  'names',
  'floor',
  'room',
  'capacityValue',
  'capacityMin',
  'capacityIs',
  'capacityByType',
  'areaM2',
  'accessKind',
  'uses',
  'assumed',
] as const
const equipmentColumns = ['names', 'handling', 'itemCount', 'assumed'] as const

function pickColumns<D extends Record<string, unknown>, K extends keyof D & string>(draft: D, names: readonly K[]): Pick<D, K> {
  return Object.fromEntries(names.flatMap((name) => (draft[name] === undefined ? [] : [[name, draft[name]]]))) as Pick<D, K>
}

function factsOf<F>(row: ConsortiumRow | HubRow | SpaceRow | EquipmentRow | undefined): F | null {
  return (row?.facts as F | null | undefined) ?? null
}

/** What the file changed. Keys without a field count too: they are kept and exported. */
function withOtherKeys(changed: readonly string[], before: Record<string, unknown> | null, now: Record<string, unknown>): string[] {
  const differing = [...new Set([...Object.keys(before ?? {}), ...Object.keys(now)])].filter((key) => !same(before?.[key], now[key]))
  return [...new Set([...changed, ...differing.filter((key) => !keysOfFields.has(key))])]
}

/** Said otherwise than the last time, yet as it stands here: kept for the next comparison, no change of anything. */
const isNews = (before: unknown, now: unknown): boolean => JSON.stringify(before) !== JSON.stringify(now)

const keysOfFields = new Set(Object.values(understood).flatMap((keys) => [...keys]))

function notUnderstood(facts: Record<string, unknown>, kind: keyof typeof understood): string[] {
  return Object.keys(facts).filter((key) => !understood[kind].has(key))
}

function outcomeOf(row: unknown, fields: readonly string[]): ImportRow['outcome'] {
  return row === undefined ? 'created' : fields.length > 0 ? 'changed' : 'unchanged'
}

function scheduleOf(schedules: readonly ScheduleRow[], place: PlaceRef | undefined): ScheduleRow['schedule'] {
  const found = place === undefined ? undefined : schedules.find((one) => one.hubId === place.hubId && one.spaceId === place.spaceId)
  return found?.schedule ?? { rules: [], exceptions: [], closures: [], yearlyClosures: [] }
}
