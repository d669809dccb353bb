/** The list of settings, as far as the reader's roles have any. */
import { settingsFor, type SettingsEntry } from '../registry.ts'
import { heldRoles, useSession } from '../session.ts'
import { OwnPlaces } from './own-places.tsx'
import { PageHead, usePageTitle } from './page.tsx'
import { Place } from './place.tsx'
import { usePlatformTexts } from './words.tsx'

export function SettingsPage() {
  const t = usePlatformTexts()
  const { session } = useSession()
  usePageTitle([t('shell.settingsTitle')])
  const entries = settingsFor(heldRoles(session))
  if (entries.length === 0) return <OwnPlaces />
  return (
    <div className="wrap pb-16">
      <PageHead title={t('shell.settingsTitle')} />
      <ul className="border-t-2 border-ink">
        {entries.map((entry) => (
          <SettingsRow key={entry.key} entry={entry} />
        ))}
      </ul>
    </div>
  )
}

function SettingsRow({ entry }: { entry: SettingsEntry }) {
  return <Place to={entry.to} icon={entry.icon} label={entry.useLabel()} about={entry.useAbout()} />
}
