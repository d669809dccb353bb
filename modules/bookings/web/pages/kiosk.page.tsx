/** The tablet at the entrance: what is free, check in, take a seat, call the desk. Large, wordless where it can be, five languages. */
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useCallback, useEffect, useState } from 'react'
import { languages, type Language } from '#platform/contract/texts.ts'
import { isProblem, queryClient } from '#platform/web/client.ts'
import { LanguageScope, languageNames, useLanguage } from '#platform/web/language.ts'
import { useLiveStatus, useLiveStream } from '#platform/web/live.ts'
import { dayOf, formatDay, formatInstant, formatMinutes, formatTime, formatTimeRange, hoursOfDay } from '#platform/web/format.ts'
import { useLocalText } from '#platform/web/local-text.tsx'
import { WordsFromTexts } from '#platform/web/shell/words.tsx'
import { Button } from '#ui/button.tsx'
import { TextField } from '#ui/fields.tsx'
import { Icon } from '#ui/icon.tsx'
import { Note, StateMark } from '#ui/marks.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import type { KioskBoard, KioskBooking } from '../../contract/kiosk/schemas.ts'
import { CheckIn } from '../components/kiosk/check-in.tsx'
import { WalkIn } from '../components/kiosk/walk-in.tsx'
import { useBack } from '../components/kiosk/use-back.tsx'
import { useWake } from '../components/kiosk/use-wake.tsx'
import { useClock } from '../components/use-clock.tsx'
import { boardQuery, callTheDesk } from '../kiosk/queries.ts'
import { useBookingsTexts } from '../texts.ts'

const keyOf = (hubKey: string): string => `hiroba.kiosk.${hubKey}`

/** The code stands in this tablet only; it came by the address behind #, which reaches no server, or was typed once. */
function useCode(hubKey: string): [string | undefined, (code: string | undefined) => void] {
  const [code, setCode] = useState<string | undefined>(() => {
    const given = /^#k=([A-Za-z0-9-]{20,40})$/.exec(location.hash)?.[1]
    if (given !== undefined) {
      localStorage.setItem(keyOf(hubKey), given)
      history.replaceState(history.state, '', location.pathname)
    }
    return given ?? localStorage.getItem(keyOf(hubKey)) ?? undefined
  })
  const save = useCallback(
    (next: string | undefined) => {
      if (next === undefined) localStorage.removeItem(keyOf(hubKey))
      else localStorage.setItem(keyOf(hubKey), next)
      setCode(next)
    },
    [hubKey],
  )
  return [code, save]
}

export function KioskPage() {
  const { hubKey = '' } = useParams({ strict: false }) as { hubKey?: string }
  const [language, setLanguage] = useState<Language>('ja')
  return (
    <LanguageScope value={language}>
      <WordsFromTexts>
        <div lang={language} className="kiosk">
          <Kiosk key={hubKey} hubKey={hubKey} onLanguage={setLanguage} />
        </div>
      </WordsFromTexts>
    </LanguageScope>
  )
}

type View = { name: 'start' } | { name: 'check-in' } | { name: 'walk-in' } | { name: 'done'; booking: KioskBooking }
const start: View = { name: 'start' }

function Kiosk({ hubKey, onLanguage }: { hubKey: string; onLanguage: (language: Language) => void }) {
  const t = useBookingsTexts()
  const local = useLocalText()
  const language = useLanguage()
  const [code, setCode] = useCode(hubKey)
  const [view, setView] = useState<View>(start)
  const board = useQuery(boardQuery(hubKey, code))
  useLiveStream({ hubKey, isOn: board.data !== undefined })
  useWake()
  const now = useClock(board.data?.now, board.dataUpdatedAt)
  const toStart = useCallback(() => {
    setView(start)
    onLanguage('ja')
  }, [onLanguage])
  // Whoever walks away leaves nothing behind; on the first screen there is nothing to leave.
  const left = useBack(view.name === 'start' && language === 'ja' ? undefined : view.name === 'done' ? 15 : 60, toStart)
  const line = useLiveStatus()
  const isUnknown = isProblem(board.error) && board.error.status === 404
  if (code === undefined || isUnknown) return <SetUp isWrong={isUnknown} onCode={setCode} />
  const isOffline = line.state === 'lost' || (isProblem(board.error) && board.error.status === 0)
  if (board.data === undefined) return <SkeletonLines count={6} label={t('booking.loading')} />
  const { data } = board
  return (
    <>
      <header className="kiosk-head">
        <h1>{local(data.hubName)}</h1>
        <p className="n">{formatInstant(now, language, data.timeZone)}</p>
        <div role="group" aria-label={t('public.kiosk.language')} className="kiosk-languages">
          {languages.map((each) => (
            <button key={each} type="button" lang={each} aria-pressed={each === language} onClick={() => onLanguage(each)}>
              {languageNames[each]}
            </button>
          ))}
        </div>
      </header>
      {isOffline && (
        <Note tone="bad" icon="offline" isAlert>
          {t('public.kiosk.offline')}
        </Note>
      )}
      {view.name === 'start' && <Start hubKey={hubKey} code={code} board={data} now={now} isOffline={isOffline} onView={setView} />}
      {view.name === 'check-in' && (
        <CheckIn
          hubKey={hubKey}
          code={code}
          zone={data.timeZone}
          onDone={(booking) => setView({ name: 'done', booking })}
          onBack={toStart}
        />
      )}
      {view.name === 'walk-in' && (
        <WalkIn hubKey={hubKey} code={code} onDone={(booking) => setView({ name: 'done', booking })} onBack={toStart} />
      )}
      {view.name === 'done' && <Done booking={view.booking} zone={data.timeZone} onStart={toStart} />}
      {left !== undefined && left <= 10 && (
        <p className="kiosk-left" role="status">
          {t('public.kiosk.restarts', { count: left })}
        </p>
      )}
    </>
  )
}

function Start({
  hubKey,
  code,
  board,
  now,
  isOffline,
  onView,
}: {
  hubKey: string
  code: string
  board: KioskBoard
  now: number
  isOffline: boolean
  onView: (view: View) => void
}) {
  const t = useBookingsTexts()
  const local = useLocalText()
  const language = useLanguage()
  const [isCalling, setCalling] = useState(false)
  const zone = board.timeZone
  const opens = (at: string): string =>
    dayOf(at, zone) === dayOf(now, zone) ? formatTime(at, zone) : `${formatDay(dayOf(at, zone), language)} ${formatTime(at, zone)}`
  const call = board.call
  return (
    <div className="kiosk-start">
      <div className="kiosk-acts">
        <button type="button" className="kiosk-act main" disabled={isOffline} onClick={() => onView({ name: 'check-in' })}>
          <Icon name="check" />
          {t('public.kiosk.checkIn')}
        </button>
        {board.mayWalkIn && (
          <button type="button" className="kiosk-act" disabled={isOffline} onClick={() => onView({ name: 'walk-in' })}>
            <Icon name="seat" />
            {t('public.kiosk.walkIn')}
          </button>
        )}
        <button
          type="button"
          className="kiosk-act"
          disabled={isOffline || (call !== null && call.answeredAt === null)}
          aria-busy={isCalling}
          onClick={() => {
            setCalling(true)
            void callTheDesk(hubKey, code)
              .then(() => queryClient.invalidateQueries({ queryKey: ['bookings'] }))
              .catch(() => undefined)
              .finally(() => setCalling(false))
          }}
        >
          <Icon name="people" />
          {t('public.kiosk.callDesk')}
        </button>
        <p role="status" className="kiosk-call">
          {call === null ? '' : call.answeredAt === null ? t('public.kiosk.called') : t('public.kiosk.coming')}
        </p>
      </div>
      <section aria-labelledby="free">
        <h2 id="free">{board.isOpen ? t('public.kiosk.freeNow') : t('public.kiosk.closedNow')}</h2>
        {!board.isOpen && board.changesAt !== null && <p>{t('public.kiosk.opensAt', { when: opens(board.changesAt) })}</p>}
        <ul className="kiosk-places">
          {(board.isOpen ? board.places : []).map((place) => (
            <li key={`${place.kind}${place.targetId}`}>
              <b>{local(place.name)}</b>
              <StateMark tone={place.freeUnits > 0 ? 'ok' : 'off'} icon={place.freeUnits > 0 ? 'check' : 'minus'}>
                {place.freeUnits === 0
                  ? t(place.kind === 'seat' ? 'public.kiosk.full' : 'public.kiosk.inUse')
                  : place.kind === 'seat'
                    ? t('public.kiosk.seatsFree', { count: place.freeUnits })
                    : t('public.kiosk.roomFree')}
              </StateMark>
              <span className="muted">
                {place.freeUntil === null ? '' : t('public.kiosk.untilTime', { time: endOfStay(place.freeUntil, now, zone) })}
              </span>
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="next">
        <h2 id="next">{t('public.kiosk.next')}</h2>
        {board.next.length === 0 ? (
          <p className="muted">{t('public.kiosk.nextNone')}</p>
        ) : (
          <ul className="kiosk-places">
            {board.next.map((each) => (
              <li key={`${each.startsAt}${each.name.ja}`}>
                <b className="n">{formatTimeRange(each.startsAt, each.endsAt, language, zone)}</b>
                <span>{local(each.name)}</span>
                <span className="muted">{t('public.kiosk.booked')}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  )
}

/** Midnight at the end of the day is 24:00; what is free for days is free until then. */
function endOfStay(until: string, now: number, zone: string): string {
  const hours = hoursOfDay(until, dayOf(now, zone), zone)
  return formatMinutes(Math.round(Math.min(24, hours) * 60))
}

function Done({ booking, zone, onStart }: { booking: KioskBooking; zone: string; onStart: () => void }) {
  const t = useBookingsTexts()
  const local = useLocalText()
  return (
    <div className="kiosk-done" role="status">
      <Icon name="check" />
      <h2>{t('public.kiosk.done')}</h2>
      <p>{t('public.kiosk.doneWhere', { place: [local(booking.place), booking.units.join(', ')].filter(Boolean).join(' ') })}</p>
      <p>{t('public.kiosk.doneUntil', { time: formatTime(booking.endsAt, zone) })}</p>
      <Button kind="main" onClick={onStart}>
        {t('public.kiosk.start')}
      </Button>
    </div>
  )
}

function SetUp({ isWrong, onCode }: { isWrong: boolean; onCode: (code: string) => void }) {
  const t = useBookingsTexts()
  const [text, setText] = useState('')
  useEffect(() => {
    document.title = t('public.kiosk.setUp')
  }, [t])
  return (
    <form
      className="kiosk-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim() !== '') onCode(text.normalize('NFKC').trim().toUpperCase())
      }}
    >
      <h1>{t('public.kiosk.setUp')}</h1>
      <TextField
        label={t('public.kiosk.setUpCode')}
        hint={t('public.kiosk.setUpHint')}
        value={text}
        error={isWrong ? t('public.kiosk.setUpWrong') : undefined}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={40}
        onChange={setText}
      />
      <Button kind="main" type="submit">
        {t('public.kiosk.setUpSave')}
      </Button>
    </form>
  )
}
