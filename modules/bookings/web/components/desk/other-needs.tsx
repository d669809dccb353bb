/** What else needs somebody now: a call from the entrance, a piece that is late, bookings left in a closed time. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { DeskNeed, NeedSourceProps } from '#platform/web/registry.ts'
import { Button } from '#ui/button.tsx'
import { LinkButton } from '#ui/link.tsx'
import { minuteMs } from '../../../contract/rules.ts'
import { closuresQuery } from '../../closure/queries.ts'
import { callsQuery, useAnswerCall } from '../../kiosk/queries.ts'
import { lendingQuery } from '../../lending/queries.ts'
import { useSay } from '../say.tsx'

export function OtherNeeds({ hub, now, onNeeds }: NeedSourceProps) {
  const needs = useNeeds(hub, now)
  useEffect(() => onNeeds(needs), [needs, onNeeds])
  return null
}

function useNeeds(hub: NeedSourceProps['hub'], now: number): readonly DeskNeed[] {
  const say = useSay()
  const calls = useQuery(callsQuery(hub.id))
  const lending = useQuery(lendingQuery(hub.id))
  const closures = useQuery(closuresQuery(hub.id))
  return useMemo(() => {
    const called = (calls.data?.items ?? []).map((call): DeskNeed => ({
      id: `call-${call.id}`,
      dueAt: Date.parse(call.calledAt),
      isHot: true,
      mark: { tone: 'bad', icon: 'people', word: say.t('kiosk.calling') },
      left: say.time(call.calledAt, hub.zone),
      what: say.t('kiosk.callWhat', { kiosk: call.kioskName }),
      why: '',
      acts: <ComeButton hubId={hub.id} callId={call.id} />,
    }))
    const late = (lending.data?.out ?? [])
      .filter((loan) => Date.parse(loan.dueAt) < now)
      .map((loan): DeskNeed => ({
        id: `loan-${loan.id}`,
        dueAt: Date.parse(loan.dueAt),
        isHot: false,
        mark: { tone: 'wait', icon: 'clock', word: say.t('lending.late') },
        left: say.t('lending.lateBy', { time: say.length(Math.max(1, Math.floor((now - Date.parse(loan.dueAt)) / minuteMs))) }),
        what: say.t('lending.lateNeed', { what: `${say.local(loan.equipmentName)} ${loan.unitLabel}` }),
        why: say.t('lending.lateNeedWhy', { name: say.name(loan.holder.name), time: say.dayAndRange(loan.outAt, loan.dueAt, hub.zone) }),
        acts: (
          <LinkButton to={`/operate/${hub.key}/lending`} size="small">
            {say.t('lending.openLending')}
          </LinkButton>
        ),
      }))
    const hit = (closures.data?.items ?? [])
      .filter((closure) => closure.liftedAt === null && closure.refused > 0 && Date.parse(closure.endsAt) > now)
      .map((closure): DeskNeed => ({
        id: `closure-${closure.id}`,
        dueAt: Date.parse(closure.startsAt),
        isHot: true,
        mark: { tone: 'bad', icon: 'alert', word: say.t('closure.open') },
        left: say.dayAndRange(closure.startsAt, closure.endsAt, hub.zone),
        what: say.t('closure.needWhat', { count: closure.refused }),
        why: say.local(closure.reason),
        acts: (
          <LinkButton to={`/operate/${hub.key}/closures`} search={{ closure: closure.id }} size="small" kind="bad">
            {say.t('desk.openAndMove')}
          </LinkButton>
        ),
      }))
    return [...called, ...hit, ...late]
  }, [calls.data, lending.data, closures.data, now, say, hub])
}

function ComeButton({ hubId, callId }: { hubId: string; callId: string }) {
  const say = useSay()
  const answer = useAnswerCall(hubId)
  return (
    <Button size="small" kind="bad" isBusy={answer.isPending} onClick={() => answer.mutate(callId)}>
      {say.t('kiosk.comeNow')}
    </Button>
  )
}
