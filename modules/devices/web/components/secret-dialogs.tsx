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
  return (
    <Dialog title={say.t('one.secretTitle')} isOpen onClose={onClose}>
      <Connection {...rotate.data} onClose={onClose} />
    </Dialog>
  )
}

interface ConnectionProps {
  username: string
  password: string
  /** Where it is known: with a way to write all of it down for a bridge. */
  brokerUrl?: string | null
  onClose: () => void
}

/** What a device or bridge needs to connect. Told once: it is not kept anywhere. */
export function Connection({ username, password, brokerUrl = null, onClose }: ConnectionProps) {
  const say = useSay()
  const broker = brokerUrl === null ? undefined : new URL(brokerUrl)
  const isTls = broker?.protocol === 'mqtts:'
  const text = (label: string, value: string) => (
    <TextField label={label} value={value} readOnly onChange={() => undefined} onFocus={(event) => event.target.select()} />
  )
  const zigbee = `mqtt:\n  server: '${brokerUrl ?? ''}'\n  user: '${username}'\n  password: '${password}'\n`
  return (
    <div className="grid gap-5">
      <Note tone="wait" icon="lock">
        {say.t('one.secretOnce')}
      </Note>
      {broker !== undefined && (
        <div className="grid gap-4 sm:grid-cols-[1fr_8rem]">
          {text(say.t('one.host'), broker.hostname)}
          {text(say.t('one.port'), broker.port === '' ? (isTls ? '8883' : '1883') : broker.port)}
        </div>
      )}
      {text(say.t('one.user'), username)}
      {text(say.t('one.password'), password)}
      {broker !== undefined && (
        <div className="grid gap-2">
          <p className="muted">{say.t('one.zigbee')}</p>
          <pre className="dense rounded-lg border border-rule bg-band p-3 break-all whitespace-pre-wrap">{zigbee}</pre>
          <p>
            <CopyButton text={zigbee} label={say.t('one.copyAll')} />
          </p>
          <p className="muted">{say.t(isTls ? 'one.othersTls' : 'one.others')}</p>
        </div>
      )}
      <div className="flex flex-wrap justify-between gap-3">
        <CopyButton text={password} label={say.t('one.copyPassword')} />
        <Button kind="main" onClick={onClose}>
          {say.t('one.saved')}
        </Button>
      </div>
    </div>
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
