/** Which days an agreement holds for, and where it stands: the same on the server and on the screen. */
import type { MutualUseStage } from './schemas.ts'

export interface AgreementDays {
  readonly state: string
  readonly fromOn: string
  readonly untilOn: string | null
  readonly endsOn: string | null
}

/** The last day of use that was agreed or is left; null: none was named. */
export function lastDayOf({ untilOn, endsOn }: Pick<AgreementDays, 'untilOn' | 'endsOn'>): string | null {
  if (endsOn === null || untilOn === null) return endsOn ?? untilOn
  return endsOn < untilOn ? endsOn : untilOn
}

/** Whether a day of use is covered, whenever it is asked for. */
export function holdsOn(agreement: AgreementDays, day: string): boolean {
  if (agreement.state !== 'active' && agreement.state !== 'ended') return false
  const last = lastDayOf(agreement)
  return agreement.fromOn <= day && (last === null || day <= last)
}

export function stageOf(agreement: AgreementDays, today: string): MutualUseStage {
  const last = lastDayOf(agreement)
  const isPast = last !== null && last < today
  switch (agreement.state) {
    case 'declined':
    case 'withdrawn':
      return agreement.state
    case 'proposed':
      return isPast ? 'over' : 'proposed'
    case 'ended':
      return isPast || (last !== null && last < agreement.fromOn) ? 'over' : 'ending'
    default:
      return isPast ? 'over' : agreement.fromOn > today ? 'coming' : 'running'
  }
}
