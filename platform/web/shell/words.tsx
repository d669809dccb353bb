/** The platform's own words, and those that the components of ui/ say by themselves. */
import { useMemo, type ReactNode } from 'react'
import type { ja } from '#platform/locales/ja.ts'
import { UiWordsProvider, type UiWords } from '#ui/words.tsx'
import { useTexts } from '../texts.ts'

export const usePlatformTexts = () => useTexts<typeof ja>('platform')

export function WordsFromTexts({ children }: { children: ReactNode }) {
  const t = usePlatformTexts()
  const words = useMemo<UiWords>(
    () => ({
      close: t('public.close'),
      cancel: t('public.cancel'),
      undo: t('public.undo'),
      required: t('public.required'),
      optional: t('public.optional'),
      decrease: t('public.decrease'),
      increase: t('public.increase'),
      previousMonth: t('public.previousMonth'),
      nextMonth: t('public.nextMonth'),
      sortBy: (column) => t('public.sortBy', { column }),
      retry: t('public.retry'),
      requestId: (id) => t('public.requestId', { id }),
      chooseFile: t('public.chooseFile'),
      dropFile: t('public.dropFile'),
      breadcrumb: t('public.breadcrumb'),
      working: t('public.working'),
      today: t('public.today'),
      selected: t('public.selected'),
      notices: t('public.notices'),
    }),
    [t],
  )
  return <UiWordsProvider value={words}>{children}</UiWordsProvider>
}
