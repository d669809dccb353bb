/** What is chosen on a page stands in its address: it can be sent, reloaded, and the back button undoes it. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'

export type Search = Readonly<Record<string, string | undefined>>

export function useSearchState(): { search: Search; change: (part: Search, options?: { replace?: boolean }) => void } {
  const given = useSearch({ strict: false }) as Record<string, unknown>
  const navigate = useNavigate()
  const text = JSON.stringify(given)
  const search = useMemo(
    () => Object.fromEntries(Object.entries(JSON.parse(text) as Record<string, unknown>).map(([key, value]) => [key, String(value)])),
    [text],
  )
  const change = useCallback(
    (part: Search, options: { replace?: boolean } = {}) => {
      void navigate({
        to: '.',
        search: (before: Record<string, unknown>) =>
          Object.fromEntries(Object.entries({ ...before, ...part }).filter(([, value]) => value !== undefined && value !== '')),
        replace: options.replace ?? false,
        resetScroll: false,
      } as never)
    },
    [navigate],
  )
  return { search, change }
}
