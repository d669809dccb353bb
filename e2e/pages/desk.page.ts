/** The desk of a hub: its day, who comes, one booking in the panel at the side. */
import type { Locator, Page } from 'playwright-core'
import type { StaffLanguage } from '#platform/contract/texts.ts'
import { patternOf, wordsOf } from '../words.ts'

export interface DeskPage {
  readonly page: Page
  readonly heading: Locator
  readonly take: Locator
  /** The panel or the question over the day. */
  readonly dialog: Locator
  readonly who: Locator
  readonly guestMail: Locator
  readonly from: Locator
  readonly until: Locator
  readonly book: Locator
  readonly arrivals: Locator
  readonly change: Locator
  readonly changeSubmit: Locator
  readonly cancel: Locator
  readonly cancelSubmit: Locator
  readonly reason: Locator
  readonly undo: Locator
  readonly keepMine: Locator
  open(hubKey: string): Promise<void>
  /** Rows that came while somebody was looking wait behind one press, so that nothing moves under the hand. */
  showNew(): Promise<void>
  /** Opens a booking of the lists by its holder's name. */
  openBooking(name: string): Promise<void>
}

export function deskPage(page: Page, language: StaffLanguage = 'en'): DeskPage {
  const t = wordsOf(language)
  const dialog = page.getByRole('dialog')
  const arrivals = page.getByRole('region', { name: patternOf(language, 'bookings.desk.arrivalsTitle') })
  const inPanel = (name: string) => dialog.getByRole('button', { name, exact: true })
  return {
    page,
    heading: page.getByRole('heading', { level: 1 }),
    take: page.getByRole('button', { name: t('bookings.desk.take') }).first(),
    dialog,
    who: dialog.getByRole('combobox', { name: t('bookings.desk.who') }),
    guestMail: dialog.getByRole('textbox', { name: t('bookings.desk.guestMail') }),
    from: dialog.getByRole('combobox', { name: t('bookings.booking.from'), exact: true }),
    until: dialog.getByRole('combobox', { name: t('bookings.booking.until'), exact: true }),
    book: inPanel(t('bookings.desk.bookSubmit')),
    arrivals,
    change: inPanel(t('bookings.booking.change')),
    changeSubmit: inPanel(t('bookings.booking.changeSubmit')),
    cancel: inPanel(t('bookings.booking.cancel')),
    // the question lies over the panel, whose button has the same words
    cancelSubmit: dialog
      .last()
      .getByRole('button', { name: t('bookings.booking.cancelSubmit'), exact: true })
      .last(),
    reason: dialog.last().getByRole('textbox', { name: t('bookings.booking.reason') }),
    undo: page.getByRole('button', { name: t('bookings.booking.undo'), exact: true }),
    keepMine: dialog.getByRole('button', { name: t('bookings.booking.keepMine') }),
    async open(hubKey) {
      await page.goto(`/operate/${hubKey}`)
      await arrivals.waitFor()
    },
    showNew: () => arrivals.getByRole('button', { name: patternOf(language, 'bookings.desk.showNew') }).click(),
    async openBooking(name) {
      await arrivals.getByRole('button').or(arrivals.getByRole('link')).filter({ hasText: name }).first().click()
      await inPanel(t('bookings.booking.change')).waitFor()
    },
  }
}
