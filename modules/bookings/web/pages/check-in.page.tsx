/** What the camera of any telephone opens from a holder's QR picture: the booking it belongs to is checked in with one press. */
import { useMutation } from '@tanstack/react-query'
import { useParams, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { formatTime, formatTimeRange } from '#platform/web/format.ts'
import { useLanguage } from '#platform/web/language.ts'
import { useLocalText } from '#platform/web/local-text.tsx'
import { useProblemText, usePageTitle } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { LinkButton } from '#ui/link.tsx'
import { Note, StateMark } from '#ui/marks.tsx'
import { checkInByPicture } from '../kiosk/queries.ts'
import { useBookingsTexts } from '../texts.ts'

export function CheckInPage() {
  const t = useBookingsTexts()
  const local = useLocalText()
  const language = useLanguage()
  const problemText = useProblemText()
  const { hubKey = '' } = useParams({ strict: false }) as { hubKey?: string }
  // after the `#`, so that the code is sent with no address and stands in no log
  const code = new URLSearchParams(useRouterState({ select: (state) => state.location.hash })).get('c') ?? ''
  const checkIn = useMutation({ mutationFn: () => checkInByPicture(hubKey, code) })
  const heading = useRef<HTMLHeadingElement>(null)
  const card = checkIn.data
  useEffect(() => {
    if (card !== undefined) heading.current?.focus()
  }, [card])
  usePageTitle([t('public.kiosk.checkInTitle')])
  return (
    <div className="wrap grid max-w-xl gap-5 pb-16 pt-8">
      <h1 ref={heading} tabIndex={-1} className="text-[1.75rem] max-md:text-[1.375rem]">
        {t(card === undefined ? 'public.kiosk.checkInTitle' : 'public.kiosk.done')}
      </h1>
      {card !== undefined ? (
        <section className="pass" role="status">
          <p className="when">{formatTimeRange(card.startsAt, card.endsAt, language, card.timeZone)}</p>
          <p className="where">{[local(card.targetName), card.units.map(({ label }) => label).join(', ')].filter(Boolean).join(' ')}</p>
          <p className="mt-2">
            <StateMark tone="ok" icon="check">
              {t('public.rules.arrived', { time: formatTime(card.checkedInAt, card.timeZone) })}
            </StateMark>
          </p>
        </section>
      ) : code === '' ? (
        <Note tone="wait">{t('public.kiosk.noCode')}</Note>
      ) : (
        <>
          <p>{t('public.kiosk.cameraLead')}</p>
          {checkIn.error !== null && (
            <Note tone="bad" isAlert>
              {problemText(checkIn.error)}
            </Note>
          )}
          <Button kind="main" isWide isBusy={checkIn.isPending} onClick={() => checkIn.mutate()}>
            {t('public.kiosk.checkIn')}
          </Button>
        </>
      )}
      <div>
        <LinkButton kind="quiet" to="/hubs/$hubKey" params={{ hubKey }}>
          {t('public.kiosk.toHub')}
        </LinkButton>
      </div>
    </div>
  )
}
