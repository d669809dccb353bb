import { useNavigate, useSearch } from '@tanstack/react-router'

/** What a list is narrowed by stands in the address: it can be sent to a colleague, and Back undoes it. */
export function useNarrowing(): [Readonly<Record<string, string>>, (changes: Readonly<Record<string, string>>) => void] {
  const search = useSearch({ strict: false }) as Readonly<Record<string, unknown>>
  const navigate = useNavigate()
  const given = Object.fromEntries(Object.entries(search).map(([name, value]) => [name, String(value)]))
  return [
    given,
    (changes) => {
      const next = Object.fromEntries(Object.entries({ ...given, ...changes }).filter(([, value]) => value !== ''))
      void navigate({ to: '.', search: next, replace: true, resetScroll: false } as never)
    },
  ]
}
