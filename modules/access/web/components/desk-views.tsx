/** The screens of doors beside one another: doors, the log, what opens them, visitors. */
import { HubDesk, type DeskHub } from '#modules/hubs/web/index.ts'
import type { ReactNode } from 'react'
import { PageHead, usePageTitle } from '#platform/web/shell/page.tsx'
import { Link } from '#ui/link.tsx'
import { useSay } from './say.tsx'

const views = [
  ['', 'doors.title'],
  ['/who', 'entrants.title'],
  ['/log', 'doors.log'],
  ['/cards', 'doors.credentials'],
  ['/visitors', 'doors.visitors'],
] as const

interface Props {
  title: (hub: DeskHub) => ReactNode
  name: string
  children: (hub: DeskHub) => ReactNode
}

export function DoorsDesk({ title, name, children }: Props) {
  return (
    <HubDesk>
      {(hub) => (
        <Framed key={hub.id} hub={hub} title={title(hub)} name={name}>
          {children(hub)}
        </Framed>
      )}
    </HubDesk>
  )
}

function Framed({ hub, title, name, children }: { hub: DeskHub; title: ReactNode; name: string; children: ReactNode }) {
  const say = useSay()
  usePageTitle([name, say.local(hub.names)])
  return (
    <>
      <PageHead title={title} lead={say.local(hub.names)} />
      <nav aria-label={say.t('doors.views')} className="no-print mb-6 flex gap-x-6 overflow-x-auto border-b border-rule">
        {views.map(([path, key]) => (
          <Link
            key={path}
            to={`/operate/${hub.key}/doors${path}`}
            isExact
            className="inline-flex min-h-11 shrink-0 items-center border-b-4 border-transparent no-underline! aria-[current=page]:border-accent aria-[current=page]:font-bold"
          >
            {say.t(key)}
          </Link>
        ))}
      </nav>
      {children}
    </>
  )
}
