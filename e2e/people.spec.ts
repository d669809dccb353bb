/** Accounts and what people do about themselves: signing up, losing a password, joining by a handed link, leaving; guests too. */
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { seriousFindings } from '#platform/testkit/browser.ts'
import { linkOf } from './invitation.ts'
import { accountPage } from './pages/account.page.ts'
import { guestBookingPage } from './pages/guest-booking.page.ts'
import { hubPage } from './pages/hub.page.ts'
import { journeys } from './journeys.ts'
import { tomorrow, type Product } from './product.ts'
import { patternOf, wordsOf } from './words.ts'

const t = wordsOf('en')
const hubKey = 'niseko.denpun'
const demo = (name: string) => `${name}@niseko.example.jp`

const { product, visit } = journeys('niseko.example.jp')

const press = (page: Page, key: string) =>
  page
    .getByRole('main')
    .getByRole('button', { name: t(key), exact: true })
    .click()
/** The link of the newest mail to this address. */
async function newestLink(mail: string, fits: (text: string) => boolean): Promise<string> {
  await expect.poll(() => product.mailbox.mails.some((one) => textTo(one, mail) && fits(one.text ?? '')), { timeout: 40_000 }).toBe(true)
  const found = product.mailbox.mails.filter((one) => textTo(one, mail) && fits(one.text ?? '')).at(-1)
  if (found === undefined) throw new Error(`no mail to ${mail}`)
  return linkOf(found)
}
const textTo = (mail: Product['mailbox']['mails'][number], to: string) => JSON.stringify(mail.to ?? '').includes(to)

async function signUp(page: Page, mail: string, names = { family: 'Sample', given: 'Nora' }): Promise<void> {
  const account = accountPage(page)
  await page.goto('/sign-up')
  await account.familyName.fill(names.family)
  await account.givenName.fill(names.given)
  await account.mail.fill(mail)
  await press(page, 'people.public.signUp')
  await page.getByRole('heading', { level: 1, name: t('people.public.signUpSentTitle') }).waitFor()
}

describe('an account of one’s own', () => {
  test('signs up on a telephone, chooses a password by the mail, signs in, asks a hub, takes it back, and leaves', async () => {
    const mail = 'nora@visitor.example.com'
    const { page, complaints } = await visit(undefined, { isPhone: true })
    const account = accountPage(page)
    await page.goto('/sign-up')
    await press(page, 'people.public.signUp')
    // each field says what it needs, and nothing is sent
    expect(await page.locator('[aria-invalid="true"]').count()).toBe(3)
    expect(await seriousFindings(page)).toEqual([])
    await signUp(page, mail)

    await page.goto(await newestLink(mail, (text) => text.includes('first=1')))
    await page.getByRole('heading', { level: 1, name: t('people.public.firstPasswordTitle') }).waitFor()
    await account.password.fill('short')
    await press(page, 'people.public.firstPasswordTitle')
    expect(await account.password.getAttribute('aria-invalid')).toBe('true')
    await account.password.fill('a long enough password')
    await press(page, 'people.public.firstPasswordTitle')
    await page.getByText(t('people.public.firstPasswordDone')).waitFor()
    await page.goto('/sign-in')
    await account.signInWith(mail, 'a long enough password')
    await page.waitForURL('**/me')

    await page.goto(`/hubs/${hubKey}/join`)
    await press(page, 'people.public.joinAct')
    await page.getByText(t('people.public.joinSent')).waitFor()
    await page.goto('/me/account/consortia')
    await press(page, 'people.requests.withdraw')
    await page.getByText(t('people.requests.state.withdrawn')).waitFor()
    expect(await product.app.sql('select status from people.join_request where mail = $1', [mail])).toEqual([{ status: 'withdrawn' }])

    await page.goto('/me/account/records')
    await press(page, 'people.forget.start')
    const dialog = page.getByRole('dialog')
    const erase = dialog.getByRole('button', { name: t('people.forget.act') })
    await dialog.getByRole('textbox').fill('somebody-else@visitor.example.com')
    expect(await erase.isDisabled()).toBe(true)
    await dialog.getByRole('textbox').fill(mail)
    await erase.click()
    await page.waitForURL((url) => url.pathname === '/')
    expect(await product.app.sql('select from auth."user" where email = $1', [mail])).toEqual([])
    expect(complaints()).toEqual([])
  })

  test('a forgotten password: a new one by mail, the old one and the link afterwards are refused; a stranger’s address looks the same', async () => {
    const { page } = await visit()
    const account = accountPage(page)
    const forget = async (mail: string) => {
      await page.goto('/forgot-password')
      await account.mail.fill(mail)
      await press(page, 'people.public.sendLink')
      await page.getByText(t('people.public.forgotSent', { mail })).waitFor()
    }
    await forget('nobody-has-this@visitor.example.com')
    await forget(demo('member2'))
    const link = await newestLink(demo('member2'), (text) => text.includes('reset-password'))
    await page.goto(link)
    await page.getByRole('heading', { level: 1, name: t('people.public.resetTitle') }).waitFor()
    await account.password.fill('quite another password')
    await press(page, 'people.public.resetAct')
    await page.getByText(t('people.public.resetDone')).waitFor()
    await page.goto('/sign-in')
    await account.signInWith(demo('member2'), 'the password of before')
    await account.refusal.waitFor()
    await account.signInWith(demo('member2'), 'quite another password')
    await page.waitForURL('**/me')
    expect(product.mailbox.mails.some((one) => textTo(one, 'nobody-has-this'))).toBe(false)

    const again = await visit()
    await again.page.goto(link)
    if ((await accountPage(again.page).password.count()) > 0) {
      await accountPage(again.page).password.fill('a third password for it')
      await press(again.page, 'people.public.resetAct')
    }
    await again.page.getByText(t('people.public.refused.oldLink')).waitFor()
  })

  test('too many tries are told so, and not that the password is wrong', async () => {
    const { page } = await visit()
    const account = accountPage(page)
    await page.goto('/sign-in')
    await account.mail.fill('guessed@visitor.example.com')
    for (let n = 0; n < 14 && (await page.getByText(t('people.public.refused.tooMany')).count()) === 0; n++) {
      await account.password.fill(`a guess of number ${n}`)
      const answered = page.waitForResponse((response) => response.url().includes('/sign-in/email'))
      await account.signIn.click()
      await answered
      await account.refusal.waitFor()
    }
    await page.getByText(t('people.public.refused.tooMany')).waitFor()
    await product.app.sql('delete from auth."rateLimit"')
  })
})

describe('an invitation that was handed over', () => {
  test('opened by the staff themselves it makes no account under the address: the link is mailed to its owner, who joins by that', async () => {
    const mail = 'handed@member.example.jp'
    const desk = await visit('operator')
    await desk.page.goto('/settings/invitations?new=1')
    const form = desk.page.getByRole('dialog')
    await form.getByRole('textbox', { name: t('people.public.field.mail') }).fill(mail)
    await form.getByRole('button', { name: t('people.invitations.send') }).click()
    await form.getByText(patternOf('en', 'people.invitations.sent')).waitFor()
    const handed = /https?:\/\/\S+?\/invitation#[\w-]{43}/.exec((await form.textContent()) ?? '')?.[0] ?? ''

    const { page, complaints } = await visit(undefined, { isPhone: true })
    const account = accountPage(page)
    await page.goto(handed)
    await page.getByText(t('people.public.invitationByMail', { mail })).waitFor()
    expect(await account.password.count()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: t('people.public.invitationMailMe', { mail }) }).click()
    await page.getByText(t('people.public.invitationMailed', { mail })).waitFor()
    await page.goto('about:blank')
    await page.goto(await newestLink(mail, (text) => text.includes('/invitation#')))
    await account.familyName.fill('Sample')
    await account.givenName.fill('Taro')
    await account.password.fill('a long enough password')
    const terms = page.getByRole('checkbox', { name: t('people.public.termsAgree') })
    if ((await terms.count()) > 0) await terms.check()
    await account.accept.click()
    await page.waitForURL('**/me')
    expect([...desk.complaints(), ...complaints()]).toEqual([])
  })
})

describe('a desk that is for other roles', () => {
  test.each(['officer', 'coordinator', 'manager', 'member'])('%s sees whose it is, and the screens of their own', async (name) => {
    const { page, complaints } = await visit(name)
    for (const path of ['/operate', `/operate/${hubKey}`]) {
      await page.goto(path)
      await page.getByRole('heading', { level: 1, name: t('platform.shell.forDeskTitle') }).waitFor()
    }
    const main = page.getByRole('main')
    const places = await main.getByRole('listitem').getByRole('link').allTextContents()
    const all = places.join(' ')
    expect(all).toContain(t('platform.public.myPage'))
    expect(all.includes(t('people.organisations.title'))).toBe(name === 'officer' || name === 'coordinator')
    expect(all.includes(t('people.members.ownTitle'))).toBe(name === 'manager')
    expect(await seriousFindings(page)).toEqual([])
    if (name !== 'officer' && name !== 'manager') return
    // what is offered opens
    for (const link of await main.getByRole('listitem').getByRole('link').all()) {
      const href = (await link.getAttribute('href')) ?? ''
      const other = await visit(name)
      await other.page.goto(href)
      await other.page.getByRole('heading', { level: 1 }).first().waitFor()
      expect([href, await other.page.getByText(t('platform.errors.not_allowed')).count()]).toEqual([href, 0])
    }
    expect(complaints()).toEqual([])
  })
})

describe('a guest without an account', () => {
  test('reads the terms, books, sees what is held, takes it along and has it removed; what was to come is cancelled', async () => {
    const mail = 'leaving@visitor.example.com'
    const desk = await visit('operator')
    await desk.page.goto('/settings/terms')
    const { page, complaints } = await visit(undefined, { isPhone: true })
    await page.goto(`/hubs/${hubKey}`)
    await page
      .getByRole('contentinfo')
      .getByRole('link', { name: t('people.public.hubTermsTitle') })
      .click()
    await page.getByRole('heading', { level: 1, name: t('people.public.hubTermsTitle') }).waitFor()
    expect(await seriousFindings(page)).toEqual([])

    const hub = hubPage(page)
    await hub.open(hubKey)
    await hub.bookASeat({ day: tomorrow, space: 'Open space', name: 'Lena Leaving', mail })
    const booking = guestBookingPage(page)
    await page.goto(await newestLink(mail, (text) => text.includes('/bookings/')))
    await booking.confirm.click()
    await booking.titleOf('confirmed').waitFor()
    await page.getByRole('button', { name: t('bookings.public.records.ask') }).click()
    await page.getByText(t('bookings.public.records.asked', { mail })).waitFor()

    await page.goto('about:blank')
    await page.goto(await newestLink(mail, (text) => text.includes('/records/')))
    await page.getByRole('heading', { level: 1, name: t('bookings.public.records.title') }).waitFor()
    await page.getByText('Open space').first().waitFor()
    expect(await seriousFindings(page)).toEqual([])
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: t('bookings.public.records.takeJson') }).click(),
    ])
    expect(await readFile(await download.path(), 'utf8')).toContain('Lena Leaving')

    await press(page, 'bookings.public.records.forget')
    const dialog = page.getByRole('dialog')
    await dialog.getByText(t('bookings.public.records.cancels', { count: 1 })).waitFor()
    const forget = dialog.getByRole('button', { name: t('bookings.public.records.forget') })
    await dialog.getByRole('textbox').fill('another@visitor.example.com')
    expect(await forget.isDisabled()).toBe(true)
    await dialog.getByRole('textbox').fill(mail)
    await forget.click()
    await page.getByRole('heading', { level: 1, name: t('bookings.public.records.doneTitle') }).waitFor()
    expect(await product.app.sql('select from bookings.booking where holder_mail = $1', [mail])).toEqual([])
    expect(complaints()).toEqual([])
  })
})
