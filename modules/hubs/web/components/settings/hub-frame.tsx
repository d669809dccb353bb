/** A page of the hubs' settings: where it stands, its heading, its content. */
import type { ReactNode } from 'react'
import { PageHead, usePageTitle } from '#platform/web/shell/page.tsx'
import { usePlatformTexts } from '#platform/web/shell/words.tsx'
import { Breadcrumb, type Crumb } from '#ui/link.tsx'

export function HubsFrame({
  title,
  crumbs = [],
  facts,
  children,
}: {
  title: string
  crumbs?: readonly Crumb[]
  facts?: ReactNode
  children: ReactNode
}) {
  const t = usePlatformTexts()
  usePageTitle([title, t('shell.settingsTitle')])
  return (
    <div className="wrap pb-16 pt-2">
      <Breadcrumb
        label={t('public.breadcrumb')}
        crumbs={[{ label: t('shell.settingsTitle'), target: { to: '/settings' } }, ...crumbs, { label: title }]}
      />
      <PageHead title={title} facts={facts} />
      {children}
    </div>
  )
}
