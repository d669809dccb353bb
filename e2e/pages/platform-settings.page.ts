/** Settings of the platform itself: mails, mail server, audit log; and the search box of the desk. */
import type { Locator, Page } from 'playwright-core'
import type { Language } from '#platform/contract/texts.ts'
import { wordsOf } from '../words.ts'

export interface PlatformSettings {
  readonly heading: Locator
  /** A row of the list of mails, by its recipient. */
  mailTo(address: string): Locator
  readonly findMail: Locator
  readonly dialog: Locator
  readonly readText: Locator
  readonly mailText: Locator
  readonly sendTest: Locator
  /** What came of the press: a sentence read aloud. */
  readonly outcome: Locator
  /** Rows of the audit log that say this. */
  entries(sentence: string): Locator
  readonly kind: Locator
  /** The button in the bar; once it is there, the key works too. */
  readonly search: Locator
  readonly searchField: Locator
  readonly hits: Locator
  open(page: 'mails' | 'mail-server' | 'audit'): Promise<void>
}

export function platformSettings(page: Page, language: Language = 'en'): PlatformSettings {
  const t = wordsOf(language)
  const dialog = page.getByRole('dialog')
  const self: PlatformSettings = {
    heading: page.getByRole('heading', { level: 1 }),
    mailTo: (address) => page.getByRole('listitem').filter({ hasText: address }).getByRole('button'),
    findMail: page.getByRole('searchbox', { name: t('platform.mails.find') }),
    dialog,
    readText: dialog.getByRole('button', { name: t('platform.mails.open') }),
    mailText: dialog.getByRole('region', { name: t('platform.mails.text') }),
    sendTest: page.getByRole('button', { name: t('platform.mailServer.testAct') }),
    outcome: page.getByRole('alert'),
    entries: (sentence) => page.locator('main details').filter({ hasText: sentence }),
    kind: page.getByLabel(t('platform.auditLog.kind')),
    search: page.getByRole('button', { name: t('platform.search.open') }),
    searchField: page.getByRole('combobox', { name: t('platform.search.label') }),
    hits: dialog.getByRole('option'),
    async open(name) {
      await page.goto(`/settings/${name}`)
      await self.heading.waitFor()
    },
  }
  return self
}
