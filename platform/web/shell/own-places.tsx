/** For whoever opened a screen that is for other roles: whose it is, and which screens are theirs. */
import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Role } from '#platform/contract/permissions.ts'
import { navOf, settingsFor, todayCardsFor } from '../registry.ts'
import { heldRoles, useSession } from '../session.ts'
import { Cards } from './cards.tsx'
import { PageHead, usePageTitle } from './page.tsx'
import { Place } from './place.tsx'
import { usePlatformTexts } from './words.tsx'

export function OwnPlaces({ roles = [] }: { roles?: readonly Role[] }) {
  const t = usePlatformTexts()
  const { session } = useSession()
  const { hubKey = '' } = useParams({ strict: false }) as { hubKey?: string }
  const held = heldRoles(session)
  const cards = hubKey === '' ? [] : todayCardsFor(held)
  const title = t(roles.length === 1 && roles[0] === 'admin' ? 'shell.forAdminsTitle' : 'shell.forDeskTitle')
  usePageTitle([title])
  return (
    <div className="wrap pb-16">
      <PageHead title={title} />
      <p className="mb-6">{t('shell.ownPlaces', { where: session?.active?.name ?? '' })}</p>
      <ul className="border-t-2 border-ink">
        <Place to="/me" icon="person" label={t('public.myPage')} about={t('shell.myPageAbout')} />
        {navOf('me', held)
          .filter((item) => item.to !== '/me')
          .map((item) => (
            <NavPlace key={item.key} item={item} />
          ))}
        {settingsFor(held).map((entry) => (
          <SettingsPlace key={entry.key} entry={entry} />
        ))}
      </ul>
      <p className="muted my-6">{t('shell.noPermissionBody')}</p>
      <Cards cards={cards} hubKey={hubKey} />
    </div>
  )
}

function NavPlace({ item }: { item: ReturnType<typeof navOf>[number] }) {
  return <Place to={item.to} icon={item.icon} label={item.useLabel()} />
}

function SettingsPlace({ entry }: { entry: ReturnType<typeof settingsFor>[number] }) {
  return <Place to={entry.to} icon={entry.icon} label={entry.useLabel()} about={entry.useAbout()} />
}

/** A page for some roles; the others see their own places. The server decides again on each call. */
export function OnlyFor({ roles, children }: { roles: readonly Role[]; children: ReactNode }) {
  const { session } = useSession()
  return heldRoles(session).some((role) => roles.includes(role)) ? children : <OwnPlaces roles={roles} />
}
