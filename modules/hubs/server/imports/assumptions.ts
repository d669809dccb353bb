/** What an overlay says about one row, as assumptions of its fields. */
import { closuresOf, openingOf } from './facts-fields.ts'
import type { ConsortiumFacts, EquipmentFacts, HubFacts, SpaceFacts } from './facts-format.ts'
import { otherLanguages, type Assumption } from './fields.ts'
import type { OtherTexts, Overlay, OverlayHub } from './overlay-format.ts'

const languages = ['ja', ...otherLanguages] as const

/** A text in each language it has; Japanese too, where the facts have none. */
function texts(name: string, given: (OtherTexts & { ja?: string }) | undefined): Assumption[] {
  return languages.flatMap((language) => (given?.[language] === undefined ? [] : [{ name: `${name}.${language}`, value: given[language] }]))
}

export function assumedOfConsortium(overlay: Overlay | null, facts: ConsortiumFacts): Assumption[] {
  if (overlay === null) return []
  const own = overlay.consortia[facts.id]
  return [
    ...texts('names', own?.names),
    ...texts('municipalityNames', own?.municipality ?? withoutJa(overlay.municipalities[facts.municipality?.code ?? ''])),
  ]
}

export function assumedOfHub(overlay: Overlay | null, facts: ConsortiumFacts, hub: HubFacts): Assumption[] {
  if (overlay === null) return []
  const own = hubOf(overlay, facts, hub)
  return [
    ...texts('names', own?.names),
    ...texts('address', own?.address),
    ...texts('municipalityNames', overlay.municipalities[hub.municipalityCode ?? facts.municipality?.code ?? '']),
    ...texts('audience', hub.audience === undefined ? undefined : overlay.texts[hub.audience]),
    ...texts('description', own?.description),
    ...texts('gettingIn', own?.gettingIn ?? overlay.defaults.gettingIn),
    { name: 'phone', value: own?.phone },
    { name: 'opening', value: openingOf(own?.hours ?? overlay.defaults.hours) },
    { name: 'yearlyClosures', value: closuresOf(overlay.defaults.yearlyClosures) },
  ]
}

export function assumedOfSpace(overlay: Overlay | null, facts: ConsortiumFacts, hub: HubFacts, space: SpaceFacts): Assumption[] {
  if (overlay === null) return []
  const own = hubOf(overlay, facts, hub)?.spaces?.[space.id]
  const uses = (space.uses ?? []).map((use) => overlay.texts[use] ?? {})
  return [
    ...texts('names', overlay.texts[space.name]),
    { name: 'capacity', value: own?.capacity === undefined ? undefined : { value: own.capacity, is: 'exact', min: null } },
    { name: 'uses.translations', value: uses.some((use) => Object.keys(use).length > 0) ? uses : undefined },
  ]
}

export function assumedOfEquipment(
  overlay: Overlay | null,
  facts: ConsortiumFacts,
  hub: HubFacts,
  equipment: EquipmentFacts,
): Assumption[] {
  const own = overlay === null ? undefined : hubOf(overlay, facts, hub)?.equipment?.[equipment.name]
  return [...texts('names', overlay?.texts[equipment.name]), { name: 'count', value: own?.count }]
}

function hubOf(overlay: Overlay, facts: ConsortiumFacts, hub: HubFacts): OverlayHub | undefined {
  return overlay.consortia[facts.id]?.hubs?.[hub.id]
}

function withoutJa(given: (OtherTexts & { ja?: string }) | undefined): OtherTexts | undefined {
  if (given === undefined) return undefined
  const { ja: _, ...others } = given
  return others
}
