/** Check in at the entrance: by the camera, the code, or the whole name; then how many have come. */
import { useState, type FormEvent } from 'react'
import { isProblem } from '#platform/web/client.ts'
import { formatTimeRange } from '#platform/web/format.ts'
import { useLanguage } from '#platform/web/language.ts'
import { useLocalText } from '#platform/web/local-text.tsx'
import { useProblemText } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { NumberStepper, TextField } from '#ui/fields.tsx'
import { Note } from '#ui/marks.tsx'
import type { KioskBooking } from '../../../contract/kiosk/schemas.ts'
import { checkIn, findBookings } from '../../kiosk/queries.ts'
import { useBookingsTexts } from '../../texts.ts'
import { Scanner, canScan } from './scanner.tsx'

interface Props {
  hubKey: string
  code: string
  zone: string
  onDone: (booking: KioskBooking) => void
  onBack: () => void
}

export function CheckIn({ hubKey, code, zone, onDone, onBack }: Props) {
  const t = useBookingsTexts()
  const local = useLocalText()
  const language = useLanguage()
  const problemText = useProblemText()
  const [text, setText] = useState('')
  const [isScanning, setScanning] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const [found, setFound] = useState<readonly KioskBooking[] | undefined>(undefined)
  const [chosen, setChosen] = useState<KioskBooking | undefined>(undefined)
  const [people, setPeople] = useState(1)
  const choose = (booking: KioskBooking): void => {
    setChosen(booking)
    setPeople(Math.max(1, booking.partySize - booking.arrived))
  }
  const look = (wanted: string): void => {
    setText(wanted)
    setScanning(false)
    if (wanted.trim() === '') return
    setBusy(true)
    setProblem(undefined)
    findBookings(hubKey, code, wanted)
      .then(({ items }) => {
        setFound(items)
        if (items.length === 1 && items[0] !== undefined) choose(items[0])
        if (items.length === 0) setProblem(t('public.kiosk.notFound'))
      })
      .catch((error: unknown) => setProblem(problemText(error)))
      .finally(() => setBusy(false))
  }
  const come = (): void => {
    if (chosen === undefined) return
    setBusy(true)
    setProblem(undefined)
    checkIn(hubKey, code, { text, bookingId: chosen.id, people })
      .then(onDone)
      .catch((error: unknown) => setProblem(isProblem(error) && error.status === 404 ? t('public.kiosk.notFound') : problemText(error)))
      .finally(() => setBusy(false))
  }
  return (
    <div className="kiosk-form">
      <h2>{t('public.kiosk.checkInTitle')}</h2>
      {chosen === undefined ? (
        <form
          className="grid gap-5"
          noValidate
          onSubmit={(event: FormEvent) => {
            event.preventDefault()
            look(text)
          }}
        >
          {isScanning ? (
            <Scanner
              label={t('public.kiosk.scanHint')}
              onText={look}
              onFail={() => {
                setScanning(false)
                setProblem(t('public.kiosk.scanFails'))
              }}
            />
          ) : (
            canScan && (
              <Button icon="search" onClick={() => setScanning(true)}>
                {t('public.kiosk.scan')}
              </Button>
            )
          )}
          {!canScan && <p>{t('public.kiosk.noScan')}</p>}
          <TextField
            label={t('public.kiosk.code')}
            hint={t('public.kiosk.codeHint')}
            value={text}
            autoComplete="off"
            maxLength={100}
            onChange={setText}
          />
          {found !== undefined && found.length > 1 && (
            <fieldset className="grid gap-3">
              <legend className="legend">{t('public.kiosk.whichOne')}</legend>
              {found.map((each) => (
                <button key={each.id} type="button" className="kiosk-act" onClick={() => choose(each)}>
                  {`${formatTimeRange(each.startsAt, each.endsAt, language, zone)}　${local(each.place)}`}
                </button>
              ))}
            </fieldset>
          )}
          <Problem text={problem} />
          <div className="flex flex-wrap gap-4">
            <Button kind="main" type="submit" isBusy={isBusy}>
              {t('public.kiosk.find')}
            </Button>
            <Button kind="quiet" onClick={onBack}>
              {t('public.kiosk.back')}
            </Button>
          </div>
        </form>
      ) : (
        <div className="grid gap-5">
          <p className="kiosk-what">
            <b className="n">{formatTimeRange(chosen.startsAt, chosen.endsAt, language, zone)}</b>
            <span>{[local(chosen.place), chosen.units.join(', ')].filter(Boolean).join(' ')}</span>
          </p>
          {chosen.arrived >= chosen.partySize && <Note tone="ok">{t('public.kiosk.already')}</Note>}
          {chosen.partySize > 1 && (
            <NumberStepper
              label={t('public.kiosk.howMany')}
              value={people}
              min={1}
              max={Math.max(1, chosen.partySize)}
              onChange={setPeople}
              format={(count) => t('public.kiosk.people', { count })}
            />
          )}
          <Problem text={problem} />
          <div className="flex flex-wrap gap-4">
            <Button kind="main" isBusy={isBusy} onClick={come}>
              {t('public.kiosk.arrive', { count: people })}
            </Button>
            <Button kind="quiet" onClick={onBack}>
              {t('public.kiosk.back')}
            </Button>
          </div>
        </div>
      )}
    </div>
  )
}

function Problem({ text }: { text: string | undefined }) {
  return text === undefined ? null : (
    <Note tone="bad" isAlert>
      {text}
    </Note>
  )
}
