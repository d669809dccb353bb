/** Somebody who is in and whom no door saw: found by name or reading, entered by the desk with a reason. */
import { useState } from 'react'
import { MemberPicker, type Member } from '#modules/access/web/index.ts'
import { formatTime, instantAt, minutesOfTime, today } from '#platform/web/format.ts'
import { useProblemText } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { TextField } from '#ui/fields.tsx'
import { Note } from '#ui/marks.tsx'
import { useToast } from '#ui/toast.tsx'
import { useCorrect } from '../queries.ts'
import { ReasonField } from './reason-field.tsx'
import { useSay } from './say.tsx'

export function AddPerson({ hub, onClose }: { hub: { readonly id: string; readonly zone: string }; onClose: () => void }) {
  const { t } = useSay()
  const why = useProblemText()
  const { toast } = useToast()
  const correct = useCorrect(hub.id)
  const [member, setMember] = useState<Member | undefined>(undefined)
  const [time, setTime] = useState(formatTime(Date.now(), hub.zone).padStart(5, '0'))
  const [reason, setReason] = useState('')
  const [wasTried, setTried] = useState(false)
  const send = (): void => {
    setTried(true)
    if (member === undefined || reason === '' || time === '') return
    const at = Date.parse(instantAt(today(hub.zone), minutesOfTime(time), hub.zone))
    correct.mutate(
      {
        kind: 'entered',
        subjectKind: 'person',
        subjectId: member.id,
        // a time still to come is yesterday's: somebody who stayed over midnight
        at: new Date(at > Date.now() + 60_000 ? at - 86_400_000 : at).toISOString(),
        spaceId: null,
        reason,
      },
      {
        onSuccess: () => {
          toast(t('correct.added', { name: member.name }))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog title={t('correct.addPerson')} isOpen onClose={onClose} place="side">
      <form
        className="grid gap-5"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <p className="muted">{t('correct.addLead')}</p>
        <MemberPicker
          hubId={hub.id}
          label={t('correct.who')}
          value={member}
          onChange={setMember}
          clearLabel={t('correct.whoClear')}
          error={wasTried && member === undefined ? t('correct.whoMissing') : undefined}
        />
        <TextField label={t('correct.at')} type="time" value={time} onChange={setTime} isRequired />
        <ReasonField onChange={setReason} />
        {wasTried && reason === '' && (
          <Note tone="bad" isAlert>
            {t('correct.reasonMissing')}
          </Note>
        )}
        {correct.error !== null && (
          <Note tone="bad" isAlert>
            {why(correct.error)}
          </Note>
        )}
        <p className="flex flex-wrap justify-end gap-3">
          <Button kind="quiet" onClick={onClose}>
            {t('correct.cancel')}
          </Button>
          <Button kind="main" type="submit" isBusy={correct.isPending}>
            {t('correct.save')}
          </Button>
        </p>
      </form>
    </Dialog>
  )
}
