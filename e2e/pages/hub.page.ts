/** A hub as strangers see it: the month, what is free, name and mail. */
import type { Locator, Page } from 'playwright-core'
import type { Language } from '#platform/contract/texts.ts'
import { patternOf, wordsOf } from '../words.ts'

export interface HubPage {
  readonly page: Page
  readonly heading: Locator
  /** A day of the month shown, by its date. */
  day(day: string): Locator
  /** A choice of time: `day`, `morning`, `own`. */
  time(key: 'day' | 'rest' | 'morning' | 'afternoon' | 'evening' | 'own'): Locator
  readonly from: Locator
  readonly until: Locator
  readonly morePeople: Locator
  /** The row of a space among what is free, by its name. */
  offer(name: string): Locator
  bookSeat(name: string): Locator
  bookRoom(name: string): Locator
  readonly name: Locator
  readonly mail: Locator
  readonly seat: Locator
  readonly submit: Locator
  /** Why it was refused, with what can be had instead. */
  readonly refusal: Locator
  readonly sent: Locator
  open(key: string, query?: string): Promise<void>
  /** Day, space, name and mail, agreed; answers when the page says that the mail is on its way. */
  bookASeat(wish: { day: string; space: string; name: string; mail: string }): Promise<void>
}

export function hubPage(page: Page, language: Language = 'en'): HubPage {
  const t = wordsOf(language)
  const self: HubPage = {
    page,
    heading: page.getByRole('heading', { level: 1 }),
    day: (day) => page.locator(`[data-day="${day}"]`),
    time: (key) => page.getByRole('radio', { name: patternOf(language, `bookings.public.page.times.${key}`) }),
    from: page.getByLabel(t('bookings.public.page.from'), { exact: true }),
    until: page.getByLabel(t('bookings.public.page.until'), { exact: true }),
    morePeople: page.getByRole('button', { name: t('platform.public.increase') }),
    offer: (name) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 4, name, exact: true }) }),
    bookSeat: (name) => self.offer(name).getByRole('button', { name: t('bookings.public.page.bookSeat') }),
    bookRoom: (name) => self.offer(name).getByRole('button', { name: t('bookings.public.page.bookRoom') }),
    name: page.getByRole('textbox', { name: t('bookings.public.page.name') }),
    mail: page.getByRole('textbox', { name: t('bookings.public.page.mail') }),
    seat: page.getByLabel(t('bookings.public.page.seat'), { exact: true }),
    submit: page.getByRole('button', { name: t('bookings.public.page.agreeAndBook') }),
    refusal: page.getByRole('alert'),
    sent: page.getByRole('heading', { name: t('bookings.public.page.sentTitle') }),
    async open(key, query = '') {
      await page.goto(`/hubs/${key}${query}`)
      await self.heading.waitFor()
    },
    async bookASeat({ day, space, name, mail }) {
      await self.day(day).click()
      await self.bookSeat(space).click()
      await self.name.fill(name)
      await self.mail.fill(mail)
      await self.submit.click()
      await self.sent.waitFor()
    },
  }
  return self
}
