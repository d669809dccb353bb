/** What a person's stays on a day are made of, and the form that corrects them. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { formatTime, instantAt, minutesOfTime } from '#platform/web/format.ts'
import { ProblemState, useProblemText } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { RadioChips, TextField } from '#ui/fields.tsx'
import { Note } from '#ui/marks.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { countedAt, inNight } from '../../contract/rules.ts'
import type { StayView, Trace, TraceEntry } from '../../contract/schemas.ts'
import { traceQuery, useCorrect } from '../queries.ts'
import { ReasonField } from './reason-field.tsx'
import { useSay } from './say.tsx'
import { StrikeButton, TraceList, useTraceWords } from './trace-list.tsx'

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
          <TraceList
            entries={trace.data.entries}
            day={stay.day}
            zone={hub.zone}
            actOf={(entry) => <StrikeButton entry={entry} onStrike={setStruck} />}
          />
        )}
        {trace.data !== undefined && (
          <CorrectionForm
            key={`${struck?.id}/${formKey}`}
            hub={hub}
            stay={trace.data.stays.find(({ id }) => id === stay.id) ?? stay}
            trace={trace.data}
            struck={struck}
            onDone={() => {
              setStruck(undefined)
              setFormKey(formKey + 1)
            }}
          />
        )}
      </div>
    </Dialog>
  )
}

/** Milliseconds since 1970. The clock has no seconds: in the minute of the entry it is the entry's time. */
function timeInNight(time: string, { stay, trace, zone }: { stay: StayView; trace: Trace; zone: string }): number {
  if (time === '') return Date.parse(stay.enteredAt)
  const minute = minutesOfTime(time)
  const on = (minutes: number): number => Date.parse(instantAt(stay.day, minutes, zone))
  const at = inNight(on(minute), on(minute + 1_440), Date.parse(trace.from))
  const enteredAt = Date.parse(stay.enteredAt)
  return at < enteredAt && enteredAt - at < 60_000 ? enteredAt : at
}

type Kind = 'left' | 'entered' | 'people'

function CorrectionForm({
  hub,
  stay,
  trace,
  struck,
  onDone,
}: Omit<TraceProps, 'onClose'> & { trace: Trace; struck: TraceEntry | undefined; onDone: () => void }) {
  const say = useSay()
  const { t } = say
  const why = useProblemText()
  const { toast } = useToast()
  const { what } = useTraceWords()
  const correct = useCorrect(hub.id)
  const [kind, setKind] = useState<Kind>(stay.isCountSure ? 'left' : 'people')
  // who is still in leaves about now; when somebody left on another day is for whoever knows it
  const [time, setTime] = useState(stay.leftAt === null ? formatTime(Date.now(), hub.zone).padStart(5, '0') : '')
  const [people, setPeople] = useState('2')
  const [reason, setReason] = useState('')
  const [wasTried, setTried] = useState(false)
  const send = (): void => {
    setTried(true)
    if (reason === '') return
    const about = { subjectKind: stay.subjectKind, subjectId: stay.subjectId, reason }
    const enteredAt = Date.parse(stay.enteredAt)
    const counted = countedAt(
      { ...stay, enteredAt, leftAt: stay.leftAt === null ? null : Date.parse(stay.leftAt) },
      trace.entries.map((entry) => Date.parse(entry.at)),
    )
    const at = new Date(timeInNight(time, { stay, trace, zone: hub.zone })).toISOString()
    correct.mutate(
      struck !== undefined
        ? { ...about, kind: 'void', at: struck.at, targetId: struck.id }
        : kind === 'people'
          ? { ...about, kind, at: new Date(counted).toISOString(), people: Number(people) }
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
      <h3 className="text-lg font-bold">
        {t(struck === undefined ? 'correct.add' : struck.kind === 'void' ? 'correct.restore' : 'correct.void')}
      </h3>
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
          {say.timeOn(struck.at, stay.day, hub.zone)} {what(struck)}
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
