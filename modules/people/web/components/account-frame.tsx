import type { ReactNode } from 'react'
import { PageHead, usePageTitle } from '#platform/web/shell/page.tsx'
import { Link } from '#ui/link.tsx'
import { usePeopleTexts } from '../texts.ts'

/** The four pages of one's own account, with the way between them. */
export function AccountFrame({ title, children }: { title: string; children: ReactNode }) {
  const t = usePeopleTexts()
  usePageTitle([title, t('account.nav')])
  return (
    <div className="wrap pb-16">
      <PageHead title={title} />
      <nav aria-label={t('account.nav')} className="mb-8 flex flex-wrap gap-x-6 border-b border-rule">
        <Place to="/me/account">{t('account.profile')}</Place>
        <Place to="/me/account/security">{t('account.security')}</Place>
        <Place to="/me/account/consortia">{t('account.consortia')}</Place>
        <Place to="/me/account/records">{t('account.records')}</Place>
      </nav>
      <div className="grid max-w-3xl gap-10">{children}</div>
    </div>
  )
}

function Place({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link
      to={to}
      isExact
      className="flex min-h-12 items-center whitespace-nowrap border-b-4 border-transparent text-ink no-underline hover:underline aria-[current=page]:border-accent aria-[current=page]:font-bold"
    >
      {children}
    </Link>
  )
}
