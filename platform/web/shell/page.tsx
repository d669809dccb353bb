/** What every page has: a title, a heading that takes the focus, and honest states for refusals and failures. */
import { useEffect, useRef, type ReactNode } from 'react'
import { useLocation } from '@tanstack/react-router'
import { ErrorState, NoPermission, SkeletonLines } from '#ui/states.tsx'
import { LinkButton } from '#ui/link.tsx'
import { isProblem } from '../client.ts'
import { problemWordsOf } from './problem-words.ts'
import { usePlatformTexts } from './words.tsx'

/** The tab's title: `予約｜テレワークセンターみなかみ｜ひろば`. */
export function usePageTitle(parts: readonly (string | undefined)[], description?: string): void {
  const t = usePlatformTexts()
  const title = [...parts.filter((part) => part !== undefined && part !== ''), t('public.appName')].join('｜')
  useEffect(() => {
    document.title = title
  }, [title])
  useEffect(() => {
    if (description === undefined) return
    document.querySelector('meta[name="description"]')?.setAttribute('content', description)
  }, [description])
}

/** The sentence for a failed call, in the reader's language. The server's own sentence where it gave one. */
export function useProblemText(): (error: unknown) => string {
  const t = usePlatformTexts()
  return (error) => {
    if (!isProblem(error)) return t('errors.unexpected')
    if (error.problem.detail !== '' && error.status !== 0) return error.problem.detail
    const key = error.code.startsWith('platform.') ? `errors.${error.code.slice('platform.'.length)}` : 'errors.unexpected'
    return t(key as Parameters<typeof t>[0], error.params as Record<string, string>)
  }
}

/** A page that could not get what it needs says which it is: gone, not allowed, changed meanwhile, too much, no line, or our fault. */
const isNoLine = (error: unknown): boolean => (isProblem(error) ? error.status === 0 : !navigator.onLine)

export function ProblemState({ error, onRetry, isRetrying }: { error: unknown; onRetry?: () => void; isRetrying?: boolean }) {
  const t = usePlatformTexts()
  const say = useProblemText()
  // A piece of the app that could not be fetched without a line is no fault of the page.
  if (isNoLine(error)) return <NoLine onRetry={onRetry} isRetrying={isRetrying} />
  const words = problemWordsOf(isProblem(error) ? error : { status: 500, code: '' })
  const title = words.title === undefined ? say(error) : t(words.title)
  const body = words.hasSentence === true ? say(error) : words.body === undefined ? undefined : t(words.body)
  const way =
    words.act === 'sign-in' ? <SignInAgain /> : words.act === 'home' ? <LinkButton to="/">{t('public.home')}</LinkButton> : undefined
  if (words.look === 'locked')
    return (
      <NoPermission title={title} act={way}>
        {body}
      </NoPermission>
    )
  return (
    <ErrorState
      title={title}
      act={way}
      {...(isProblem(error) && words.look === 'failed' ? { requestId: error.requestId } : {})}
      {...(words.act === 'retry' ? { onRetry, isRetrying } : {})}
    >
      {body}
    </ErrorState>
  )
}

/** Back to this page afterwards. */
function SignInAgain() {
  const t = usePlatformTexts()
  const { href } = useLocation()
  return (
    <LinkButton to="/sign-in" search={{ next: href }} kind="main">
      {t('public.signIn')}
    </LinkButton>
  )
}

/** No line, or no server: what does not work now, and that it comes back by itself. */
function NoLine({ onRetry, isRetrying }: { onRetry?: (() => void) | undefined; isRetrying?: boolean | undefined }) {
  const t = usePlatformTexts()
  const isOffline = !navigator.onLine
  usePageTitle([t(isOffline ? 'public.offlineTitle' : 'public.noAnswerTitle')])
  const retry = useRef(onRetry)
  retry.current = onRetry
  useEffect(() => {
    const again = (): void => retry.current?.()
    addEventListener('online', again)
    return () => removeEventListener('online', again)
  }, [])
  return (
    <ErrorState title={t(isOffline ? 'public.offlineTitle' : 'public.noAnswerTitle')} onRetry={onRetry} isRetrying={isRetrying}>
      <p>{t(isOffline ? 'public.offlineBody' : 'public.noAnswerBody')}</p>
      {isOffline && <p className="mt-2">{t('public.offlineAuto')}</p>}
    </ErrorState>
  )
}

export function PagePending() {
  const t = usePlatformTexts()
  return (
    // As high as the screen: the foot of the page must not be seen and then pushed away.
    <div className="wrap min-h-dvh py-8">
      <SkeletonLines count={5} label={t('public.loading')} />
    </div>
  )
}

export function NotFoundPage() {
  const t = usePlatformTexts()
  usePageTitle([t('public.notFoundTitle')])
  return (
    <div className="wrap py-8">
      <h1 className="page-title">{t('public.notFoundTitle')}</h1>
      <p className="mb-6">{t('public.notFoundBody')}</p>
      <LinkButton to="/" kind="main">
        {t('public.home')}
      </LinkButton>
    </div>
  )
}

/** The first line is the answer: the sentence of the page, facts beside it. */
export function PageHead({ title, lead, facts }: { title: ReactNode; lead?: ReactNode; facts?: ReactNode }) {
  // a long name of a hub stands above the answer, not in front of it
  const isLong = typeof lead === 'string' && lead.length > 28
  return (
    <div className="flex flex-wrap items-end gap-x-10 gap-y-2 pb-4 pt-6 max-md:pt-4">
      <h1 className="text-[1.75rem] max-md:text-[1.375rem]" tabIndex={-1}>
        {lead !== undefined && (
          <span className={`mr-4 font-normal text-ink-2 ${isLong ? 'block text-base' : 'max-md:block max-md:text-base'}`}>{lead}</span>
        )}
        {title}
      </h1>
      {facts !== undefined && <div className="ml-auto flex flex-wrap gap-x-7 gap-y-1 max-md:ml-0">{facts}</div>}
    </div>
  )
}
