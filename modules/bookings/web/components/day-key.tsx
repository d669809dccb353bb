import { BandKey } from '#ui/time-band.tsx'
import { useSay } from './say.tsx'

/** What the shapes of the day mean. */
export function DayKey() {
  const say = useSay()
  return (
    <BandKey
      entries={[
        { fill: 'conf', label: say.t('booking.stateComing') },
        { fill: 'in', label: say.t('booking.stateRunning') },
        { fill: 'wait', label: say.t('booking.provisional') },
        { fill: 'done', label: say.t('booking.stateOver') },
        { fill: 'lease', label: say.t('lease.grid.leased') },
        { fill: 'shut', label: say.t('desk.keyShut') },
        { fill: 'gap', label: say.t('desk.keyBuffer') },
      ]}
    />
  )
}
