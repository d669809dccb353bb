/**
 * A floor plan with the places on it, and the same as a list beside it: the list says everything, the picture only where.
 * What a place's state is (free, taken) is for the module that knows it to say, by unit or space.
 */
import type { ReactNode } from 'react'
import { Local, useLocalText } from '#platform/web/local-text.tsx'
import type { FloorPlan, PlanSpot } from '../../contract/plan/schemas.ts'
import type { HubDetail } from '../../contract/schemas.ts'
import { useHubsTexts } from '../texts.ts'
import type { SpotState } from './hub-page-props.tsx'

export interface FloorPlanViewProps {
  readonly plan: FloorPlan
  readonly spaces: readonly Pick<HubDetail['spaces'][number], 'id' | 'names'>[]
  readonly equipment: readonly Pick<HubDetail['equipment'][number], 'id' | 'names'>[]
  /** What is known of a place: how its number is drawn, and the words beside its name. */
  readonly stateOf?: (spot: PlanSpot) => SpotState | undefined
}

export function FloorPlanView({ plan, spaces, equipment, stateOf }: FloorPlanViewProps) {
  const t = useHubsTexts()
  const local = useLocalText()
  const nameOf = useSpotName(spaces, equipment)
  const state = (spot: PlanSpot) => stateOf?.(spot)
  return (
    <figure className="plan">
      <figcaption>
        <Local text={plan.names} />
      </figcaption>
      <PlanPicture href={plan.href} alt={t('public.plan.alt', { name: local(plan.names) })}>
        {plan.spots.map((spot, index) => (
          <span
            key={keyOf(spot)}
            className="plan-spot"
            data-tone={state(spot)?.tone}
            style={{ insetInlineStart: `${spot.x / 10}%`, top: `${spot.y / 10}%` }}
            aria-hidden
          >
            {index + 1}
          </span>
        ))}
      </PlanPicture>
      <ol className="plan-list">
        {plan.spots.map((spot, index) => (
          <li key={keyOf(spot)}>
            <span className="no" data-tone={state(spot)?.tone} aria-hidden>
              {index + 1}
            </span>
            <span>{nameOf(spot)}</span>
            {state(spot) !== undefined && <span className="dense muted">{state(spot)?.words}</span>}
          </li>
        ))}
      </ol>
    </figure>
  )
}

/** Places lie over the picture itself, whatever its shape: the box is as high as the picture makes it. */
export function PlanPicture({ href, alt, children }: { href: string; alt: string; children: ReactNode }) {
  return (
    <div className="plan-picture">
      <img src={href} alt={alt} decoding="async" />
      {children}
    </div>
  )
}

/** A seat is named with its room, a machine with its kind. */
export function useSpotName(
  spaces: FloorPlanViewProps['spaces'],
  equipment: FloorPlanViewProps['equipment'],
): (spot: Pick<PlanSpot, 'spaceId' | 'equipmentId' | 'label'>) => string {
  const local = useLocalText()
  const t = useHubsTexts()
  return ({ spaceId, equipmentId, label }) => {
    const names = (equipmentId === null ? spaces.find((one) => one.id === spaceId) : equipment.find((one) => one.id === equipmentId))?.names
    const name = names === undefined ? '' : local(names)
    if (label === null) return name
    return equipmentId === null ? t('public.plan.seat', { name, label }) : t('public.plan.machine', { name, label })
  }
}

export const keyOf = (spot: Pick<PlanSpot, 'spaceId' | 'unitId'>): string => spot.unitId ?? spot.spaceId ?? ''
