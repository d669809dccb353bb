/** Calendars, reminders and use in a real browser: an address told once and read by a program, a choice that stays, figures that open. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { seriousFindings } from '#platform/testkit/browser.ts'
import { openProduct, soon, type Product, type Visit, type VisitOptions } from './product.ts'
import { wordsOf } from './words.ts'

const t = wordsOf('en')
const hubKey = 'minakami.tsukiyono'

let product: Product
const visits: Visit[] = []
async function visit(name: string, options: VisitOptions = {}): Promise<Visit> {
  const made = await product.visit({ ...options, cookie: await product.cookieOf(`${name}@minakami.example.jp`) })
  visits.push(made)
  return made
}
beforeAll(async () => {
  product = await openProduct()
})
afterEach(async (context) => {
  for (const one of visits.splice(0)) {
    expect(one.complaints()).toEqual([])
    await one.close(context)
  }
})
afterAll(() => product.stop())

test('a member makes a calendar address, a program reads it, the screen says so, and it is ended again', async () => {
  const { page } = await visit('member', { width: 1440 })
  await page.goto('/me/notices')
  await page.getByRole('button', { name: t('bookings.calendar.make') }).click()
  const dialog = page.getByRole('dialog')
  const address = await dialog.getByRole('textbox', { name: t('bookings.calendar.address') }).inputValue()
  await dialog.getByRole('img', { name: t('bookings.calendar.qrAlt') }).waitFor()
  expect(await seriousFindings(page)).toEqual([])
  const read = (tag: string) => fetch(address, { headers: { 'user-agent': 'Thunderbird/140.0', 'if-none-match': tag } })
  const answer = await read('')
  expect(await answer.text()).toContain('BEGIN:VCALENDAR')
  // the demonstration's last bookings may still be on their way into it
  let tag = answer.headers.get('etag') ?? ''
  await expect
    .poll(async () => {
      const again = await read(tag)
      tag = again.headers.get('etag') ?? tag
      return again.status
    }, soon)
    .toBe(304)
  await page.reload()
  await page.getByText('Thunderbird').waitFor()
  // never shown again
  expect(await page.content()).not.toContain(address.slice(-47, -4))
  await page.getByRole('button', { name: t('bookings.calendar.revoke') }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('bookings.calendar.revoke') })
    .click()
  await page.getByRole('button', { name: t('bookings.calendar.make') }).waitFor()
  expect((await fetch(address)).status).toBe(404)
})

test('when to be reminded is chosen by one press and stays; a browser that forbids messages is told what helps', async () => {
  const { page } = await visit('member', { isPhone: true })
  await page.goto('/me/notices')
  // a click: the choice is the server's, and stands a moment later
  await page.getByRole('radio', { name: t('bookings.reminder.leads.hour') }).click()
  await page.getByText(t('bookings.reminder.saved')).first().waitFor({ state: 'attached' })
  await page.reload()
  await expect.poll(() => page.getByRole('radio', { name: t('bookings.reminder.leads.hour') }).isChecked(), soon).toBe(true)
  await page.getByRole('button', { name: t('bookings.reminder.addThis') }).tap()
  await page.getByText(t('bookings.reminder.denied')).waitFor()
})

test('an officer reads the year, opens a figure, and sees kinds and numbers but nobody by name', async () => {
  for (let round = 0; round < 3; round++) await product.app.program.sweeper?.runAll()
  const { page } = await visit('officer', { width: 1440 })
  await page.goto(`/operate/${hubKey}/use`)
  await page.getByRole('img', { name: t('bookings.use.chartMonths') }).waitFor()
  await page.locator('.recharts-bar-rectangle').first().waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page.locator('button.use-figure').first().click()
  const records = page.getByRole('dialog').getByRole('table')
  await records.waitFor()
  expect(await records.getByRole('row').count()).toBeGreaterThan(10)
  expect(await records.getByRole('columnheader', { name: t('bookings.use.who') }).count()).toBe(0)
  await page.keyboard.press('Escape')
  // from the keyboard: a cell of the week opens the bookings of that hour
  await page.locator('.heat td button').nth(6).press('Enter')
  await page.getByRole('dialog').getByRole('table').waitFor()
})
