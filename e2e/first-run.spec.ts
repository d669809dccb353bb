/** An empty installation: whoever opens it makes the first administrator and the first consortium, once. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { linkOf } from './invitation.ts'
import { accountPage } from './pages/account.page.ts'
import { guestBookingPage } from './pages/guest-booking.page.ts'
import { hubPage } from './pages/hub.page.ts'
import { openProduct, tomorrow, type Product, type Visit } from './product.ts'
import { wordsOf } from './words.ts'

const t = wordsOf('en')
let product: Product
let visit: Visit
beforeAll(async () => {
  product = await openProduct({ isEmpty: true })
})
afterEach((context) => visit.close(context))
afterAll(() => product.stop())

test('the first page leads to the first run, and from there to the own desk', async () => {
  visit = await product.visit()
  const { page } = visit
  const account = accountPage(page)
  await page.goto('/')
  await page.waitForURL('**/setup')
  const field = (key: string) => page.getByRole('textbox', { name: t(`people.setup.${key}`), exact: false }).first()
  await page.getByRole('button', { name: t('people.setup.act') }).click()
  // nothing is stored with empty fields, and each says what it needs
  expect(await page.locator('[aria-invalid="true"]').count()).toBeGreaterThan(3)
  expect(await product.app.sql('select 1 from platform.tenant')).toEqual([])
  await account.familyName.fill('例示')
  await account.givenName.fill('次郎')
  await account.mail.fill('first@town.example.jp')
  await account.password.fill('the very first password')
  await field('name').fill('見本町テレワーク推進協議会')
  await field('slug').fill('mihon')
  await page.getByRole('button', { name: t('people.setup.act') }).click()
  await page.waitForURL((url) => url.pathname !== '/setup')
  expect(await product.app.sql('select slug from platform.tenant')).toEqual([{ slug: 'mihon' }])
  expect(visit.complaints()).toEqual([])

  // on to the first booking in the own hub, as docs/operator/first-day.md says it: 10 minutes, no editor
  visit.resetEffort()
  const press = (key: string) => page.getByRole('button', { name: t(key), exact: true }).click()
  const inJapanese = (key: string) => page.getByRole('textbox', { name: t('hubs.settings.inJa', { label: t(key) }), exact: false }).first()
  await page
    .getByRole('link', { name: t('hubs.settings.hubs'), exact: false })
    .first()
    .click()
  await page.getByText(t('hubs.settings.noHubs')).waitFor()
  await press('hubs.settings.addHub')
  await inJapanese('hubs.settings.name').fill('見本町テレワークセンター')
  await inJapanese('hubs.settings.address').fill('見本県見本町1番地')
  await page.getByRole('textbox', { name: t('hubs.settings.hubKey') }).fill('center')
  await page.getByText('/hubs/mihon.center', { exact: false }).waitFor()
  await press('hubs.settings.add')

  // a coworking space asks how many seats; four people sit on four seats
  await press('hubs.settings.addSpace')
  await inJapanese('hubs.settings.name').fill('共用室')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: t('hubs.settings.add'), exact: true }).click()
  await dialog.getByText(t('hubs.settings.seatsNeeded')).waitFor()
  await page.getByRole('textbox', { name: t('hubs.settings.seatCount') }).fill('4')
  await dialog.getByRole('button', { name: t('hubs.settings.add'), exact: true }).click()
  await page.getByText('共用室').first().waitFor()

  await page.getByRole('tab', { name: t('hubs.settings.tabHours') }).click()
  await page.getByRole('button', { name: t('hubs.settings.usualWeek', { hours: '9:00–18:00' }) }).click()
  await page
    .getByRole('button', { name: t('hubs.settings.save'), exact: true })
    .first()
    .click()
  await page.getByText(t('hubs.settings.saved')).first().waitFor()
  await press('hubs.settings.publish')
  await dialog.getByRole('button', { name: t('hubs.settings.publish'), exact: true }).click()
  await page.getByRole('link', { name: t('hubs.settings.publicPage') }).click()

  const hub = hubPage(page)
  await hub.heading.waitFor()
  await hub.bookASeat({ day: tomorrow, space: '共用室', name: '見本 花子', mail: 'hanako@example.com' })
  await page.goto(linkOf(await product.mailbox.waitFor('hanako@example.com')))
  await guestBookingPage(page).confirm.click()
  await guestBookingPage(page).titleOf('confirmed').waitFor()
  expect(await product.app.sql('select status from bookings.booking')).toEqual([{ status: 'confirmed' }])
  expect(visit.effort().taps).toBeLessThanOrEqual(20)
  expect(visit.complaints()).toEqual([])
})

test('a second time it leads nowhere', async () => {
  visit = await product.visit()
  await visit.page.goto('/setup')
  await visit.page.getByText(t('people.setup.done')).waitFor()
})
