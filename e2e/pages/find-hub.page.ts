/** The list of hubs: words, prefecture, open or not. */
import type { Locator, Page } from 'playwright-core'
import type { Language } from '#platform/contract/texts.ts'
import { wordsOf } from '../words.ts'

export interface FindHubPage {
  readonly page: Page
  readonly heading: Locator
  readonly search: Locator
  readonly prefecture: Locator
  /** Every hub that is shown. */
  readonly hubs: Locator
  hub(name: string): Locator
  readonly nothing: Locator
  readonly showAll: Locator
  readonly language: Locator
  readonly theme: Locator
  open(): Promise<void>
}

export function findHubPage(page: Page, language: Language = 'en'): FindHubPage {
  const t = wordsOf(language)
  const self: FindHubPage = {
    page,
    heading: page.getByRole('heading', { level: 1 }),
    search: page.getByRole('searchbox'),
    prefecture: page.getByLabel(t('hubs.public.page.prefecture'), { exact: true }),
    hubs: page.getByRole('article').getByRole('heading', { level: 3 }),
    hub: (name) => page.getByRole('link', { name }),
    nothing: page.getByText(t('hubs.public.page.nothingFound')),
    showAll: page.getByRole('button', { name: t('hubs.public.page.showAll') }),
    language: page.getByRole('combobox', { name: t('platform.public.language') }),
    theme: page.getByRole('button', { name: new RegExp(`^${t('platform.public.theme')}`) }),
    async open() {
      await page.goto('/')
      await self.hubs.first().waitFor()
    },
  }
  return self
}
