/** Pieces of the bar at the top and the tabs under the thumb. */
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { languages, staffLanguages, type Language } from '#platform/contract/texts.ts'
import type { Role } from '#platform/contract/permissions.ts'
import { Disclosure } from '#ui/disclosure.tsx'
import { Icon, Logo, type IconName } from '#ui/icon.tsx'
import { Link, type LinkTarget } from '#ui/link.tsx'
import { languageNames, useLanguage } from '../language.ts'
import { switchLanguage } from '../texts.ts'
import { navOf, type Area, type NavItem } from '../registry.ts'
import { isDesk, signOut, type Session } from '../session.ts'
import { chooseTheme, themes, useTheme, type Theme } from '../theme.ts'
import { usePlatformTexts } from './words.tsx'

export function Brand({ to }: { to: string }) {
  const t = usePlatformTexts()
  return (
    <Link to={to} className="logo" aria-label={t('public.appName')}>
      <Logo />
      <span>{t('public.appName')}</span>
    </Link>
  )
}

/** A native choice: it opens as the reader's device does it, and reads well everywhere. */
export function LanguageChoice({ isStaff }: { isStaff?: boolean }) {
  const t = usePlatformTexts()
  const language = useLanguage()
  const offered: readonly Language[] = isStaff === true ? staffLanguages : languages
  return (
    <label className="pick">
      <Icon name="globe" />
      <span className="sr">{t('public.language')}</span>
      <select
        value={language}
        onChange={(event) => {
          void switchLanguage(event.target.value as Language)
        }}
      >
        {offered.map((each) => (
          <option key={each} value={each} lang={each}>
            {languageNames[each]}
          </option>
        ))}
      </select>
      <Icon name="down" />
    </label>
  )
}

const themeIcons: Record<Theme, IconName> = { auto: 'contrast', light: 'sun', dark: 'moon' }
const themeKeys = { auto: 'public.themeAuto', light: 'public.themeLight', dark: 'public.themeDark' } as const

/** Three states behind one press each; the label says the one that holds. */
export function ThemeChoice() {
  const t = usePlatformTexts()
  const theme = useTheme()
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'auto'
  const label = `${t('public.theme')}: ${t(themeKeys[theme])}`
  return (
    <button type="button" className="icon-btn" aria-label={label} title={label} onClick={() => chooseTheme(next)}>
      <Icon name={themeIcons[theme]} />
    </button>
  )
}

interface NavProps {
  area: Area
  roles: readonly Role[]
  params?: Readonly<Record<string, string>>
}

/** Five fit the thumb and the line: with more of them, four and the way to the rest. */
const mostEntries = 5

function useEntries({ area, roles }: NavProps): { shown: readonly NavItem[]; more: readonly NavItem[] } {
  const items = navOf(area, roles)
  const count = items.length > mostEntries ? mostEntries - 1 : items.length
  return { shown: items.slice(0, count), more: items.slice(count) }
}

export function NavLinks(props: NavProps) {
  const t = usePlatformTexts()
  const { shown, more } = useEntries(props)
  return (
    <nav aria-label={t('public.mainNav')}>
      {shown.map((item) => (
        <NavEntry key={item.key} item={item} params={props.params} />
      ))}
      <NavMore items={more} params={props.params} />
    </nav>
  )
}

/** Where the thumb is; below 768 px. */
export function NavTabs(props: NavProps) {
  const t = usePlatformTexts()
  const { shown, more } = useEntries(props)
  if (shown.length < 2) return null
  return (
    <nav className="tabs" aria-label={t('public.mainNav')}>
      {shown.map((item) => (
        <NavEntry key={item.key} item={item} params={props.params} hasIcon />
      ))}
      <NavMore items={more} params={props.params} hasIcon />
    </nav>
  )
}

function NavMore({ items, params, hasIcon }: { items: readonly NavItem[]; params?: NavProps['params'] | undefined; hasIcon?: boolean }) {
  const t = usePlatformTexts()
  if (items.length === 0) return null
  return (
    <Disclosure
      buttonClassName="nav-more"
      button={
        <>
          {hasIcon === true && <Icon name="list" />}
          {t('shell.more')}
          {hasIcon !== true && <Icon name="down" />}
        </>
      }
    >
      {(close) => items.map((item) => <NavPlace key={item.key} item={item} params={params} onClick={close} />)}
    </Disclosure>
  )
}

function NavPlace({ item, params, onClick }: { item: NavItem; params?: NavProps['params'] | undefined; onClick: () => void }) {
  const label = item.useLabel()
  return (
    <MenuLink to={item.to} params={params ?? {}} icon={item.icon} onClick={onClick}>
      {label}
    </MenuLink>
  )
}

function NavEntry({ item, params, hasIcon }: { item: NavItem; params?: Readonly<Record<string, string>> | undefined; hasIcon?: boolean }) {
  const label = item.useLabel()
  return (
    <Link to={item.to} params={params ?? {}} isExact={item.isExact === true}>
      {hasIcon === true && <Icon name={item.icon} />}
      {label}
    </Link>
  )
}

export function AccountMenu({ session }: { session: Session }) {
  const t = usePlatformTexts()
  const navigate = useNavigate()
  return (
    <Disclosure
      label={t('public.accountMenu', { name: session.name })}
      button={
        <>
          <Icon name="person" />
          <span className="wide-only">{session.name}</span>
        </>
      }
    >
      {(close) => (
        <>
          <p className="dense muted px-3 pb-2">
            {session.name}
            {session.active !== undefined && (
              <>
                <br />
                {session.active.name}
              </>
            )}
          </p>
          <MenuLink to="/me" icon="home" onClick={close}>
            {t('public.myPage')}
          </MenuLink>
          {isDesk(session) && (
            <>
              <MenuLink to="/operate" icon="calendar" onClick={close}>
                {t('shell.desk')}
              </MenuLink>
              <MenuLink to="/settings" icon="settings" onClick={close}>
                {t('shell.settings')}
              </MenuLink>
            </>
          )}
          <MenuLink to="/" icon="search" onClick={close}>
            {t('shell.publicSite')}
          </MenuLink>
          <button
            type="button"
            className="pop-item"
            onClick={() => {
              close()
              void signOut(() => navigate({ to: '/' }))
            }}
          >
            <Icon name="leave" />
            {t('public.signOut')}
          </button>
        </>
      )}
    </Disclosure>
  )
}

function MenuLink({ icon, children, ...target }: LinkTarget & { icon: IconName; children: ReactNode; onClick: () => void }) {
  return (
    <Link {...target} className="pop-item">
      <Icon name={icon} />
      {children}
    </Link>
  )
}
