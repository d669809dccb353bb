/** When and how to be reminded. Saved with each choice: there is nothing to forget to press. */
import { useQuery } from '@tanstack/react-query'
import { ProblemState, useProblemText } from '#platform/web/shell/page.tsx'
import { Checkbox, FieldError, RadioChips } from '#ui/fields.tsx'
import { SectionHead } from '#ui/marks.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { reminderLeads, type ReminderSetting } from '../../../contract/reminder/schemas.ts'
import { remindersQuery, useSetReminders } from '../../reminder/queries.ts'
import { useBookingsTexts } from '../../texts.ts'
import { Devices } from './devices.tsx'

export function ReminderForm() {
  const t = useBookingsTexts()
  const why = useProblemText()
  const { toast } = useToast()
  const query = useQuery(remindersQuery())
  const save = useSetReminders()
  const setting = save.isPending ? save.variables : query.data?.setting
  const change = (part: Partial<ReminderSetting>): void => {
    if (setting !== undefined) save.mutate({ ...setting, ...part }, { onSuccess: () => toast(t('reminder.saved')) })
  }
  return (
    <section aria-labelledby="reminders" className="grid content-start gap-5">
      <SectionHead id="reminders" title={t('reminder.title')} />
      <p className="muted">{t('reminder.lead')}</p>
      {query.error !== null ? (
        <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
      ) : setting === undefined || query.data === undefined ? (
        <SkeletonLines count={4} label={t('booking.loading')} />
      ) : (
        <>
          <RadioChips
            legend={t('reminder.when')}
            layout="flow"
            value={setting.lead}
            onChange={(lead) => change({ lead })}
            choices={reminderLeads.map((lead) => ({ value: lead, label: t(`reminder.leads.${lead}`) }))}
          />
          <fieldset className="grid gap-1">
            <legend className="legend">{t('reminder.how')}</legend>
            <Checkbox isChecked={setting.hasMail} disabled={setting.lead === 'none'} onChange={(hasMail) => change({ hasMail })}>
              {t('reminder.byMail')}
            </Checkbox>
            <Checkbox isChecked={setting.hasPush} disabled={setting.lead === 'none'} onChange={(hasPush) => change({ hasPush })}>
              {t('reminder.byPush')}
            </Checkbox>
            <Checkbox isChecked={setting.hasNews} onChange={(hasNews) => change({ hasNews })}>
              {t('reminder.news')}
            </Checkbox>
            <p className="hint">{t('reminder.newsHint')}</p>
          </fieldset>
          <FieldError error={save.error === null ? undefined : why(save.error)} />
          <Devices devices={query.data.devices} publicKey={query.data.publicKey} />
        </>
      )}
    </section>
  )
}
