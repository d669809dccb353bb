/** An empty installation: whoever opens it makes the first administrator and the first consortium, once. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { accountPage } from './pages/account.page.ts'
import { openProduct, type Product, type Visit } from './product.ts'
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
  await page.goto('/settings/hubs')
  await page.getByText(t('hubs.settings.noHubs')).waitFor()
  expect(await product.app.sql('select slug from platform.tenant')).toEqual([{ slug: 'mihon' }])
  expect(visit.complaints()).toEqual([])
})

test('a second time it leads nowhere', async () => {
  visit = await product.visit()
  await visit.page.goto('/setup')
  await visit.page.getByText(t('people.setup.done')).waitFor()
})
