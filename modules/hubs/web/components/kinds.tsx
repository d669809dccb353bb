/** Kinds of spaces and how many people they hold, in words. */
import type { Drawing } from '#ui/picture.tsx'
import type { Capacity, Space, SpaceKind } from '../../contract/schemas.ts'
import { useHubsTexts } from '../texts.ts'

export const drawingOf: Record<SpaceKind, Drawing> = {
  'satellite-office': 'office',
  coworking: 'hall',
  'telework-center': 'hall',
  'meeting-room': 'table',
  booth: 'office',
  lab: 'hall',
  storage: 'office',
  'security-room': 'office',
  'event-space': 'hall',
  floor: 'house',
  building: 'house',
}

export function useKindText(): (kind: SpaceKind) => string {
  const t = useHubsTexts()
  return (kind) => t(`public.kinds.${kind}`)
}

/** `約20名`, `8–20名`: as exactly as it is known. */
export function useCapacityText(): (capacity: Capacity) => string {
  const t = useHubsTexts()
  return (capacity) => {
    const count = capacity.min !== null && capacity.min !== capacity.value ? `${capacity.min}–${capacity.value}` : String(capacity.value)
    return t(`public.capacity.${capacity.is}`, { count })
  }
}

/** Kind, seats, floor: the line below a space's name. */
export function useSpaceFacts(): (space: Space) => string[] {
  const t = useHubsTexts()
  const kind = useKindText()
  const capacity = useCapacityText()
  return (space) => [
    kind(space.kind),
    ...(space.capacity === null ? [] : [capacity(space.capacity)]),
    ...(space.areaM2 === null ? [] : [`${space.areaM2} m²`]),
    ...(space.floor === null ? [] : [space.floor]),
    ...(space.bookableAs === 'seats' || space.bookableAs === 'both' ? [t('public.bySeat')] : []),
  ]
}
