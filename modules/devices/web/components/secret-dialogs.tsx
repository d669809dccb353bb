/** The credential of a device: a new one, told once; blocked, let in again, ended for good. */
import { useState } from 'react'
import { CopyButton } from '#platform/web/pages/copy.tsx'
import { Button } from '#ui/button.tsx'
import { ConfirmDialog, Dialog } from '#ui/dialog.tsx'
import { TextField } from '#ui/fields.tsx'
import { Note } from '#ui/marks.tsx'
import { useToast } from '#ui/toast.tsx'
import { useEnd, useRotate, type Ending } from '../queries.ts'
import { Problem, useSay } from './say.tsx'

export function RotateDialog({ deviceId, onClose }: { deviceId: string; onClose: () => void }) {
  const say = useSay()
  const rotate = useRotate(deviceId)
  if (rotate.data === undefined) {
    return (
      <ConfirmDialog
        title={say.t('one.rotateTitle')}
        isOpen
        onClose={onClose}
        confirmLabel={say.t('one.rotate')}
        isBusy={rotate.isPending}
        error={<Problem error={rotate.error} />}
        onConfirm={() => rotate.mutate()}
      >
        <p className="mb-4">{say.t('one.rotateBody')}</p>
      </ConfirmDialog>
    )
  }
  const { username, password } = rotate.data
  return (
    <Dialog title={say.t('one.secretTitle')} isOpen onClose={onClose}>
      <div className="grid gap-5">
        <Note tone="wait" icon="lock">
          {say.t('one.secretOnce')}
        </Note>
        <TextField label={say.t('one.user')} value={username} readOnly onChange={() => undefined} />
        <TextField
          label={say.t('one.password')}
          value={password}
          readOnly
          onChange={() => undefined}
          onFocus={(event) => event.target.select()}
        />
        <div className="flex flex-wrap justify-between gap-3">
          <CopyButton text={password} label={say.t('one.copyPassword')} />
          <Button kind="main" onClick={onClose}>
            {say.t('one.saved')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

export function EndDialog({ deviceId, how, onClose }: { deviceId: string; how: Ending; onClose: () => void }) {
  const say = useSay()
  const { toast } = useToast()
  const end = useEnd(deviceId, how)
  const [reason, setReason] = useState('')
  const [wasTried, setTried] = useState(false)
  return (
    <ConfirmDialog
      title={say.t(`one.${how}Title`)}
      isOpen
      onClose={onClose}
      kind={how === 'unblock' ? 'main' : 'bad'}
      confirmLabel={say.t(`one.${how}`)}
      isBusy={end.isPending}
      error={<Problem error={end.error} />}
      onConfirm={() => {
        setTried(true)
        if (reason.trim() === '') return
        end.mutate(reason.trim(), {
          onSuccess: () => {
            toast(say.t('one.changed'))
            onClose()
          },
        })
      }}
    >
      <p className="mb-4">{say.t(`one.${how}Body`)}</p>
      <TextField
        label={say.t('one.reason')}
        hint={say.t('one.reasonHint')}
        isRequired
        value={reason}
        maxLength={200}
        error={wasTried && reason.trim() === '' ? say.t('one.reasonMissing') : undefined}
        onChange={setReason}
      />
    </ConfirmDialog>
  )
}
