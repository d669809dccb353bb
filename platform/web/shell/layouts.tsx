/** The three frames: Public for everybody, Me for a person, Operator for a desk (settings stand in the same frame). */
import { Outlet, useParams, useRouter } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState, type ComponentType, type ReactNode } from 'react'
import { LinkButton, Link } from '#ui/link.tsx'
import { EmptyState, LineBanner } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { formatTime } from '../format.ts'
import { LanguageScope, staffLanguageOf, useLanguage } from '../language.ts'
import { setOnBack, useLiveStatus, useLiveStream } from '../live.ts'
import { deskPicker, type CardProps } from '../registry.ts'
import { heldRoles, isDesk, useSession } from '../session.ts'
import { AccountMenu, Brand, LanguageChoice, NavLinks, NavTabs, ThemeChoice } from './bar.tsx'
import { PagePending } from './page.tsx'
import { Slot } from './slot.tsx'
import { usePlatformTexts, WordsFromTexts } from './words.tsx'

function Frame({ bar, tabs, foot, children }: { bar: ReactNode; tabs?: ReactNode; foot?: ReactNode; children: ReactNode }) {
  const t = usePlatformTexts()
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t('public.skip')}
      </a>
      <header className="bar">{bar}</header>
      <LineState />
      <main id="main" tabIndex={-1}>
        <Suspense fallback={<PagePending />}>{children}</Suspense>
      </main>
      {foot}
      {tabs}
    </div>
  )
}

/** Says that the line is down, since when what is shown holds, and, once, that it is back. */
function LineState() {
  const t = usePlatformTexts()
  const status = useLiveStatus()
  const { toast } = useToast()
  useEffect(() => {
    setOnBack(() => toast(t('public.lineBack')))
  }, [toast, t])
  if (status.state !== 'lost') return null
  // The reader's own clock: this is about the reader's line, not about a hub.
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return <LineBanner>{t('public.lineLost', { time: formatTime(status.seenAt, zone) })}</LineBanner>
}

export function PublicLayout() {
  const t = usePlatformTexts()
  const { session } = useSession()
  return (
    <Frame
      bar={
        <>
          <Brand to="/" />
          <NavLinks area="public" roles={heldRoles(session)} />
          <div className="end">
            <span className="wide-only">
              <ThemeChoice />
            </span>
            <LanguageChoice />
            {session === undefined ? (
              <LinkButton to="/sign-in" kind="quiet" size="small">
                {t('public.signIn')}
              </LinkButton>
            ) : (
              <AccountMenu session={session} />
            )}
          </div>
        </>
      }
      foot={<PublicFoot />}
    >
      <Outlet />
    </Frame>
  )
}

function PublicFoot() {
  const t = usePlatformTexts()
  const { hubKey = '' } = useParams({ strict: false }) as { hubKey?: string }
  return (
    <footer className="foot">
      <div className="wrap">
        <p>{t('public.footerAbout')}</p>
        <ul>
          <li className="md:hidden">
            <ThemeChoice />
          </li>
          <li className="empty:hidden">
            <Slot name="shell.public-foot" props={{ hubKey }} />
          </li>
          <li>
            <a href="/api/docs">{t('public.footerApi')}</a>
          </li>
        </ul>
      </div>
    </footer>
  )
}

/** Inside the app: a session, and Japanese or English. */
function Inside({ children }: { children: ReactNode }) {
  const language = staffLanguageOf(useLanguage())
  return (
    <LanguageScope value={language}>
      <WordsFromTexts>
        <div lang={language}>{children}</div>
      </WordsFromTexts>
    </LanguageScope>
  )
}

/** Once, with the address as it was: an element that navigates does so at each drawing, and drawing follows navigating. */
function ToSignIn() {
  const router = useRouter()
  const [here] = useState(() => router.state.location.href)
  useEffect(() => {
    void router.navigate({ to: '/sign-in', search: { next: here }, replace: true })
  }, [router, here])
  return <PagePending />
}

export function MeLayout() {
  const { session, isPending } = useSession()
  // Hints are told within a tenant: whoever belongs to none has no stream.
  useLiveStream({ isOn: session?.active !== undefined })
  if (session === undefined) return isPending ? <PagePending /> : <ToSignIn />
  const roles = heldRoles(session)
  return (
    <Inside>
      <Frame
        bar={
          <>
            <Brand to="/me" />
            <NavLinks area="me" roles={roles} />
            <div className="end">
              <ThemeChoice />
              <LanguageChoice isStaff />
              <AccountMenu session={session} />
            </div>
          </>
        }
        tabs={<NavTabs area="me" roles={roles} />}
      >
        <Outlet />
      </Frame>
    </Inside>
  )
}

const Nothing: ComponentType<CardProps> = () => null
const Picker = lazy(async () => ({ default: (await deskPicker()?.()) ?? Nothing }))

export function OperatorLayout() {
  const { session, isPending } = useSession()
  const { hubKey = '' } = useParams({ strict: false }) as { hubKey?: string }
  useLiveStream({ isOn: session?.active !== undefined })
  if (session === undefined) return isPending ? <PagePending /> : <ToSignIn />
  const roles = heldRoles(session)
  return (
    <Inside>
      <Frame
        bar={
          <>
            <Brand to="/operate" />
            {isDesk(session) && (
              <Suspense fallback={null}>
                <Picker hubKey={hubKey} />
              </Suspense>
            )}
            <DeskNav hubKey={hubKey} />
            <div className="end">
              <Slot name="shell.desk-bar" props={{ hubKey }} />
              <ThemeChoice />
              <LanguageChoice isStaff />
              <AccountMenu session={session} />
            </div>
          </>
        }
        tabs={hubKey === '' ? undefined : <NavTabs area="operator" roles={roles} params={{ hubKey }} />}
      >
        {session.active === undefined ? <NoMembership /> : <Outlet />}
      </Frame>
    </Inside>
  )
}

/** Nothing but the page: a screen that hangs on a wall has no account, no menu and no way out. */
export function ScreenLayout() {
  return (
    <main id="main" tabIndex={-1}>
      <Suspense fallback={<PagePending />}>
        <Outlet />
      </Suspense>
    </main>
  )
}

function DeskNav({ hubKey }: { hubKey: string }) {
  const t = usePlatformTexts()
  const { session } = useSession()
  // Settings belong to the consortium, not to a hub: without a hub in the address there is nothing to go to but the desk.
  return hubKey === '' ? (
    <nav aria-label={t('public.mainNav')}>
      <Link to="/operate">{t('shell.today')}</Link>
      <Link to="/settings">{t('shell.settings')}</Link>
    </nav>
  ) : (
    <NavLinks area="operator" roles={heldRoles(session)} params={{ hubKey }} />
  )
}

/** What stands in a desk or among the settings is a consortium's. */
function NoMembership() {
  const t = usePlatformTexts()
  return (
    <div className="wrap py-8">
      <EmptyState isPage title={t('shell.noMembershipTitle')} act={<LinkButton to="/me">{t('public.myPage')}</LinkButton>}>
        {t('shell.noMembershipBody')}
      </EmptyState>
    </div>
  )
}
