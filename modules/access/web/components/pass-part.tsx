/** On the page of a guest's booking and of a visit: the PIN, and what each door would say now. To whoever holds the link. */
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { formatInstant } from '#platform/web/format.ts'
import { useLanguage } from '#platform/web/language.ts'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { isProblem } from '#platform/web/client.ts'
import { keepPass } from './own-pass.tsx'
import { passQuery, type PassLink } from '../queries.ts'
import { useAccessTexts } from '../texts.ts'
import { DoorAnswer } from './door-answer.tsx'

export function PassPart(link: PassLink) {
  const t = useAccessTexts()
  const language = useLanguage()
  const query = useQuery(passQuery(link))
  const pass = query.data
  const { hubKey, passId, link: secret } = link
  useEffect(() => {
    if (pass !== undefined)
      keepPass({ hubKey, passId, link: secret, hubId: pass.hubId, from: pass.from, until: pass.until, zone: pass.zone })
  }, [pass, hubKey, passId, secret])
  if (pass === undefined) {
    if (query.error === null) return <SkeletonLines count={3} label={t('public.loading')} />
    // a booking without doors, or one that is over: nothing to say about doors
    if (isProblem(query.error) && query.error.status === 404) return null
    return <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
  }
  if (pass.doors.length === 0 && pass.pin === null) return null
  return (
    <section aria-labelledby="doors" className="grid content-start gap-4">
      <h2 id="doors" className="text-[1.25rem]">
        {t('public.wayIn')}
      </h2>
      {pass.pin !== null && (
        <div className="rounded-lg bg-band p-4">
          <p className="muted">{t('public.pin')}</p>
          <p className="n text-[2.25rem] font-bold leading-tight tracking-[0.2em]">{pass.pin}</p>
          <p className="dense mt-1">
            {t('public.pinHow', {
              from: formatInstant(pass.from, language, pass.zone),
              until: formatInstant(pass.until, language, pass.zone),
            })}
          </p>
        </div>
      )}
      {pass.doors.map((door) => (
        <DoorAnswer key={door.doorId} door={door} zone={pass.zone} />
      ))}
      {pass.doors.length > 0 && <p className="dense muted">{t('public.qrHow')}</p>}
    </section>
  )
}
