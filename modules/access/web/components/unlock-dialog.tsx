/** The desk opens a door from afar, says why, and is told whether the door did: sending is not opening. */
import { useState } from 'react'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Note } from '#ui/marks.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import type { Door } from '../../contract/door/schemas.ts'
import { useOpenDoor } from '../queries.ts'
import { Fallback, failsAtDoor, useLockOf } from './lock-line.tsx'
import { isReason } from './reasons.tsx'
import { ReasonDialog } from './reason-dialog.tsx'
import { useSay } from './say.tsx'

export function UnlockDialog({ hubId, door, onClose }: { hubId: string; door: Door; onClose: () => void }) {
  const say = useSay()
  const open = useOpenDoor(hubId, door)
  const lock = useLockOf(hubId, door)
  const [isAsked, setAsked] = useState(false)
  const name = say.local(door.names)
  if (!isAsked || (open.data === undefined && !open.isPending)) {
    return (
      <ReasonDialog
        title={say.t('doors.unlockTitle', { door: name })}
        confirmLabel={say.t('doors.unlock')}
        hint={say.t('doors.unlockReasonHint')}
        isBusy={open.isPending}
        error={open.error}
        onClose={onClose}
        onConfirm={(reason) => {
          setAsked(true)
          open.mutate(reason)
        }}
      >
        <p>{say.t('doors.unlockBody')}</p>
        {lock !== undefined && failsAtDoor(lock) && (
          <div className="pt-4">
            <Fallback hubId={hubId} door={door} />
          </div>
        )}
      </ReasonDialog>
    )
  }
  const isDone = open.data?.state === 'done'
  const detail = open.data?.detail
  return (
    <Dialog title={say.t('doors.unlockTold', { door: name })} isOpen onClose={onClose}>
      <div className="grid gap-4" role="status" aria-live="assertive">
        {open.isPending ? (
          <>
            <p>{say.t('doors.unlocking')}</p>
            <SkeletonLines count={1} label={say.t('doors.unlocking')} />
          </>
        ) : isDone ? (
          <Note tone="ok">
            <p className="font-bold">{say.t('doors.unlockDone')}</p>
          </Note>
        ) : (
          <>
            <p>{isReason(detail) ? say.t(`public.reason.${detail}`) : say.t('doors.unlockSilent')}</p>
            <Fallback hubId={hubId} door={door} />
          </>
        )}
        <p className="flex justify-end">
          <Button kind="main" onClick={onClose}>
            {say.t('doors.unlockClose')}
          </Button>
        </p>
      </div>
    </Dialog>
  )
}
