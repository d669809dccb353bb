/** Without a booking: how many, how long, and a seat is theirs. */
import { useState } from 'react'
import { useLanguage } from '#platform/web/language.ts'
import { useProblemText } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { NumberStepper, RadioChips, TextField } from '#ui/fields.tsx'
import { Note } from '#ui/marks.tsx'
import type { KioskBooking } from '../../../contract/kiosk/schemas.ts'
import { takeSeat } from '../../kiosk/queries.ts'
import { useBookingsTexts } from '../../texts.ts'

const hours = [1, 2, 4, 8] as const

export function WalkIn({
  hubKey,
  code,
  onDone,
  onBack,
}: {
  hubKey: string
  code: string
  onDone: (booking: KioskBooking) => void
  onBack: () => void
}) {
  const t = useBookingsTexts()
  const language = useLanguage()
  const problemText = useProblemText()
  const [people, setPeople] = useState(1)
  const [length, setLength] = useState<(typeof hours)[number]>(2)
  const [name, setName] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | undefined>(undefined)
  return (
    <form
      className="kiosk-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setBusy(true)
        setProblem(undefined)
        takeSeat(hubKey, code, { partySize: people, minutes: length * 60, name, language })
          .then(onDone)
          .catch((error: unknown) => setProblem(problemText(error)))
          .finally(() => setBusy(false))
      }}
    >
      <h2>{t('public.kiosk.walkInTitle')}</h2>
      <NumberStepper
        label={t('public.page.people')}
        value={people}
        min={1}
        max={8}
        onChange={setPeople}
        format={(count) => t('public.kiosk.people', { count })}
      />
      <RadioChips
        legend={t('public.page.when')}
        value={String(length)}
        onChange={(value) => setLength(Number(value) as (typeof hours)[number])}
        choices={hours.map((count) => ({ value: String(count), label: t('public.kiosk.hours', { count }) }))}
      />
      <TextField label={t('public.kiosk.name')} value={name} maxLength={100} autoComplete="off" onChange={setName} />
      {problem !== undefined && (
        <Note tone="bad" isAlert>
          {problem}
        </Note>
      )}
      <div className="flex flex-wrap gap-4">
        <Button kind="main" type="submit" isBusy={isBusy}>
          {t('public.kiosk.takeSeat')}
        </Button>
        <Button kind="quiet" onClick={onBack}>
          {t('public.kiosk.back')}
        </Button>
      </div>
    </form>
  )
}
