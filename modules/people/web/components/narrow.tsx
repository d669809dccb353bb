import type { ReactNode } from 'react'
import { usePageTitle } from '#platform/web/shell/page.tsx'

/** One thing to do on a page of its own: signing in, accepting, choosing a password. */
export function Narrow({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  usePageTitle([title])
  return (
    <div className="wrap py-10 max-md:py-6">
      <div className="mx-auto grid max-w-lg gap-6">
        <div>
          <h1 className="text-[1.75rem] leading-normal max-md:text-[1.375rem]" tabIndex={-1}>
            {title}
          </h1>
          {lead !== undefined && <div className="muted mt-2">{lead}</div>}
        </div>
        {children}
      </div>
    </div>
  )
}
