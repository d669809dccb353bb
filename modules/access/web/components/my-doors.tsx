/** Doors of the day for a member: which open, which do not yet and from when, the PIN; how to open stands beside them. */
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { useSession } from '#platform/web/session.ts'
import { Button } from '#ui/button.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { myDoorsQuery, useZones } from '../queries.ts'
import { DoorAnswer } from './door-answer.tsx'
import { DoorScan } from './door-scan.tsx'
import { useSay } from './say.tsx'

export function useMyDoors() {
  const { session } = useSession()
  return useQuery(myDoorsQuery(session?.active !== undefined))
}

export function MyDoors({ empty }: { empty: ReactNode }) {
  const say = useSay()
  const query = useMyDoors()
  const zoneOf = useZones()
  if (query.data === undefined) {
    if (query.error !== null) return <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
    return query.isLoading ? <SkeletonLines count={3} label={say.t('common.loading')} /> : null
  }
  const { items, pins } = query.data
  return (
    <div className="grid gap-3">
      {items.length === 0 && empty}
      {items.map((door) => (
        <DoorAnswer key={door.doorId} door={door} zone={zoneOf(door.hubId)} />
      ))}
      {items.some((door) => door.now.isOpen) && <DoorScan />}
      {pins.map((pin) => (
        <Pin key={pin.hubId} pin={pin.pin} />
      ))}
    </div>
  )
}

/** Hidden until asked for: a telephone lies on tables. */
function Pin({ pin }: { pin: string }) {
  const say = useSay()
  const [isShown, setShown] = useState(false)
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
      <Button size="small" icon={isShown ? 'cross' : 'eye'} aria-expanded={isShown} onClick={() => setShown(!isShown)}>
        {say.t(isShown ? 'me.hidePin' : 'me.showPin')}
      </Button>
      {isShown && (
        <span className="n text-[1.75rem] font-bold leading-none tracking-[0.2em]" role="status">
          {pin}
        </span>
      )}
    </div>
  )
}
