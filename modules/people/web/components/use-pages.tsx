/** A list page by page, and the button that brings the next one. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { call, keyOf } from '#platform/web/client.ts'
import { Button } from '#ui/button.tsx'
import { listOrganisations } from '../../contract/endpoints.ts'
import { usePeopleTexts } from '../texts.ts'

interface Page<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
  readonly total?: number
}

/** `key` is that of the endpoint and what narrows it; `ask` brings the page after a cursor. */
export function usePages<T>(key: readonly unknown[], ask: (cursor: { cursor?: string }) => Promise<Page<T>>) {
  const list = useInfiniteQuery({
    queryKey: [...key, 'pages'],
    queryFn: ({ pageParam }) => ask(pageParam === '' ? {} : { cursor: pageParam }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
  return { list, items: list.data?.pages.flatMap((page) => page.items) ?? [], total: list.data?.pages[0]?.total ?? 0 }
}

export function More({ list }: { list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown } }) {
  const t = usePeopleTexts()
  if (!list.hasNextPage) return null
  return (
    <p className="mt-6">
      <Button isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {t('members.more')}
      </Button>
    </p>
  )
}

/** To choose from: all that are open, however many pages that takes. */
export function useOrganisationChoices({ isOn = true } = {}): readonly { value: string; label: string }[] {
  const all = useQuery({
    queryKey: [...keyOf(listOrganisations), 'choices'],
    queryFn: async () => {
      const choices: { value: string; label: string }[] = []
      for (let cursor: string | null = ''; cursor !== null;) {
        const page: Page<{ id: string; name: string }> = await call(listOrganisations, {
          query: { limit: 200, ...(cursor === '' ? {} : { cursor }) },
        })
        choices.push(...page.items.map(({ id, name }) => ({ value: id, label: name })))
        cursor = page.nextCursor
      }
      return choices
    },
    enabled: isOn,
    staleTime: 60_000,
  })
  return all.data ?? []
}
