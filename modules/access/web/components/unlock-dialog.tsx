/** The desk opens a door from afar, and says why. */
import { useToast } from '#ui/toast.tsx'
import { useOpenDoor } from '../queries.ts'
import { ReasonDialog } from './reason-dialog.tsx'
import { useSay } from './say.tsx'

export function UnlockDialog({ hubId, door, onClose }: { hubId: string; door: { id: string; name: string }; onClose: () => void }) {
  const say = useSay()
  const { toast } = useToast()
  const open = useOpenDoor(hubId, door.id)
  return (
    <ReasonDialog
      title={say.t('doors.unlockTitle', { door: door.name })}
      confirmLabel={say.t('doors.unlock')}
      hint={say.t('doors.unlockReasonHint')}
      isBusy={open.isPending}
      error={open.error}
      onClose={onClose}
      onConfirm={(reason) =>
        open.mutate(reason, {
          onSuccess: () => {
            toast(say.t('doors.unlocked'))
            onClose()
          },
        })
      }
    >
      <p>{say.t('doors.unlockBody')}</p>
    </ReasonDialog>
  )
}
