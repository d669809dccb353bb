/** What an administrator looks up: what became of a mail, whether mails leave, who did what; and anything by its name. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { seriousFindings } from '#platform/testkit/browser.ts'
import { platformSettings } from './pages/platform-settings.page.ts'
import { openProduct, type Product, type Visit } from './product.ts'
import { wordsOf } from './words.ts'

const admin = 'admin@minakami.example.jp'
const t = wordsOf('en')

let product: Product
let visit: Visit
beforeAll(async () => {
  product = await openProduct()
})
afterEach((context) => visit.close(context))
afterAll(() => product.stop())

const visitAs = async (mail: string, options: Parameters<Product['visit']>[0] = {}) =>
  product.visit({ ...options, cookie: await product.cookieOf(mail) })

test('a mail is read only after it was said that the look is recorded, and then it is', async () => {
  visit = await visitAs(admin)
  const settings = platformSettings(visit.page)
  await settings.open('mails')
  await settings.mailTo('invited@minakami.example.jp').click()
  await settings.dialog.getByText(t('platform.mails.recorded')).waitFor()
  expect(await settings.mailText.count()).toBe(0)
  await settings.readText.click()
  await settings.mailText.waitFor()
  // the link makes its holder a member: it is for the invited alone
  expect(await settings.mailText.textContent()).not.toContain('http')
  await settings.dialog.getByText(t('platform.mails.hidden')).waitFor()

  await settings.open('audit')
  const looks = settings.entries(t('platform.audit.mail-read'))
  await looks.first().waitFor()
  expect(await looks.count()).toBe(1)
  expect(await looks.first().textContent()).toContain('例示 次郎')
  // only what this person did, and only of this kind; the address says so
  await looks.first().click()
  await looks
    .first()
    .getByRole('link', { name: t('platform.auditLog.byPerson', { name: '例示 次郎' }) })
    .click()
  await visit.page.getByText(t('platform.auditLog.onlyPerson', { name: '例示 次郎' })).waitFor()
  await settings.kind.selectOption('platform.mail-read')
  await expect.poll(() => visit.page.url()).toMatch(/by=[0-9a-f-]{36}.*type=platform\.mail-read/)
  await expect.poll(() => settings.entries('').count()).toBe(1)
  expect(visit.complaints()).toEqual([])
})

test('mails are narrowed by a word, and a word that fits nothing says so', async () => {
  visit = await visitAs(admin)
  const settings = platformSettings(visit.page)
  await settings.open('mails')
  await settings.findMail.fill('invited')
  await expect.poll(() => visit.page.url()).toContain('q=invited')
  await settings.findMail.fill('nothing like that')
  await visit.page.getByText(t('platform.mails.noneTitle')).waitFor()
  await visit.page.getByRole('button', { name: t('platform.mails.clear') }).click()
  await settings.mailTo('invited@minakami.example.jp').waitFor()
  expect(await settings.findMail.inputValue()).toBe('')
})

test('the test mail arrives, and the screen shows what the server said', async () => {
  visit = await visitAs(admin)
  const settings = platformSettings(visit.page)
  await settings.open('mail-server')
  await settings.sendTest.click()
  await settings.outcome.waitFor()
  expect(await settings.outcome.textContent()).toMatch(/250/)
  await product.mailbox.waitFor(admin)
})

test('the key / opens the search; arrows choose, Enter opens', async () => {
  visit = await visitAs(admin)
  const settings = platformSettings(visit.page)
  await settings.open('audit')
  await settings.search.waitFor()
  await visit.page.keyboard.press('/')
  await settings.searchField.waitFor()
  await visit.page.keyboard.type('五郎')
  await settings.hits.first().waitFor()
  await visit.page.keyboard.press('ArrowDown')
  await visit.page.keyboard.press('ArrowUp')
  await expect.poll(() => settings.hits.first().getAttribute('aria-selected')).toBe('true')
  await visit.page.keyboard.press('Enter')
  await expect.poll(() => visit.page.url()).toMatch(/\/settings\/members\/|\/operate\//)
  // in a field the key is a letter like others
  await settings.open('mails')
  await settings.findMail.press('/')
  expect(await settings.findMail.inputValue()).toBe('/')
})

test('an operator reads mails but not the audit log, and is told so', async () => {
  visit = await visitAs('operator@minakami.example.jp', { language: 'ja' })
  const settings = platformSettings(visit.page, 'ja')
  await settings.open('mails')
  await settings.mailTo('invited@minakami.example.jp').waitFor()
  await visit.page.goto('/settings/audit')
  await visit.page.getByRole('heading', { level: 1, name: wordsOf('ja')('platform.shell.forAdminsTitle') }).waitFor()
})

test('nothing serious for axe, on a phone and in the dark', async () => {
  visit = await visitAs(admin, { isPhone: true, theme: 'dark' })
  const settings = platformSettings(visit.page)
  for (const name of ['mails', 'mail-server', 'audit'] as const) {
    await settings.open(name)
    await expect.poll(() => visit.page.locator('.sk').count()).toBe(0)
    if (name === 'audit') await settings.entries('').first().click()
    expect({ name, findings: await seriousFindings(visit.page) }).toEqual({ name, findings: [] })
    expect({ name, fits: await visit.page.evaluate('document.documentElement.scrollWidth <= innerWidth') }).toEqual({ name, fits: true })
  }
  await visit.page.keyboard.press('/')
  await settings.searchField.fill('みなかみ')
  await settings.hits.first().waitFor()
  expect(await seriousFindings(visit.page)).toEqual([])
})
