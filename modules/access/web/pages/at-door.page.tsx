/** After scanning the code on a door: who stands there, one press, and the door's own word on it. */
import { useQuery } from '@tanstack/react-query'
import { useLocation, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { isProblem } from '#platform/web/client.ts'
import { formatDayAndRange, formatInstant } from '#platform/web/format.ts'
import { useLanguage } from '#platform/web/language.ts'
import { Local, useLocalText } from '#platform/web/local-text.tsx'
import { useSession } from '#platform/web/session.ts'
import { PagePending, ProblemState, useProblemText, usePageTitle } from '#platform/web/shell/page.tsx'
import { Icon } from '#ui/icon.tsx'
import { LinkButton } from '#ui/link.tsx'
import { Note } from '#ui/marks.tsx'
import { EmptyState } from '#ui/states.tsx'
import { decisionReasons, isReason } from '../components/reasons.tsx'
import { useNext } from '../components/door-answer.tsx'
import { passFor } from '../components/own-pass.tsx'
import { doorPageQuery, useAskDoor } from '../queries.ts'
import { useAccessTexts } from '../texts.ts'

export function AtDoorPage() {
  const t = useAccessTexts()
  const local = useLocalText()
  const { hubKey = '', doorId = '' } = useParams({ strict: false }) as { hubKey?: string; doorId?: string }
  const { hash, href } = useLocation()
  const secret = hash.replace(/^#/, '')
  const door = useQuery(doorPageQuery(hubKey, doorId))
  const { session, isPending } = useSession()
  const [pass] = useState(() => passFor(hubKey))
  const title = door.data === undefined ? t('public.wayIn') : t('public.door.title', { door: local(door.data.names) })
  usePageTitle([title])
  if (door.data === undefined) {
    if (door.isPending) return <PagePending />
    return (
      <div className="wrap py-8">
        {isProblem(door.error) && door.error.status === 404 ? (
          <>
            <h1 className="page-title">{t('public.door.noSuch')}</h1>
            <EmptyState icon="door" title={t('public.door.noSuchHow')} />
          </>
        ) : (
          <ProblemState error={door.error} onRetry={() => void door.refetch()} isRetrying={door.isFetching} />
        )}
      </div>
    )
  }
  const isMember = session?.active !== undefined
  return (
    <div className="wrap max-w-xl! pb-16 pt-6">
      <p className="muted">
        <Local text={door.data.hubNames} />
      </p>
      <h1 tabIndex={-1} className="mb-5 text-[1.75rem] max-md:text-[1.5rem]">
        {title}
      </h1>
      {secret === '' ? (
        <EmptyState icon="door" title={t('public.door.noCode')} />
      ) : isPending ? (
        <PagePending />
      ) : isMember || pass !== undefined ? (
        <Opening
          doorId={doorId}
          secret={secret}
          pass={isMember ? undefined : pass}
          name={session?.name ?? ''}
          signInAgain={href}
          zone={door.data.zone}
        />
      ) : (
        <div className="grid gap-4">
          <h2 className="text-[1.125rem]">{t('public.door.whoAreYou')}</h2>
          <LinkButton kind="main" to="/sign-in" search={{ next: href }}>
            {t('public.door.signIn')}
          </LinkButton>
          <Note>{t('public.door.guest')}</Note>
        </div>
      )}
    </div>
  )
}

interface OpeningProps {
  doorId: string
  secret: string
  pass: ReturnType<typeof passFor>
  name: string
  signInAgain: string
  zone: string
}

function Opening({ doorId, secret, pass, name, signInAgain, zone }: OpeningProps) {
  const t = useAccessTexts()
  const language = useLanguage()
  const ask = useAskDoor()
  const isOpened = ask.data?.status === 'done'
  const isRefused = ask.isError || (ask.data !== undefined && !isOpened)
  return (
    <div className="grid gap-4">
      <p>
        {pass === undefined
          ? t('public.door.asMember', { name })
          : t('public.door.asGuest', { time: formatDayAndRange(pass.from, pass.until, language, pass.zone) })}
      </p>
      <button
        type="button"
        className="btn main wide min-h-28 flex-col gap-1 text-[1.5rem]"
        aria-busy={ask.isPending ? true : undefined}
        aria-disabled={ask.isPending ? true : undefined}
        onClick={() => {
          if (!ask.isPending) ask.mutate({ doorId, secret, by: pass })
        }}
      >
        <Icon name={isOpened ? 'door-open' : 'door'} />
        {t(ask.isPending ? 'public.door.opening' : ask.data === undefined && !ask.isError ? 'public.door.open' : 'public.door.again')}
      </button>
      <div role="status" aria-live="assertive">
        {isOpened && (
          <Note tone="ok">
            <p className="text-[1.25rem] font-bold">{t('public.door.opened')}</p>
            <p>{t('public.door.openedHow')}</p>
          </Note>
        )}
        {isRefused && (
          <Refused error={ask.error} reason={ask.data?.reason ?? null} status={ask.data?.status} signInAgain={signInAgain} zone={zone} />
        )}
      </div>
    </div>
  )
}

function Refused({
  error,
  reason,
  status,
  signInAgain,
  zone,
}: {
  error: unknown
  reason: string | null
  status: string | undefined
  signInAgain: string
  zone: string
}) {
  const t = useAccessTexts()
  const problemText = useProblemText()
  const next = useNext()
  const language = useLanguage()
  const given = isProblem(error) ? error.params['reason'] : reason
  const opensAt = isProblem(error) ? error.params['opensAt'] : undefined
  const why = decisionReasons.find((each) => each === given)
  const wantsPasskey = why === 'passkey_wanted' || (isProblem(error) && error.code === 'access.passkey_wanted')
  const isSilent = error === null && status !== 'failed'
  return (
    <Note tone="bad">
      <p className="text-[1.25rem] font-bold">{t('public.door.notOpened')}</p>
      <p>
        {isReason(given)
          ? t(`public.reason.${given}`)
          : error !== null
            ? problemText(error)
            : t(isSilent ? 'public.door.expired' : 'public.door.rejected')}
      </p>
      {typeof opensAt === 'string' && (
        <p className="text-[1.125rem] font-bold">{t('public.next.too_early', { time: formatInstant(opensAt, language, zone) })}</p>
      )}
      {why !== undefined && next(why) !== undefined && <p>{next(why)}</p>}
      {wantsPasskey && (
        <p className="mt-3">
          <LinkButton to="/sign-in" search={{ next: signInAgain }}>
            {t('public.door.passkey')}
          </LinkButton>
        </p>
      )}
    </Note>
  )
}
