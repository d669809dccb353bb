/** Whatever changes who may enter asks why, and keeps the answer. */
import { useState, type ReactNode } from 'react'
import { ConfirmDialog } from '#ui/dialog.tsx'
import { Checkbox, TextField } from '#ui/fields.tsx'
import { Problem } from './problem.tsx'
import { useSay } from './say.tsx'

interface Props {
  title: string
  confirmLabel: string
  kind?: 'main' | 'bad'
  hint?: string
  /** Said a second time before it is done. */
  isTwice?: boolean
  isReasonOptional?: boolean
  isBusy: boolean
  error: unknown
  onConfirm: (reason: string) => void
  onClose: () => void
  children: ReactNode
}

/** Drawn only while it is asked, so that each time begins empty. */
export function ReasonDialog({
  title,
  confirmLabel,
  kind = 'main',
  hint,
  isTwice,
  isReasonOptional,
  isBusy,
  error,
  onConfirm,
  onClose,
  children,
}: Props) {
  const say = useSay()
  const [reason, setReason] = useState('')
  const [isRead, setRead] = useState(false)
  const [wasTried, setTried] = useState(false)
  const isMissing = reason.trim() === '' && isReasonOptional !== true
  return (
    <ConfirmDialog
      title={title}
      isOpen
      onClose={onClose}
      confirmLabel={confirmLabel}
      cancelLabel={say.t('common.back')}
      kind={kind}
      isBusy={isBusy}
      error={<Problem error={error} />}
      onConfirm={() => {
        setTried(true)
        if (isMissing || (isTwice === true && !isRead)) return
        onConfirm(reason.trim())
      }}
    >
      <div className="mb-4">{children}</div>
      <div className="grid gap-4">
        <TextField
          label={say.t('common.reason')}
          hint={hint ?? say.t('common.reasonHint')}
          isRequired={isReasonOptional !== true}
          value={reason}
          maxLength={500}
          error={wasTried && isMissing ? say.t('common.reasonMissing') : undefined}
          onChange={setReason}
        />
        {isTwice === true && (
          <Checkbox isChecked={isRead} onChange={setRead} error={wasTried && !isRead ? say.t('doors.confirmMissing') : undefined}>
            {say.t('doors.confirmRead')}
          </Checkbox>
        )}
      </div>
    </ConfirmDialog>
  )
}
