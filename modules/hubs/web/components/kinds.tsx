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

/** A prefecture by its JIS code; the directory's own names are in Japanese only. */
export const prefectureKey = (code: string) => `public.prefectures.p${code}` as 'public.prefectures.p01'

export function useKindText(): (kind: SpaceKind) => string {
  const t = useHubsTexts()
  return (kind) => t(`public.spaceKinds.${kind}`)
}

/** `約20名`, `8–20名`: as exactly as it is known. */
export function useCapacityText(): (capacity: Capacity) => string {
  const t = useHubsTexts()
  return (capacity) => {
    return capacity.min !== null && capacity.min !== capacity.value
      ? t('public.capacity.range', { min: capacity.min, count: capacity.value })
      : t(`public.capacity.${capacity.is}`, { count: capacity.value })
  }
}

export const accessKinds = ['controlled', 'card-key', 'smart-lock'] as const
type AccessKind = (typeof accessKinds)[number]
export const isAccessKind = (kind: string): kind is AccessKind => (accessKinds as readonly string[]).includes(kind)

/** Kind, seats, floor: the line below a space's name. */
export function useSpaceFacts(): (space: Space) => string[] {
  const t = useHubsTexts()
  const kind = useKindText()
  const capacity = useCapacityText()
  return (space) => [
    kind(space.kind),
    ...(space.capacity === null ? [] : [capacity(space.capacity)]),
    ...(space.areaM2 === null ? [] : [t('public.area', { area: space.areaM2 })]),
    // `2F` and `2` are said in the reader's way, anything else as it stands on the door.
    ...(space.floor === null
      ? []
      : [/^\d+F?$/.test(space.floor) ? t('public.floor', { floor: Number.parseInt(space.floor, 10) }) : space.floor]),
    ...(space.accessKind === null ? [] : [isAccessKind(space.accessKind) ? t(`public.access.${space.accessKind}`) : space.accessKind]),
    ...(space.bookableAs === 'seats' || space.bookableAs === 'both' ? [t('public.page.bySeat')] : []),
  ]
}
