/** The visitor comes at another time: the PIN stays, a mail tells them. */
import { useState } from 'react'
import { dayOf, formatTime } from '#platform/web/format.ts'
import { ConfirmDialog } from '#ui/dialog.tsx'
import { useToast } from '#ui/toast.tsx'
import type { Visit } from '../../contract/pass/schemas.ts'
import { useMoveVisit } from '../queries.ts'
import { Problem } from './problem.tsx'
import { useSay } from './say.tsx'
import { spanOf, VisitTimeFields } from './visit-time-fields.tsx'

export function MoveVisit({ visit, zone, onClose }: { visit: Visit; zone: string; onClose: () => void }) {
  const say = useSay()
  const { toast } = useToast()
  const move = useMoveVisit(visit.id)
  const [times, setTimes] = useState({
    day: dayOf(visit.startsAt, zone),
    from: formatTime(visit.startsAt, zone),
    to: formatTime(visit.endsAt, zone),
  })
  const [wasTried, setTried] = useState(false)
  const missing = (value: string): string | undefined => (wasTried && value === '' ? say.t('visitors.missing') : undefined)
  return (
    <ConfirmDialog
      title={say.t('visitors.moveTitle')}
      isOpen
      onClose={onClose}
      confirmLabel={say.t('visitors.move')}
      cancelLabel={say.t('common.back')}
      kind="main"
      isBusy={move.isPending}
      error={<Problem error={move.error} />}
      onConfirm={() => {
        setTried(true)
        if (Object.values(times).includes('')) return
        move.mutate(spanOf(times, zone), {
          onSuccess: () => {
            toast(say.t('visitors.moved'))
            onClose()
          },
        })
      }}
    >
      <p className="mb-4">{say.t('visitors.moveLead', { name: visit.name })}</p>
      <div className="grid gap-4">
        <VisitTimeFields zone={zone} times={times} onChange={setTimes} missing={missing} />
      </div>
    </ConfirmDialog>
  )
}
