/** What needs the desk: doors that were forced or stand open. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { DeskNeed, NeedSourceProps } from '#platform/web/registry.ts'
import { Button } from '#ui/button.tsx'
import { presenceQuery } from '../queries.ts'
import type { OpeningView } from '../../contract/schemas.ts'
import { useSay } from './say.tsx'
import { SettleDialog } from './settle-dialog.tsx'

export function DoorNeeds({ hub, onNeeds }: NeedSourceProps) {
  const say = useSay()
  const now = useQuery(presenceQuery(hub.id))
  const needs = useMemo(
    () =>
      (now.data?.openings ?? []).map((opening): DeskNeed => {
        const door = opening.doorNames === null ? say.t('doors.door') : say.local(opening.doorNames)
        return {
          id: opening.id,
          dueAt: Date.parse(opening.openedAt),
          isHot: true,
          mark: { tone: 'bad', icon: opening.isForced ? 'alert' : 'door-open', word: say.t(`doors.${stateOf(opening)}`) },
          left: say.time(opening.openedAt, hub.zone),
          what: say.t(opening.isForced ? 'doors.forcedWhat' : 'doors.heldWhat', { door }),
          why: say.t('doors.since', { time: say.time(opening.openedAt, hub.zone) }),
          acts: <SettleButton hubId={hub.id} opening={opening} />,
        }
      }),
    [now.data, say, hub],
  )
  useEffect(() => onNeeds(needs), [needs, onNeeds])
  return null
}

export const stateOf = (opening: OpeningView): 'forced' | 'leftOpen' | 'held' =>
  opening.isForced ? 'forced' : opening.isLeftOpen ? 'leftOpen' : 'held'

export function SettleButton({ hubId, opening }: { hubId: string; opening: OpeningView }) {
  const { t } = useSay()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('doors.settle')}
      </Button>
      {isOpen && <SettleDialog hubId={hubId} opening={opening} onClose={() => setOpen(false)} />}
    </>
  )
}
