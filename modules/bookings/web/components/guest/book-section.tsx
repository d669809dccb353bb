/** Booking on a hub's page: when, what is free, who. What is chosen stands in the address, so that it can be sent on and gone back to. */
import type { HubPageProps } from '#modules/hubs/web/index.ts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState, type ComponentType } from 'react'
import { useLanguage } from '#platform/web/language.ts'
import { formatDay, formatMinutes, today } from '#platform/web/format.ts'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import type { Alternatives, Period } from '../../../contract/schemas.ts'
import { choiceQuery, marksQuery, rangeOfMonth } from './calls.tsx'
import { useBookingsTexts } from '../../texts.ts'
import { DayChoice, PeopleField, TimeChoiceField } from './day-choice.tsx'
import { GuestForm, type GuestFormProps } from './guest-form.tsx'
import { GuestAskForm, type AskFormProps } from '../waiting/ask-form.tsx'
import { ofKind, SpaceOffers, type Picked } from './space-offers.tsx'
import { minutesOf, openRange, timeChoices, wallTimeOf } from './wish.tsx'

interface Address {
  day?: string
  from?: string
  to?: string
  people?: string
}

/** `Form`: the last step; a member is asked for less than a stranger. */
export function BookSection({
  hub,
  Form = GuestForm,
  WaitForm = GuestAskForm,
}: HubPageProps & { Form?: ComponentType<GuestFormProps>; WaitForm?: ComponentType<AskFormProps> }) {
  const t = useBookingsTexts()
  const language = useLanguage()
  const navigate = useNavigate()
  const address = useSearch({ strict: false }) as Address
  const todayHere = today(hub.zone)
  const wantedDay = /^\d{4}-\d\d-\d\d$/.test(address.day ?? '') && (address.day ?? '') >= todayHere ? address.day : undefined
  const people = Math.min(99, Math.max(1, Math.trunc(Number(address.people ?? 1)) || 1))
  const [month, setMonth] = useState((wantedDay ?? todayHere).slice(0, 7))
  // What was pressed belongs to the wish it was shown for: a press in the moment before another day's offers are there is none.
  const shownFor = `${address.day} ${address.from} ${address.to} ${address.people}`
  const [pressed, setPressed] = useState<{ shownFor: string; picked: Picked } | undefined>(undefined)
  const picked = pressed?.shownFor === shownFor ? pressed.picked : undefined
  const setPicked = (chosen: Picked | undefined): void => setPressed(chosen === undefined ? undefined : { shownFor, picked: chosen })
  const offersHeading = useRef<HTMLHeadingElement>(null)

  const marks = useQuery(marksQuery(hub.key, { ...rangeOfMonth(month, todayHere), people }))
  const zone = marks.data?.timeZone ?? hub.zone

  // Until someone chooses: the first day on which there is something.
  const firstFree = marks.data?.days.find(
    (each) => (each.mark === 'free' || each.mark === 'few') && openRange(each.open, each.day, zone, marks.data.now) !== undefined,
  )?.day
  const day = wantedDay ?? firstFree
  const dayFacts = marks.data?.days.find((each) => each.day === day)
  const range =
    dayFacts === undefined || marks.data === undefined ? undefined : openRange(dayFacts.open, dayFacts.day, zone, marks.data.now)
  const choices = timeChoices(range)
  const [wantedStart, wantedEnd] = [minutesOf(address.from ?? ''), minutesOf(address.to ?? '')]
  const fits =
    range !== undefined &&
    wantedStart !== undefined &&
    wantedEnd !== undefined &&
    wantedStart >= range.start &&
    wantedEnd <= range.end &&
    wantedEnd - wantedStart >= 30
  const start = fits ? wantedStart : (choices[0]?.start ?? 0)
  const end = fits ? wantedEnd : (choices[0]?.end ?? 0)
  const chosen = choices.find((each) => each.key !== 'own' && each.start === start && each.end === end)?.key ?? 'own'
  const [isOwn, setOwn] = useState(false)

  const wish = day === undefined || range === undefined ? undefined : { day, start: wallTimeOf(start), end: wallTimeOf(end), people }
  const offers = useQuery(choiceQuery(hub.key, wish))
  const set = (change: Address): void => {
    setPicked(undefined)
    const next = Object.fromEntries(Object.entries({ ...address, ...change }).filter(([, value]) => value !== undefined))
    void navigate({ to: '.', search: next, replace: true, resetScroll: false })
  }

  const backToOffers = (): void => {
    setPicked(undefined)
    requestAnimationFrame(() => offersHeading.current?.focus())
  }

  // A month without a free day says so and offers the next one, instead of standing empty.
  const isMonthFull = marks.data !== undefined && !marks.isPlaceholderData && firstFree === undefined && wantedDay === undefined
  const choice = offers.data?.choice ?? undefined
  useEffect(() => {
    // The chosen month follows a day that came with the address.
    if (wantedDay !== undefined) setMonth(wantedDay.slice(0, 7))
  }, [wantedDay])

  return (
    <section className="bookband" aria-labelledby="book">
      <div className="wrap">
        <h2 id="book">{t('public.page.bookTitle')}</h2>
        <div className="bk">
          <div>
            <h3>
              <span className="no" aria-hidden="true">
                1
              </span>
              {t('public.page.whenTitle')}
            </h3>
            {marks.isError && marks.data === undefined ? (
              <ProblemState error={marks.error} onRetry={() => void marks.refetch()} isRetrying={marks.isFetching} />
            ) : (
              <>
                <DayChoice
                  availability={marks.data}
                  month={month}
                  onMonth={setMonth}
                  day={day}
                  onDay={(chosenDay) => set({ day: chosenDay })}
                  holidays={new Set(hub.holidays.map((holiday) => holiday.on))}
                />
                <TimeChoiceField
                  range={range}
                  choice={isOwn ? 'own' : chosen}
                  start={start}
                  end={end}
                  onChange={(key, newStart, newEnd) => {
                    setOwn(key === 'own')
                    set({ from: wallTimeOf(newStart), to: wallTimeOf(newEnd) })
                  }}
                />
                {marks.data !== undefined && <PeopleField people={people} max={50} onChange={(count) => set({ people: String(count) })} />}
              </>
            )}
          </div>
          <div>
            {picked === undefined ? (
              <>
                <h3 ref={offersHeading} tabIndex={-1}>
                  <span className="no" aria-hidden="true">
                    2
                  </span>
                  {t('public.page.freeTitle')}
                </h3>
                {day !== undefined && range !== undefined && (
                  <p className="mb-2 mt-1 text-[1.125rem] text-ink-2 max-md:text-base md:ml-11" aria-live="polite">
                    {formatDay(day, language)} {formatMinutes(start)}–{formatMinutes(end)}
                    {'　'}
                    {t('public.page.peopleCount', { count: people })}
                  </p>
                )}
                {isMonthFull ? (
                  <div className="mt-4">
                    <EmptyState icon="calendar" title={t('public.page.monthFull')}>
                      {t('public.page.monthFullHint')}
                    </EmptyState>
                  </div>
                ) : day !== undefined && marks.data !== undefined && range === undefined ? (
                  <div className="mt-4">
                    <EmptyState icon="clock" title={t('public.page.dayOver')}>
                      {t('public.page.dayOverHint')}
                    </EmptyState>
                  </div>
                ) : offers.isError && choice === undefined ? (
                  <ProblemState error={offers.error} onRetry={() => void offers.refetch()} isRetrying={offers.isFetching} />
                ) : choice === undefined ? (
                  <SkeletonLines count={6} label={t('public.page.loading')} />
                ) : (
                  <div
                    aria-busy={offers.isPlaceholderData}
                    inert={offers.isPlaceholderData}
                    className={offers.isPlaceholderData ? 'opacity-60' : undefined}
                  >
                    <SpaceOffers choice={choice} zone={zone} now={offers.data?.now ?? new Date().toISOString()} onPick={setPicked} />
                  </div>
                )}
              </>
            ) : picked.isWaiting === true ? (
              <WaitForm
                hubKey={hub.key}
                hubId={hub.id}
                picked={picked}
                sameKind={choice === undefined ? 1 : ofKind(choice, picked.space.type).length}
                people={people}
                zone={zone}
                onBack={backToOffers}
                onTime={(period, targetId) =>
                  setPicked({ space: choice?.spaces.find((each) => each.targetId === targetId) ?? picked.space, period })
                }
              />
            ) : (
              <Form
                hubKey={hub.key}
                picked={picked}
                people={people}
                zone={zone}
                onBack={backToOffers}
                onWait={() => setPicked({ ...picked, isWaiting: true })}
                onTime={(period: Period) => setPicked({ ...picked, period })}
                onSpace={(space: Alternatives['spaces'][number]) => {
                  const other = choice?.spaces.find((each) => each.kind === space.kind && each.targetId === space.targetId)
                  if (other !== undefined) setPicked({ space: { ...other, feeYen: space.feeYen }, period: picked.period })
                }}
              />
            )}
          </div>
        </div>
      </div>
    </section>
  )
}
