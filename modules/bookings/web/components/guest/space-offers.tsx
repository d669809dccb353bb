/** What is free for the wish: each space as a band, a word and one button. What is not free says why, and what instead. */
import type { SpaceKind } from '#modules/hubs/contract/schemas.ts'
import { useKindText } from '#modules/hubs/web/index.ts'
import { useLanguage } from '#platform/web/language.ts'
import { Local } from '#platform/web/local-text.tsx'
import { dayOf, formatDayAndRange, formatMinutes, formatTime, formatTimeRange, formatYen, hoursOfDay } from '#platform/web/format.ts'
import { Button } from '#ui/button.tsx'
import { Note, StateMark, Tag } from '#ui/marks.tsx'
import { EmptyState } from '#ui/states.tsx'
import { BandMarks, TimeBand, type Segment } from '#ui/time-band.tsx'
import type { Availability, Period, SpaceAvailability } from '../../../contract/schemas.ts'
import { useBookingsTexts } from '../../texts.ts'

export type Choice = NonNullable<Availability['choice']>

/** What the guest presses on: a space, and the time if it is another than the one wished for. */
export interface Picked {
  readonly space: SpaceAvailability
  readonly period: Period
  /** Taken: the guest asks to be told when it is free. */
  readonly isWaiting?: boolean
  /** Any space of its kind would do. */
  readonly isAny?: boolean
}

export interface SpaceOffersProps {
  choice: Choice
  zone: string
  now: string
  onPick: (picked: Picked) => void
}

const rank = { free: 0, partly: 1, full: 2, too_small: 3, closed: 4 } as const

export function SpaceOffers({ choice, zone, now, onPick }: SpaceOffersProps) {
  const t = useBookingsTexts()
  const offers = choice.spaces.toSorted((a, b) => rank[a.state] - rank[b.state])
  const spaces = offers.filter((offer) => offer.kind !== 'equipment')
  const things = offers.filter((offer) => offer.kind === 'equipment')
  if (offers.length === 0) return <EmptyState title={t('public.page.nothingToBook')}>{t('public.page.nothingToBookHint')}</EmptyState>
  return (
    <>
      {!spaces.some(({ state }) => state === 'free') && <AnyOffers spaces={spaces} choice={choice} now={now} onPick={onPick} />}
      <ul className="mb-4 border-b border-rule">
        {spaces.map((offer) => (
          <Offer key={`${offer.kind} ${offer.targetId}`} offer={offer} choice={choice} zone={zone} now={now} onPick={onPick} />
        ))}
      </ul>
      {things.length > 0 && (
        <>
          <h4 className="mt-8 text-[1.125rem]">{t('public.page.things')}</h4>
          <ul className="lines">
            {things.map((offer) => (
              <li key={offer.targetId}>
                <span>
                  <b>
                    <Local text={offer.name} />
                  </b>
                  <br />
                  <span className="s">{t('public.page.piecesFree', { count: offer.freeUnits, total: offer.totalUnits })}</span>
                </span>
                {offer.freeUnits > 0 && (
                  <Button
                    size="small"
                    onClick={() => onPick({ space: offer, period: offer.wish ?? { startsAt: choice.startsAt, endsAt: choice.endsAt } })}
                  >
                    {t('public.page.borrow')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

/** Places of one kind, for somebody to whom it is all the same which of them. */
export const ofKind = (choice: Choice, type: string): SpaceAvailability[] =>
  choice.spaces.filter((one) => one.kind !== 'equipment' && one.type === type && one.state !== 'too_small')

/** Nothing is free at that time: whoever needs some place, whichever, asks once for all of a kind. */
function AnyOffers({ spaces, choice, now, onPick }: Omit<SpaceOffersProps, 'zone'> & { spaces: readonly SpaceAvailability[] }) {
  const t = useBookingsTexts()
  const kindText = useKindText()
  const taken = spaces.filter(
    (one) => (one.state === 'full' || one.state === 'partly') && Date.parse(one.wish?.startsAt ?? choice.startsAt) > Date.parse(now),
  )
  const first = [...new Map(taken.toReversed().map((one) => [one.type, one])).values()].filter(
    ({ type }) => ofKind(choice, type).length > 1,
  )
  if (first.length === 0) return null
  return (
    <Note tone="wait">
      <p className="font-bold">{t('public.waiting.nothingFree')}</p>
      <div className="mt-2 flex flex-wrap gap-2">
        {first.map((space) => (
          <Button
            key={space.type}
            size="small"
            icon="hourglass"
            onClick={() =>
              onPick({
                space,
                period: space.wish ?? { startsAt: choice.startsAt, endsAt: choice.endsAt },
                isWaiting: true,
                isAny: true,
              })
            }
          >
            {t('public.waiting.askAny', { kind: kindText(space.type as SpaceKind) })}
          </Button>
        ))}
      </div>
    </Note>
  )
}

function Offer({ offer, choice, zone, now, onPick }: { offer: SpaceAvailability } & SpaceOffersProps) {
  const t = useBookingsTexts()
  const language = useLanguage()
  const wished = offer.wish ?? { startsAt: choice.startsAt, endsAt: choice.endsAt }
  const instead = offer.state === 'partly' ? longest(offer.free, wished) : undefined
  const bookLabel = t(offer.kind === 'seat' ? 'public.page.bookSeat' : 'public.page.bookRoom')
  const total = offer.feeYen * (offer.kind === 'seat' ? choice.people : 1)
  const { blocks: _, ...prices } = offer.fee
  const hasFee = Object.values(prices).some((yen) => yen !== null)
  return (
    <li className="res">
      <div className="min-w-0">
        <h4>
          <Local text={offer.name} />
        </h4>
        <p className="dense muted">
          {offer.kind === 'seat'
            ? t('public.page.seatsInAll', { count: offer.totalUnits })
            : offer.capacity === null
              ? t('public.page.wholeRoom')
              : t('public.page.upTo', { count: offer.capacity })}
        </p>
      </div>
      {hasFee && (offer.state === 'free' || offer.state === 'partly') ? (
        <p className="price">
          <b>{total === 0 ? t('public.page.free') : formatYen(total)}</b>
          <span>{formatTimeRange(wished.startsAt, wished.endsAt, language, zone)}</span>
        </p>
      ) : (
        <span />
      )}
      {offer.open.length > 0 && offer.state !== 'too_small' && <OfferBand offer={offer} day={choice.day} zone={zone} now={now} />}
      <div className="flex min-w-0 flex-wrap items-baseline gap-x-4 gap-y-0.5 max-md:col-span-full">
        <OfferState offer={offer} instead={instead} zone={zone} />
        <OfferMarks offer={offer} />
      </div>
      {offer.state === 'free' && (
        <Button kind="main" onClick={() => onPick({ space: offer, period: wished })}>
          {bookLabel}
        </Button>
      )}
      {(offer.state === 'full' || offer.state === 'partly') && Date.parse(wished.startsAt) > Date.parse(now) && (
        <Button kind="quiet" icon="hourglass" onClick={() => onPick({ space: offer, period: wished, isWaiting: true })}>
          {t('public.waiting.ask')}
        </Button>
      )}
      {instead !== undefined && (
        <Button onClick={() => onPick({ space: offer, period: instead })}>
          {t('public.page.bookInstead', { hours: formatTimeRange(instead.startsAt, instead.endsAt, language, zone) })}
        </Button>
      )}
      {instead === undefined && offer.state !== 'free' && offer.nearest.length > 0 && (
        <div className="whole flex flex-wrap gap-2">
          {offer.nearest.map((period) => (
            <Button key={period.startsAt} size="small" onClick={() => onPick({ space: offer, period })}>
              {dayOf(period.startsAt, zone) === choice.day
                ? formatTimeRange(period.startsAt, period.endsAt, language, zone)
                : formatDayAndRange(period.startsAt, period.endsAt, language, zone)}
            </Button>
          ))}
        </div>
      )}
    </li>
  )
}

/** What else there is to know before choosing: whose yes it needs, whom it is for. */
function OfferMarks({ offer: { rules } }: { offer: SpaceAvailability }) {
  const t = useBookingsTexts()
  const whom = {
    public: undefined,
    members: 'public.rules.membersMark',
    leaseholders: 'public.rules.leaseholdersMark',
    registered: 'public.rules.registeredMark',
  } as const
  const mark = whom[rules.who]
  return (
    <>
      {mark !== undefined && <Tag>{t(mark)}</Tag>}
      {rules.needsApproval && <Tag>{t('public.rules.approvalMark')}</Tag>}
    </>
  )
}

function OfferState({ offer, instead, zone }: { offer: SpaceAvailability; instead: Period | undefined; zone: string }) {
  const t = useBookingsTexts()
  switch (offer.state) {
    case 'free':
      return (
        <StateMark tone="ok" icon="check" className="text-base">
          {offer.kind === 'seat' ? t('public.page.seatsFree', { count: offer.freeUnits }) : t('public.page.isFree')}
        </StateMark>
      )
    case 'partly':
      return (
        <>
          <StateMark tone="wait" icon="clock" className="text-base">
            {instead === undefined
              ? t('public.page.partly')
              : t('public.page.freeBetween', { from: formatTime(instead.startsAt, zone), until: formatTime(instead.endsAt, zone) })}
          </StateMark>
          <span className="dense">{t('public.page.partlyWhy')}</span>
        </>
      )
    case 'full':
      return (
        <>
          <StateMark tone="off" icon="cross" className="text-base">
            {t('public.page.marks.full')}
          </StateMark>
          <span className="dense">{offer.nearest.length > 0 ? t('public.page.fullInstead') : t('public.page.fullWhy')}</span>
        </>
      )
    case 'too_small':
      return (
        <>
          <StateMark tone="off" icon="people" className="text-base">
            {t('public.page.tooSmall')}
          </StateMark>
          {offer.capacity !== null && <span className="dense">{t('public.page.upTo', { count: offer.capacity })}</span>}
        </>
      )
    case 'closed':
      return (
        <>
          <StateMark tone="off" icon="minus" className="text-base">
            {t('public.page.marks.closed')}
          </StateMark>
          <span className="dense">{t(`public.page.closedReasons.${offer.closedReason ?? 'hours'}`)}</span>
        </>
      )
  }
}

/** The space's own hours of that day; hatched where others have it. */
function OfferBand({ offer, day, zone, now }: { offer: SpaceAvailability; day: string; zone: string; now: string }) {
  const t = useBookingsTexts()
  const at = (instant: string): number => hoursOfDay(instant, day, zone)
  const from = Math.min(...offer.open.map((period) => at(period.startsAt)))
  const to = Math.max(...offer.open.map((period) => at(period.endsAt)))
  const nowAt = at(now)
  const free = offer.free
    .map((period) => ({ start: at(period.startsAt), end: at(period.endsAt), units: period.freeUnits }))
    .toSorted((a, b) => a.start - b.start)
  const segments: Segment[] = []
  let edge = from
  const shut = (start: number, end: number): void => {
    if (end - start < 0.01) return
    // What is over is not "taken".
    const isPast = end <= nowAt + 0.5
    segments.push({ start, end, fill: isPast ? 'done' : 'shut', label: isPast || end - start < 1 ? undefined : t('public.page.taken') })
  }
  for (const period of free) {
    shut(edge, period.start)
    const isWide = period.end - period.start >= (to - from) / 8
    segments.push({
      ...period,
      fill: 'free',
      label: isWide ? (offer.kind === 'seat' ? t('public.page.seatsFree', { count: period.units }) : t('public.page.isFree')) : undefined,
    })
    edge = Math.max(edge, period.end)
  }
  shut(edge, to)
  const edges = [...new Set([from, ...free.flatMap((period) => [period.start, period.end]), to])]
  const marks = edges.filter(
    (each, index) => index === 0 || index === edges.length - 1 || (each - from > (to - from) / 6 && to - each > (to - from) / 6),
  )
  return (
    <div className="whole">
      <TimeBand from={from} to={to} segments={segments} now={nowAt > from && nowAt < to ? nowAt : undefined} />
      <BandMarks
        from={from}
        to={to}
        marks={marks.toSorted((a, b) => a - b).map((each) => ({ at: each, label: formatMinutes(Math.round(each * 60)) }))}
      />
    </div>
  )
}

/** The longest free stretch inside the wish. */
function longest(free: readonly Period[], wish: Period): Period | undefined {
  const length = (period: Period): number => Date.parse(period.endsAt) - Date.parse(period.startsAt)
  return free
    .map((period) => ({
      startsAt: Date.parse(period.startsAt) > Date.parse(wish.startsAt) ? period.startsAt : wish.startsAt,
      endsAt: Date.parse(period.endsAt) < Date.parse(wish.endsAt) ? period.endsAt : wish.endsAt,
    }))
    .filter((period) => length(period) >= 30 * 60_000)
    .toSorted((a, b) => length(b) - length(a))[0]
}
