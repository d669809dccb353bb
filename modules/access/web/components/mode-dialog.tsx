/** All doors or one: stand open, closed to everyone, or normal again. Said twice and with a reason. */
import { useToast } from '#ui/toast.tsx'
import type { DoorMode } from '../../contract/schemas.ts'
import { useSetMode } from '../queries.ts'
import { ReasonDialog } from './reason-dialog.tsx'
import { useSay } from './say.tsx'

export interface ModeWish {
  readonly mode: DoorMode
  /** Absent: all doors of the hub. */
  readonly door?: { readonly id: string; readonly name: string }
}

const acts = { 'open-all': 'doors.openAll', 'lock-down': 'doors.lockDown', normal: 'doors.toNormal' } as const
const titles = { 'open-all': 'doors.openAllTitle', 'lock-down': 'doors.lockDownTitle', normal: 'doors.normalTitle' } as const
const oneTitles = { 'open-all': 'doors.oneOpenAllTitle', 'lock-down': 'doors.oneLockDownTitle', normal: 'doors.oneNormalTitle' } as const
const bodies = { 'open-all': 'doors.openAllBody', 'lock-down': 'doors.lockDownBody', normal: 'doors.normalBody' } as const

export function ModeDialog({ hubId, wish: { mode, door }, onClose }: { hubId: string; wish: ModeWish; onClose: () => void }) {
  const say = useSay()
  const { toast } = useToast()
  const set = useSetMode(hubId)
  return (
    <ReasonDialog
      title={door === undefined ? say.t(titles[mode]) : say.t(oneTitles[mode], { door: door.name })}
      confirmLabel={say.t(door === undefined ? acts[mode] : oneActs[mode])}
      kind={mode === 'normal' ? 'main' : 'bad'}
      isTwice={mode !== 'normal'}
      isBusy={set.isPending}
      error={set.error}
      onClose={onClose}
      onConfirm={(reason) =>
        set.mutate(
          { mode, reason, ...(door === undefined ? {} : { doorIds: [door.id] }) },
          {
            onSuccess: () => {
              toast(say.t('doors.modeSet'))
              onClose()
            },
          },
        )
      }
    >
      <p>{say.t(bodies[mode])}</p>
    </ReasonDialog>
  )
}

export const oneActs = { 'open-all': 'doors.openOne', 'lock-down': 'doors.lockOne', normal: 'doors.toNormal' } as const
