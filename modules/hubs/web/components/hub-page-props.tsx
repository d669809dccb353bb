/** What a part of the hub's public page is given. */
import type { ReactNode } from 'react'
import type { FloorPlan, PlanSpot } from '../../contract/plan/schemas.ts'
import type { HubDetail } from '../../contract/schemas.ts'

export interface HubPageProps {
  readonly hub: HubDetail
}

/** How a place is drawn on a plan, and the words beside its name. */
export interface SpotState {
  readonly tone: 'free' | 'taken' | 'own'
  readonly words: ReactNode
}

/** A module that knows what is free calls `draw` with it; where none does, the plan stands as it is. */
export interface HubPlanProps extends HubPageProps {
  readonly plan: FloorPlan
  readonly draw: (stateOf?: (spot: PlanSpot) => SpotState | undefined) => ReactNode
}
