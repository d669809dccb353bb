/** Closing a space or the hub: when and why, whom it hits, what each could have instead, then one press tells everyone. */
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { instantAt, minutesOfTime, today as todayIn } from '#platform/web/format.ts'
import { PageHead, ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { ConfirmDialog } from '#ui/dialog.tsx'
import { Checkbox, Select, TextArea, TextField } from '#ui/fields.tsx'
import { Link } from '#ui/link.tsx'
import { Note, Progress, SectionHead, StateMark } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import type { ClosurePlan, DeskClosureDetail, HitBooking } from '../../contract/closure/schemas.ts'
import { useAddPlans, useClosePlace, useLiftClosure, closureQuery, closuresQuery, previewQuery } from '../closure/queries.ts'
import { LeaseList } from '../components/closure/lease-list.tsx'
import { firstPlans, PlanList, type Plans } from '../components/closure/plan-list.tsx'
import { DeskFrame } from '../components/desk-frame.tsx'
import { Refusal } from '../components/refusal.tsx'
import { useSay } from '../components/say.tsx'
import { useSearchState } from '../components/use-search-state.tsx'
import { dayGridQuery, type HubRef } from '../queries.ts'

export function ClosuresPage() {
  return <DeskFrame>{(hub) => <Closures key={hub.id} hub={hub} />}</DeskFrame>
}

function Closures({ hub }: { hub: HubRef }) {
  const say = useSay()
  const { search } = useSearchState()
  usePageTitle([say.t('closure.title'), say.local(hub.names)])
  const shown = search['closure']
  return (
    <>
      <PageHead title={say.t('closure.title')} lead={say.local(hub.names)} />
      {shown === undefined && <p className="mb-6 max-w-3xl">{say.t('closure.lead')}</p>}
      {shown === undefined ? (
        <>
          <NewClosure hub={hub} />
          <List hub={hub} />
        </>
      ) : (
        <Progressing key={shown} hub={hub} id={shown} />
      )}
    </>
  )
}

function NewClosure({ hub }: { hub: HubRef }) {
  const say = useSay()
  const { toast } = useToast()
  const { search, change } = useSearchState()
  const today = todayIn(hub.zone)
  const [day, setDay] = useState(search['day'] ?? today)
  const [untilDay, setUntilDay] = useState(search['day'] ?? today)
  const [isWhole, setWhole] = useState(true)
  const [from, setFrom] = useState('09:00')
  const [until, setUntil] = useState('18:00')
  const [spaceId, setSpaceId] = useState('')
  const [reason, setReason] = useState('')
  const [reasonEn, setReasonEn] = useState('')
  const [message, setMessage] = useState(say.language === 'ja' ? say.t('closure.messageDefault') : '')
  const [messageEn, setMessageEn] = useState('')
  const [hasNoReason, setNoReason] = useState(false)
  const [asked, setAsked] = useState<{ startsAt: string; endsAt: string; spaceId: string | undefined } | undefined>(undefined)
  const [plans, setPlans] = useState<Plans>(new Map())
  const grid = useQuery(dayGridQuery(hub.id, day))
  const preview = useQuery(previewQuery(hub.id, asked))
  const close = useClosePlace(hub.id)
  const hits = useMemo(() => preview.data?.hits ?? [], [preview.data])
  const leases = preview.data?.leases ?? []
  const isAnybodyHit = hits.length + leases.length > 0
  const planned = useMemo(() => new Map([...firstPlans(hits), ...plans]), [hits, plans])
  const spaces = grid.data?.rows.filter((row) => row.kind !== 'equipment') ?? []
  const look = (): void => {
    setNoReason(reason.trim() === '')
    if (reason.trim() === '') return
    const last = untilDay < day ? day : untilDay
    setPlans(new Map())
    setAsked({
      startsAt: instantAt(day, isWhole ? 0 : minutesOfTime(from), hub.zone),
      endsAt: instantAt(isWhole ? last : day, isWhole ? 24 * 60 : minutesOfTime(until), hub.zone),
      spaceId: spaceId === '' ? undefined : spaceId,
    })
  }
  const submit = (): void => {
    if (asked === undefined) return
    const words = { ...(message.trim() === '' ? {} : { ja: message }), ...(messageEn.trim() === '' ? {} : { en: messageEn }) }
    close.mutate(
      {
        startsAt: asked.startsAt,
        endsAt: asked.endsAt,
        spaceId: asked.spaceId ?? null,
        reason: { ja: reason.trim(), ...(reasonEn.trim() === '' ? {} : { en: reasonEn.trim() }) },
        message: words,
        plans: [...planned.values()],
      },
      {
        onSuccess: (made) => {
          toast(say.t('closure.started'))
          change({ closure: made.id })
        },
      },
    )
  }
  const counts = countOf([...planned.values()])
  return (
    <div className="grid gap-8">
      <form
        noValidate
        className="grid max-w-3xl gap-5 border-t-2 border-ink pt-5"
        onSubmit={(event) => {
          event.preventDefault()
          look()
        }}
      >
        <h2 className="text-[1.25rem] font-bold">{say.t('closure.stepWhen')}</h2>
        <Select
          label={say.t('closure.place')}
          value={spaceId}
          onChange={setSpaceId}
          choices={[
            { value: '', label: say.t('closure.wholeHub') },
            ...spaces.map((row) => ({ value: row.targetId, label: say.local(row.name) })),
          ]}
        />
        <div className="grid items-end gap-4 sm:grid-cols-2">
          <TextField label={say.t('closure.day')} type="date" value={day} min={today} onChange={setDay} />
          {isWhole && (
            <TextField
              label={say.t('closure.untilDay')}
              type="date"
              value={untilDay < day ? day : untilDay}
              min={day}
              onChange={setUntilDay}
            />
          )}
        </div>
        <Checkbox isChecked={isWhole} onChange={setWhole}>
          {say.t('closure.wholeDay')}
        </Checkbox>
        {!isWhole && (
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField label={say.t('closure.from')} type="time" step={900} value={from} onChange={setFrom} />
            <TextField label={say.t('closure.until')} type="time" step={900} value={until} onChange={setUntil} />
          </div>
        )}
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <TextField
            label={say.t('closure.reason')}
            hint={say.t('closure.reasonHint')}
            isRequired
            value={reason}
            maxLength={300}
            error={hasNoReason ? say.t('closure.reasonMissing') : undefined}
            onChange={setReason}
          />
          <TextField label={say.t('closure.reasonEn')} value={reasonEn} maxLength={300} onChange={setReasonEn} />
        </div>
        <div>
          <Button kind={asked === undefined ? 'main' : undefined} type="submit" isBusy={preview.isFetching}>
            {say.t('closure.look')}
          </Button>
        </div>
      </form>
      {asked !== undefined && (
        <section aria-labelledby="hits" aria-busy={preview.isFetching}>
          <SectionHead
            id="hits"
            title={preview.data === undefined ? say.t('desk.looking') : say.t('closure.hits', { count: hits.length })}
          />
          {preview.error !== null ? (
            <ProblemState error={preview.error} onRetry={() => void preview.refetch()} isRetrying={preview.isFetching} />
          ) : preview.data === undefined ? (
            <SkeletonLines count={4} label={say.t('booking.loading')} />
          ) : (
            <div className="grid gap-6">
              {hits.length === 0 ? (
                <EmptyState icon="check" title={say.t('closure.hitsNone')} />
              ) : (
                <PlanList
                  hits={hits}
                  plans={planned}
                  zone={hub.zone}
                  onPlan={(plan) => setPlans(new Map([...plans, [plan.bookingId, plan]]))}
                />
              )}
              {leases.length > 0 && <LeaseList hub={hub} leases={leases} isMade={false} />}
              {isAnybodyHit && (
                <div className="grid max-w-3xl gap-4 sm:grid-cols-2">
                  <TextArea
                    label={say.t('closure.message')}
                    hint={say.t('closure.messageHint')}
                    rows={3}
                    value={message}
                    maxLength={2000}
                    onChange={setMessage}
                  />
                  <TextArea label={say.t('closure.messageEn')} rows={3} value={messageEn} maxLength={2000} onChange={setMessageEn} />
                </div>
              )}
              {hits.length > 0 && <p>{say.t('closure.summary', counts)}</p>}
              <Refusal error={close.error} zone={hub.zone} day={day} />
              <div>
                <Button kind="main" isBusy={close.isPending} onClick={submit}>
                  {say.t(isAnybodyHit ? 'closure.submit' : 'closure.submitNone')}
                </Button>
              </div>
            </div>
          )}
        </section>
      )}
    </div>
  )
}

function countOf(plans: readonly ClosurePlan[]): { moves: number; cancels: number; offers: number } {
  const of = (act: ClosurePlan['act']): number => plans.filter((plan) => plan.act === act).length
  return { moves: of('move'), cancels: of('cancel'), offers: of('offer') }
}

function List({ hub }: { hub: HubRef }) {
  const say = useSay()
  const query = useQuery(closuresQuery(hub.id))
  const items = query.data?.items ?? []
  return (
    <section aria-labelledby="closures" className="pt-10">
      <SectionHead id="closures" title={say.t('closure.list')} />
      {items.length === 0 ? (
        <EmptyState title={say.t('closure.listNone')} />
      ) : (
        <ul className="border-t border-rule">
          {items.map((each) => (
            <li key={each.id} className="rec">
              <Link className="rec-main grid-cols-1!" to="." search={{ closure: each.id }}>
                <b>{say.dayAndRange(each.startsAt, each.endsAt, hub.zone)}</b>
                <span className="dense muted col-start-1!">
                  {say.facts([
                    say.local(each.reason),
                    each.done + each.planned + each.refused === 0
                      ? ''
                      : say.t('closure.progress', { done: each.done, total: each.done + each.planned + each.refused }),
                  ])}
                </span>
              </Link>
              {each.liftedAt !== null && (
                <StateMark tone="off" icon="check">
                  {say.t('closure.lifted')}
                </StateMark>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Progressing({ hub, id }: { hub: HubRef; id: string }) {
  const say = useSay()
  const { toast } = useToast()
  const { change } = useSearchState()
  const query = useQuery(closureQuery(hub.id, id))
  const lift = useLiftClosure(hub.id)
  const [isLifting, setLifting] = useState(false)
  const closure = query.data
  if (closure === undefined) {
    if (query.error !== null) return <ProblemState error={query.error} onRetry={() => void query.refetch()} />
    return <SkeletonLines count={5} label={say.t('booking.loading')} />
  }
  const total = closure.planned + closure.done + closure.refused
  return (
    <div className="grid gap-8">
      <div className="border-t-2 border-ink pt-5">
        <p className="text-[1.375rem] font-bold leading-snug">{say.dayAndRange(closure.startsAt, closure.endsAt, hub.zone)}</p>
        <p>{say.local(closure.reason)}</p>
        <div className="mt-4 max-w-xl" role="status">
          {total > 0 && (
            <Progress value={closure.done + closure.refused} max={total} label={say.t('closure.progress', { done: closure.done, total })} />
          )}
          <p className="mt-2">
            {closure.planned > 0
              ? say.t('closure.waits')
              : total === 0
                ? closure.left.length === 0 && say.t('closure.hitsNone')
                : closure.refused === 0
                  ? say.t('closure.allDone')
                  : say.t('closure.progress', { done: closure.done, total })}
          </p>
        </div>
        <div className="mt-4 flex flex-wrap gap-3">
          <Button kind="quiet" icon="left" onClick={() => change({ closure: undefined })}>
            {say.t('closure.list')}
          </Button>
          {closure.liftedAt === null ? (
            <Button kind="quiet" onClick={() => setLifting(true)}>
              {say.t('closure.lift')}
            </Button>
          ) : (
            <StateMark tone="off" icon="check">
              {say.t('closure.lifted')}
            </StateMark>
          )}
        </div>
      </div>
      {closure.left.length > 0 && <Left key={closure.left.map((hit) => hit.booking.id).join()} hub={hub} closure={closure} />}
      {closure.leases.length > 0 && <LeaseList hub={hub} leases={closure.leases} isMade />}
      {closure.cases.length > 0 && <Cases hub={hub} closure={closure} />}
      <ConfirmDialog
        title={say.t('closure.liftTitle')}
        isOpen={isLifting}
        onClose={() => setLifting(false)}
        confirmLabel={say.t('closure.lift')}
        isBusy={lift.isPending}
        error={lift.error === null ? undefined : <Refusal error={lift.error} zone={hub.zone} day="" />}
        onConfirm={() =>
          lift.mutate(closure.id, {
            onSuccess: () => {
              toast(say.t('closure.liftedToast'))
              setLifting(false)
            },
          })
        }
      >
        <p>{say.t('closure.liftBody')}</p>
      </ConfirmDialog>
    </div>
  )
}

function Left({ hub, closure }: { hub: HubRef; closure: DeskClosureDetail }) {
  const say = useSay()
  const decide = useAddPlans(hub.id, closure.id)
  const [changed, setChanged] = useState<Plans>(new Map())
  const hits: readonly HitBooking[] = closure.left
  const plans = new Map([...firstPlans(hits), ...changed])
  return (
    <section aria-labelledby="left" className="grid gap-4">
      <SectionHead id="left" title={say.t('closure.left', { count: hits.length })} />
      <PlanList hits={hits} plans={plans} zone={hub.zone} onPlan={(plan) => setChanged(new Map([...changed, [plan.bookingId, plan]]))} />
      <Refusal error={decide.error} zone={hub.zone} day="" />
      <div>
        <Button kind="main" isBusy={decide.isPending} onClick={() => decide.mutate({ plans: [...plans.values()] })}>
          {say.t('closure.decide')}
        </Button>
      </div>
    </section>
  )
}

const actKeys = { move: 'closure.actMove', cancel: 'closure.actCancel', offer: 'closure.actOffer' } as const

function Cases({ hub, closure }: { hub: HubRef; closure: DeskClosureDetail }) {
  const say = useSay()
  return (
    <section aria-labelledby="cases">
      <SectionHead id="cases" title={say.t('closure.cases')} />
      {closure.refused > 0 && (
        <div className="mb-4">
          <Note tone="bad">{say.t('closure.refused', { count: closure.refused })}</Note>
        </div>
      )}
      <ul className="border-t border-rule">
        {closure.cases.map((one) => (
          <li key={one.bookingId} className="rec">
            <span className="rec-main grid-cols-1!">
              <span className="rec-who">{one.booking === null ? say.t('closure.gone') : say.name(one.booking.holder.name)}</span>
              {one.booking !== null && (
                <span className="dense muted col-start-1!">
                  {say.facts([say.dayAndRange(one.booking.startsAt, one.booking.endsAt, hub.zone), say.what(one.booking)])}
                </span>
              )}
            </span>
            <StateMark
              tone={one.state === 'done' ? 'ok' : one.state === 'refused' ? 'bad' : 'wait'}
              icon={one.state === 'done' ? 'check' : one.state === 'refused' ? 'alert' : 'hourglass'}
            >
              {one.state === 'done'
                ? say.t(actKeys[one.act])
                : say.t(one.state === 'refused' ? 'closure.stateRefused' : 'closure.statePlanned')}
            </StateMark>
          </li>
        ))}
      </ul>
    </section>
  )
}
