import type { ReactNode } from 'react'
import { SettingsFrame } from '#platform/web/pages/settings-frame.tsx'

/** A page of the settings with what one can do there beside its heading. */
export function PeopleFrame({ title, acts, children }: { title: string; acts?: ReactNode; children: ReactNode }) {
  return (
    <SettingsFrame title={title}>
      {acts !== undefined && acts !== false && <div className="mb-4 flex flex-wrap gap-3">{acts}</div>}
      {children}
    </SettingsFrame>
  )
}
