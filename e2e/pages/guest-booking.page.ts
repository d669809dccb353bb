/** A guest's own booking, behind the link of the mail. */
import type { Locator, Page } from 'playwright-core'
import type { Language } from '#platform/contract/texts.ts'
import { wordsOf } from '../words.ts'

export interface GuestBookingPage {
  readonly page: Page
  readonly heading: Locator
  readonly confirm: Locator
  readonly wayIn: Locator
  readonly change: Locator
  readonly cancel: Locator
  /** The day and time that stand on the pass. */
  readonly when: Locator
  readonly dialog: Locator
  readonly from: Locator
  readonly until: Locator
  readonly changeTo: Locator
  readonly cancelNow: Locator
  readonly undo: Locator
  /** The heading of a state: `confirmed`, `cancelled`, `held`, `lapsed`. */
  titleOf(state: 'held' | 'confirmed' | 'cancelled' | 'lapsed'): Locator
}

export function guestBookingPage(page: Page, language: Language = 'en'): GuestBookingPage {
  const t = wordsOf(language)
  const dialog = page.getByRole('dialog')
  return {
    page,
    heading: page.getByRole('heading', { level: 1 }),
    confirm: page.getByRole('button', { name: t('bookings.public.page.confirm') }),
    wayIn: page.getByRole('heading', { name: t('bookings.public.page.wayIn') }),
    change: page.getByRole('button', { name: t('bookings.public.page.change'), exact: true }),
    cancel: page.getByRole('button', { name: t('bookings.public.page.cancel'), exact: true }),
    when: page.locator('.pass .when'),
    dialog,
    from: dialog.getByLabel(t('bookings.public.page.from'), { exact: true }),
    until: dialog.getByLabel(t('bookings.public.page.until'), { exact: true }),
    changeTo: dialog.getByRole('button', { name: t('bookings.public.page.changeTo') }),
    cancelNow: dialog.getByRole('button', { name: t('bookings.public.page.cancelNow') }),
    undo: page.getByRole('button', { name: t('bookings.public.page.undo') }),
    titleOf: (state) => page.getByRole('heading', { level: 1, name: t(`bookings.public.page.${state}Title`) }),
  }
}
