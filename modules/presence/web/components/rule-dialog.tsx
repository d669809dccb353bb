/** When the night is closed, how many the hub holds, and what the street may know. */
import { useState } from 'react'
import { formatMinutes, minutesOfTime } from '#platform/web/format.ts'
import { useProblemText } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Checkbox, TextField } from '#ui/fields.tsx'
import { Note } from '#ui/marks.tsx'
import { useToast } from '#ui/toast.tsx'
import type { PresenceRule } from '../../contract/schemas.ts'
import { useSetRule } from '../queries.ts'
import { useSay } from './say.tsx'

export function RuleDialog({ hubId, rule, onClose }: { hubId: string; rule: PresenceRule; onClose: () => void }) {
  const { t } = useSay()
  const why = useProblemText()
  const { toast } = useToast()
  const save = useSetRule(hubId)
  const [closes, setCloses] = useState(formatMinutes(rule.closesMinute).padStart(5, '0'))
  const [capacity, setCapacity] = useState(rule.capacity === null ? '' : String(rule.capacity))
  const [isPublic, setPublic] = useState(rule.isPublic)
  const isWrong = capacity !== '' && !(Number.isInteger(Number(capacity)) && Number(capacity) >= 1 && Number(capacity) <= 100_000)
  return (
    <Dialog title={t('settings.title')} isOpen onClose={onClose}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (isWrong) return
          save.mutate(
            { ...rule, closesMinute: minutesOfTime(closes), capacity: capacity === '' ? null : Number(capacity), isPublic },
            {
              onSuccess: () => {
                toast(t('settings.saved'))
                onClose()
              },
            },
          )
        }}
      >
        <TextField label={t('settings.closes')} hint={t('settings.closesHint')} type="time" required value={closes} onChange={setCloses} />
        <TextField
          label={t('settings.capacity')}
          hint={t('settings.capacityHint')}
          inputMode="numeric"
          value={capacity}
          onChange={setCapacity}
          error={isWrong ? t('settings.badNumber') : undefined}
        />
        <Checkbox isChecked={isPublic} onChange={setPublic}>
          {t('settings.isPublic')}
        </Checkbox>
        {save.error !== null && (
          <Note tone="bad" isAlert>
            {why(save.error)}
          </Note>
        )}
        <p className="flex flex-wrap justify-end gap-3">
          <Button kind="quiet" onClick={onClose}>
            {t('correct.cancel')}
          </Button>
          <Button kind="main" type="submit" isBusy={save.isPending}>
            {t('settings.save')}
          </Button>
        </p>
      </form>
    </Dialog>
  )
}
