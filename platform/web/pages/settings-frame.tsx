/** A page of the settings: where it stands, its heading, its content. */
import type { ReactNode } from 'react'
import { Breadcrumb } from '#ui/link.tsx'
import { PageHead, usePageTitle } from '../shell/page.tsx'
import { usePlatformTexts } from '../shell/words.tsx'

export function SettingsFrame({ title, children }: { title: string; children: ReactNode }) {
  const t = usePlatformTexts()
  usePageTitle([title, t('shell.settingsTitle')])
  return (
    <div className="wrap pb-16 pt-2">
      <Breadcrumb
        label={t('public.breadcrumb')}
        crumbs={[{ label: t('shell.settingsTitle'), target: { to: '/settings' } }, { label: title }]}
      />
      <PageHead title={title} />
      {children}
    </div>
  )
}
