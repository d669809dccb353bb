/** What a person's stays on a day are made of, and the form that corrects them. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { dayOf, formatTime, instantAt, minutesOfTime } from '#platform/web/format.ts'
import { ProblemState, useProblemText } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { RadioChips, TextField } from '#ui/fields.tsx'
import { Note, Tag } from '#ui/marks.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import type { StayView, TraceEntry } from '../../contract/schemas.ts'
import { traceQuery, useCorrect } from '../queries.ts'
import { ReasonField } from './reason-field.tsx'
import { useSay } from './say.tsx'

export interface TraceProps {
  readonly hub: { readonly id: string; readonly zone: string }
  readonly stay: StayView
  readonly onClose: () => void
}

export function TraceDialog({ hub, stay, onClose }: TraceProps) {
  const say = useSay()
  const { t } = say
  const trace = useQuery(traceQuery(hub.id, stay.subjectId, stay.day))
  const [struck, setStruck] = useState<TraceEntry | undefined>(undefined)
  const [formKey, setFormKey] = useState(0)
  const what = (entry: TraceEntry): string =>
    entry.kind === 'people' ? t('trace.people', { count: entry.people ?? 1 }) : t(`trace.${entry.kind}`)
  return (
    <Dialog title={t('trace.title', { name: say.name(stay) })} isOpen onClose={onClose} place="side">
      <div className="grid gap-5">
        <p className="muted">{t('trace.lead')}</p>
        {trace.data === undefined ? (
          trace.error === null ? (
            <SkeletonLines count={3} label={t('now.loading')} />
          ) : (
            <ProblemState error={trace.error} onRetry={() => void trace.refetch()} isRetrying={trace.isFetching} />
          )
        ) : (
          <ol className="border-t border-rule">
            {trace.data.entries.map((entry) => (
              <li key={entry.id} className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 border-b border-rule py-2">
                <span className="min-w-0 flex-1">
                  <b className={entry.isVoided ? 'line-through' : undefined}>
                    <span className="n">{say.timeOn(entry.at, stay.day, hub.zone)}</span>
                    {'　'}
                    {what(entry)}
                  </b>{' '}
                  <Tag>{t(entry.source === 'door' ? 'trace.door' : 'trace.desk')}</Tag>
                  <span className="dense muted block">
                    {[entry.spaceNames === null ? '' : say.local(entry.spaceNames), entry.isVoided ? t('trace.voided') : '']
                      .filter(Boolean)
                      .join(' / ')}
                  </span>
                  {entry.reason !== null && (
                    <span className="dense block">
                      {entry.reason}{' '}
                      <span className="muted">
                        {t('trace.byWhom', {
                          name: entry.by ?? '',
                          at:
                            entry.madeAt === null ? '' : `${say.day(dayOf(entry.madeAt, hub.zone))} ${formatTime(entry.madeAt, hub.zone)}`,
                        })}
                      </span>
                    </span>
                  )}
                </span>
                {!entry.isVoided && entry.kind !== 'void' && (
                  <Button size="small" onClick={() => setStruck(entry)}>
                    {t('trace.strike')}
                  </Button>
                )}
              </li>
            ))}
          </ol>
        )}
        <CorrectionForm
          key={`${struck?.id}/${formKey}`}
          hub={hub}
          stay={stay}
          struck={struck}
          onDone={() => {
            setStruck(undefined)
            setFormKey(formKey + 1)
          }}
        />
      </div>
    </Dialog>
  )
}

type Kind = 'left' | 'entered' | 'people'

function CorrectionForm({
  hub,
  stay,
  struck,
  onDone,
}: Omit<TraceProps, 'onClose'> & { struck: TraceEntry | undefined; onDone: () => void }) {
  const say = useSay()
  const { t } = say
  const why = useProblemText()
  const { toast } = useToast()
  const correct = useCorrect(hub.id)
  const [kind, setKind] = useState<Kind>(stay.isCountSure ? 'left' : 'people')
  const [time, setTime] = useState(formatTime(Date.now(), hub.zone).padStart(5, '0'))
  const [people, setPeople] = useState('2')
  const [reason, setReason] = useState('')
  const [wasTried, setTried] = useState(false)
  const send = (): void => {
    setTried(true)
    if (reason === '') return
    const about = { subjectKind: stay.subjectKind, subjectId: stay.subjectId, reason }
    const minute = minutesOfTime(time)
    // before the entry's time it is after midnight: the same night
    const isNextDay = minute < 300 && new Date(stay.enteredAt).getTime() > new Date(instantAt(stay.day, minute, hub.zone)).getTime()
    const at = new Date(
      Math.min(
        Date.parse(instantAt(stay.day, minute + (isNextDay ? 1_440 : 0), hub.zone)),
        Math.max(Date.now(), Date.parse(stay.enteredAt)),
      ),
    ).toISOString()
    correct.mutate(
      struck !== undefined
        ? { ...about, kind: 'void', at: struck.at, targetId: struck.id }
        : kind === 'people'
          ? { ...about, kind, at: stay.enteredAt, people: Number(people) }
          : kind === 'entered'
            ? { ...about, kind, at, spaceId: stay.spaceId }
            : { ...about, kind, at },
      {
        onSuccess: () => {
          toast(t('correct.saved'))
          onDone()
        },
      },
    )
  }
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <h3 className="text-lg font-bold">{struck === undefined ? t('correct.add') : t('correct.void')}</h3>
      {struck === undefined ? (
        <>
          <RadioChips
            legend={t('correct.kind')}
            value={kind}
            onChange={(value) => setKind(value)}
            choices={(['left', 'entered', 'people'] as const).map((value) => ({ value, label: t(`correct.${value}`) }))}
          />
          {kind === 'people' ? (
            <TextField
              label={t('correct.count')}
              type="number"
              min={1}
              max={1000}
              required
              value={people}
              onChange={setPeople}
              isRequired
            />
          ) : (
            <TextField label={t('correct.at')} type="time" required value={time} onChange={setTime} isRequired />
          )}
        </>
      ) : (
        <p className="n">
          {say.timeOn(struck.at, stay.day, hub.zone)}{' '}
          {t(struck.kind === 'people' ? 'correct.people' : `trace.${struck.kind}`, { count: 0 })}
        </p>
      )}
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
      <p className="flex flex-wrap gap-2">
        <Button kind="main" type="submit" isBusy={correct.isPending}>
          {t('correct.save')}
        </Button>
        {struck !== undefined && <Button onClick={onDone}>{t('correct.cancel')}</Button>}
      </p>
    </form>
  )
}
