/** What a member waits for: the place in line, and an offer with how long it stands, answered here. */
import type { SpaceKind } from '#modules/hubs/contract/schemas.ts'
import { useKindText } from '#modules/hubs/web/index.ts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button } from '#ui/button.tsx'
import { Note, SectionHead, StateMark } from '#ui/marks.tsx'
import { useToast } from '#ui/toast.tsx'
import { useProblemText } from '#platform/web/shell/page.tsx'
import type { Waiting } from '../../../contract/waiting/schemas.ts'
import { myWaitingQuery, useAcceptOffer, useDeclineOffer } from '../../waiting/queries.ts'
import { useSay, type Say } from '../say.tsx'

export function MyWaiting() {
  const say = useSay()
  const query = useQuery(myWaitingQuery())
  if (query.data === undefined || query.data.items.length === 0) return null
  const offersFirst = query.data.items.toSorted((a, b) => Number(b.status === 'offered') - Number(a.status === 'offered'))
  return (
    <section aria-labelledby="waiting">
      <SectionHead id="waiting" title={say.t('waiting.mine')} />
      <ul className="border-t border-rule">
        {offersFirst.map((waiting) => (
          <Entry key={waiting.id} waiting={waiting} />
        ))}
      </ul>
    </section>
  )
}

type KindText = ReturnType<typeof useKindText>

export function whatOf(waiting: Waiting, say: Say, kindText: KindText): string {
  const { offer } = waiting
  if (offer !== null) return say.what(offer)
  return waiting.targetName === null
    ? say.t('public.waiting.anyOf', { kind: kindText(waiting.targetType as SpaceKind) })
    : say.local(waiting.targetName)
}

export function whenOf(waiting: Waiting, say: Say): string {
  const { offer, timeZone: zone } = waiting
  if (offer !== null) return say.dayAndRange(offer.startsAt, offer.endsAt, zone)
  const when = say.dayAndRange(waiting.from, waiting.to, zone)
  const isFlexible = (Date.parse(waiting.to) - Date.parse(waiting.from)) / 60_000 > waiting.minutes
  return isFlexible ? say.t('waiting.window', { when, length: say.length(waiting.minutes) }) : when
}

function Entry({ waiting }: { waiting: Waiting }) {
  const say = useSay()
  const kindText = useKindText()
  const { t } = say
  const { toast } = useToast()
  const problem = useProblemText()
  const navigate = useNavigate()
  const accept = useAcceptOffer()
  const decline = useDeclineOffer()
  const isOffer = waiting.status === 'offered'
  const error = accept.error ?? decline.error
  return (
    <li className="grid gap-2 border-b border-rule py-3">
      <div>
        <b className="block">{whenOf(waiting, say)}</b>
        <span className="dense muted">{say.facts([say.local(waiting.hubName), whatOf(waiting, say, kindText)])}</span>
      </div>
      {isOffer && waiting.offer?.expiresAt != null && (
        <Note tone="wait" icon="hourglass">
          {t('waiting.needOffer', { time: say.instant(waiting.offer.expiresAt, waiting.timeZone) })}
        </Note>
      )}
      {waiting.status === 'missed' && (
        <StateMark tone="off" icon="clock">
          {t('waiting.missed')}
        </StateMark>
      )}
      {error !== null && (
        <Note tone="bad" isAlert>
          {problem(error)}
        </Note>
      )}
      <div className="flex flex-wrap items-center gap-3">
        {waiting.place !== null && <b>{t('waiting.placeOf', { place: waiting.place, length: waiting.lineLength ?? waiting.place })}</b>}
        {isOffer && (
          <Button
            kind="main"
            isBusy={accept.isPending}
            onClick={() =>
              accept.mutate(waiting.id, {
                onSuccess: (booking) => {
                  toast(t('waiting.accepted'))
                  void navigate({ to: `/me/bookings/${booking.id}` } as never)
                },
              })
            }
          >
            {t('waiting.accept')}
          </Button>
        )}
        {(isOffer || waiting.status === 'waiting') && (
          <Button
            kind="quiet"
            size={isOffer ? undefined : 'small'}
            isBusy={decline.isPending}
            onClick={() => decline.mutate(waiting.id, { onSuccess: () => toast(t(isOffer ? 'waiting.declined' : 'waiting.left')) })}
          >
            {t(isOffer ? 'waiting.decline' : 'waiting.leave')}
          </Button>
        )}
      </div>
    </li>
  )
}
