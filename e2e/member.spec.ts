/** A member: in by an invitation, books, cancels, signs in with a passkey, sees what is recorded. */
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { linkOf } from './invitation.ts'
import { accountPage } from './pages/account.page.ts'
import { hubPage } from './pages/hub.page.ts'
import { journeys } from './journeys.ts'
import { soon, tomorrow } from './product.ts'
import { patternOf, wordsOf } from './words.ts'

const t = wordsOf('en')
const mailOf = (name: string) => `${name}@niseko.example.jp`

const { product, visit } = journeys('niseko.example.jp')

test('invited by the desk, joins by the link, books for tomorrow, cancels', async () => {
  const desk = await visit('operator', { width: 1440 })
  await desk.page.goto('/settings/invitations?new=1')
  const form = desk.page.getByRole('dialog')
  await form.getByRole('textbox', { name: t('people.public.field.mail') }).fill('new@member.example.jp')
  await form.getByRole('button', { name: t('people.invitations.send') }).click()
  await form.getByText(patternOf('en', 'people.invitations.sent')).waitFor()
  // a link can be handed over too; it is another one, since only the mailed one proves the address
  const link = linkOf(await product.mailbox.waitFor('new@member.example.jp'))
  expect(await form.textContent()).toContain('/invitation#')
  expect(await form.textContent()).not.toContain(link)

  const own = await visit(undefined, { isPhone: true })
  const account = accountPage(own.page)
  await own.page.goto(link)
  await account.familyName.fill('Sample')
  await account.givenName.fill('Nora')
  await account.familyKana.fill('さんぷる')
  await account.password.fill('short')
  await account.accept.click()
  // nothing is sent with a password that is too short, and what is wrong is said at the field
  expect(await account.password.getAttribute('aria-invalid')).toBe('true')
  await account.password.fill('a long enough password')
  const terms = own.page.getByRole('checkbox', { name: t('people.public.termsAgree') })
  if ((await terms.count()) > 0) await terms.check()
  await account.accept.click()
  await own.page.waitForURL('**/me')

  await own.page.goto('/me/book')
  const book = hubPage(own.page)
  await book.day(tomorrow).tap()
  await book.bookSeat('Open space').tap()
  // pressed twice in a hurry it is still one booking
  await own.page
    .getByRole('main')
    .getByRole('button', { name: t('bookings.me.bookSubmit'), exact: true })
    .dblclick()
  await own.page.waitForURL('**/me/bookings/*')
  const stored = () =>
    product.app.sql<{ status: string }>(
      `select b.status from bookings.booking b join auth."user" u on u.id = b.account_id where u.email = 'new@member.example.jp'`,
    )
  expect(await stored()).toEqual([{ status: 'confirmed' }])
  await product.mailbox.waitFor('new@member.example.jp', (mail) =>
    mail.attachments.some((part) => part.contentType.startsWith('text/calendar')),
  )

  await own.page.goto('/me')
  await own.page.getByText('Open space').first().waitFor()
  await own.page.goto('/me/bookings')
  await own.page
    .getByRole('link', { name: /Open space/ })
    .first()
    .tap()
  await own.page.getByRole('button', { name: t('bookings.booking.cancel'), exact: true }).tap()
  await own.page
    .getByRole('dialog')
    .getByRole('button', { name: t('bookings.booking.cancelSubmit'), exact: true })
    .tap()
  await expect.poll(stored, soon).toEqual([{ status: 'cancelled' }])
  expect([...desk.complaints(), ...own.complaints()]).toEqual([])

  // the link has been used
  const again = await visit()
  await again.page.goto(link)
  await again.page.getByText(t('people.public.invitationState.accepted')).waitFor()
})

test('what is recorded about me is on the screen and can be taken along', async () => {
  const { page, complaints } = await visit('member')
  await page.goto('/me/account/records')
  await page.getByText(mailOf('member')).first().waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: t('people.records.takeJson') }).click(),
  ])
  const text = await readFile(await download.path(), 'utf8')
  expect(text).toContain(mailOf('member'))
  // others' data are not in it
  expect(text).not.toContain(mailOf('member2'))
  expect(complaints()).toEqual([])
})

test('after signing out the way back shows nothing of the person', async () => {
  const { page } = await visit('member')
  const account = accountPage(page)
  await page.goto('/me/bookings')
  await page
    .getByRole('link', { name: /Open space/ })
    .first()
    .waitFor()
  await account.menu.click()
  await account.signOut.click()
  await page.waitForURL((url) => url.pathname === '/')
  // at once, before the next page is drawn
  await page.goBack()
  await account.signIn.waitFor()
  expect(await page.getByRole('link', { name: /Open space/ }).count()).toBe(0)
})

test('a session that ended elsewhere: nothing is booked, and the page says to sign in', async () => {
  const { page, context } = await visit('member2')
  const book = hubPage(page)
  await page.goto('/me/book')
  await book.day(tomorrow).click()
  await book.bookSeat('Open space').click()
  await context.clearCookies()
  await page
    .getByRole('main')
    .getByRole('button', { name: t('bookings.me.bookSubmit'), exact: true })
    .click()
  await page.getByText(t('platform.errors.sign_in_required')).waitFor()
})

test('somebody else’s booking is not there', async () => {
  const { page } = await visit('member2')
  const [others] = await product.app.sql<{ id: string }>(
    `select b.id from bookings.booking b join auth."user" u on u.id = b.account_id where u.email = $1 limit 1`,
    [mailOf('member')],
  )
  await page.goto(`/me/bookings/${others?.id}`)
  await page.getByText(t('platform.errors.not_found')).waitFor()
})

test('a passkey is made and signs in', async () => {
  const { page, context } = await visit('member3')
  const devices = await context.newCDPSession(page)
  await devices.send('WebAuthn.enable')
  await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  const account = accountPage(page)
  await page.goto('/me/account/security')
  await account.addPasskey.click()
  if ((await account.passkeyName.count()) > 0 && (await account.passkeyName.isVisible())) {
    await account.passkeyName.fill('test device')
    await account.addPasskey.last().click()
  }
  await expect.poll(() => product.app.sql('select 1 from auth.passkey'), soon).toHaveLength(1)
  await account.menu.click()
  await account.signOut.click()
  await page.waitForURL((url) => url.pathname === '/')
  await page.goto('/sign-in')
  await account.signInByPasskey.click()
  await page.waitForURL('**/me')
})
