/** What was done about a door. */
import { useState } from 'react'
import { useProblemText } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { TextField } from '#ui/fields.tsx'
import { Note } from '#ui/marks.tsx'
import { useToast } from '#ui/toast.tsx'
import type { OpeningView } from '../../contract/schemas.ts'
import { useSettle } from '../queries.ts'
import { useSay } from './say.tsx'

export function SettleDialog({ hubId, opening, onClose }: { hubId: string; opening: OpeningView; onClose: () => void }) {
  const { t, local } = useSay()
  const why = useProblemText()
  const { toast } = useToast()
  const [note, setNote] = useState('')
  const settle = useSettle(hubId)
  return (
    <Dialog
      title={t('doors.settleTitle', { door: opening.doorNames === null ? t('doors.door') : local(opening.doorNames) })}
      isOpen
      onClose={onClose}
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          settle.mutate(
            { openingId: opening.id, note },
            {
              onSuccess: () => {
                toast(t('doors.settled'))
                onClose()
              },
            },
          )
        }}
      >
        <TextField label={t('doors.note')} hint={t('doors.noteHint')} value={note} onChange={setNote} isRequired required maxLength={500} />
        {settle.error !== null && (
          <Note tone="bad" isAlert>
            {why(settle.error)}
          </Note>
        )}
        <p className="flex flex-wrap justify-end gap-3">
          <Button kind="quiet" onClick={onClose}>
            {t('correct.cancel')}
          </Button>
          <Button kind="main" type="submit" isBusy={settle.isPending}>
            {t('correct.save')}
          </Button>
        </p>
      </form>
    </Dialog>
  )
}
