/** Each booking that is hit, with what happens to it: moved to where, cancelled, or asked to choose. */
import { useId } from 'react'
import { Icon } from '#ui/icon.tsx'
import type { ClosurePlan, HitBooking } from '../../../contract/closure/schemas.ts'
import { useSay, type Say } from '../say.tsx'

export type Plans = ReadonlyMap<string, ClosurePlan>

/** What is proposed: the best that is left, and cancelling only where nothing is. */
export const firstPlans = (hits: readonly HitBooking[]): Plans =>
  new Map(hits.map(({ booking, proposal }) => [booking.id, { bookingId: booking.id, act: proposal.act, to: wordless(proposal.to) }]))

const wordless = (to: HitBooking['proposal']['to']): ClosurePlan['to'] =>
  to === null ? null : { kind: to.kind, targetId: to.targetId, startsAt: to.startsAt, endsAt: to.endsAt }

interface Choice {
  readonly key: string
  readonly label: string
  readonly plan: Omit<ClosurePlan, 'bookingId'>
}

function choicesOf({ booking, spaces, times, proposal }: HitBooking, zone: string, say: Say, mayAsk: boolean): Choice[] {
  const places = spaces.map((space): Choice => ({
    key: `space:${space.targetId}`,
    label: say.t('closure.sameTime', { place: say.local(space.name) }),
    plan: { act: 'move', to: { kind: space.kind, targetId: space.targetId, startsAt: booking.startsAt, endsAt: booking.endsAt } },
  }))
  const others = [...(proposal.to !== null && proposal.to.targetId === booking.targetId ? [proposal.to] : []), ...times].map(
    (time): Choice => ({
      key: `time:${time.startsAt}`,
      label: say.t('closure.otherTime', { when: say.dayAndRange(time.startsAt, time.endsAt, zone) }),
      plan: { act: 'move', to: { kind: booking.kind, targetId: booking.targetId, startsAt: time.startsAt, endsAt: time.endsAt } },
    }),
  )
  const moves = [...new Map([...places, ...others].map((choice) => [choice.key, choice])).values()]
  return [
    ...moves,
    ...(booking.holder.mail === null || !mayAsk
      ? []
      : [{ key: 'offer', label: say.t('closure.offer'), plan: { act: 'offer', to: null } } satisfies Choice]),
    { key: 'cancel', label: say.t('closure.cancel'), plan: { act: 'cancel', to: null } },
  ]
}

const keyOf = (plan: ClosurePlan | undefined, hit: HitBooking): string => {
  if (plan === undefined || plan.act !== 'move' || plan.to === null) return plan?.act ?? 'cancel'
  return plan.to.targetId === hit.booking.targetId ? `time:${plan.to.startsAt}` : `space:${plan.to.targetId}`
}

export function PlanList({
  hits,
  plans,
  zone,
  mayAsk = true,
  onPlan,
}: {
  hits: readonly HitBooking[]
  plans: Plans
  zone: string
  /** Whether they can be asked to choose, instead of being told. */
  mayAsk?: boolean
  onPlan: (plan: ClosurePlan) => void
}) {
  return (
    <ul className="border-t border-rule">
      {hits.map((hit) => (
        <PlanRow key={hit.booking.id} hit={hit} plan={plans.get(hit.booking.id)} zone={zone} mayAsk={mayAsk} onPlan={onPlan} />
      ))}
    </ul>
  )
}

function PlanRow({
  hit,
  plan,
  zone,
  mayAsk,
  onPlan,
}: {
  hit: HitBooking
  plan: ClosurePlan | undefined
  zone: string
  mayAsk: boolean
  onPlan: (plan: ClosurePlan) => void
}) {
  const say = useSay()
  const id = useId()
  const { booking } = hit
  const choices = choicesOf(hit, zone, say, mayAsk)
  return (
    <li className="grid items-center gap-x-6 gap-y-2 border-b border-rule py-3 md:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)]">
      <div className="min-w-0">
        <b id={id}>{say.name(booking.holder.name)}</b>
        <p className="dense muted">
          {say.facts([
            say.dayAndRange(booking.startsAt, booking.endsAt, zone),
            say.what(booking),
            booking.partySize > 1 ? say.people(booking.partySize) : '',
          ])}
        </p>
        {booking.holder.mail === null && <p className="dense">{say.facts([say.t('closure.noMail'), booking.holder.phone ?? ''])}</p>}
      </div>
      <span className="sel-box">
        <select
          className="inp"
          aria-label={say.t('closure.planFor', { name: say.bareName(booking.holder.name) })}
          value={keyOf(plan, hit)}
          onChange={(event) => {
            const choice = choices.find((each) => each.key === event.target.value)
            if (choice !== undefined) onPlan({ bookingId: booking.id, ...choice.plan })
          }}
        >
          {choices.map((choice) => (
            <option key={choice.key} value={choice.key}>
              {choice.label}
            </option>
          ))}
        </select>
        <Icon name="down" />
      </span>
    </li>
  )
}
