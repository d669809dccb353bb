/** Mutual use: proposed on one side, accepted on the other; a member books at the partner's hub; both see what they should. */
import { expect, test } from 'vitest'
import { journeys } from './journeys.ts'
import { hubPage } from './pages/hub.page.ts'
import { today, tomorrow } from './product.ts'
import { patternOf, wordsOf } from './words.ts'

const t = wordsOf('en')
const { product, visit } = journeys('niseko.example.jp')

test('proposed, accepted, booked with a phone, seen on both sides, ended; then refused with the reason', async () => {
  // niseko proposes to takaoka
  const proposer = await visit('admin', { width: 1440 })
  await proposer.page.goto('/settings/mutual-use')
  await proposer.page
    .getByRole('button', { name: t('hubs.mutualUse.propose') })
    .first()
    .click()
  const form = proposer.page.getByRole('dialog')
  const send = form.getByRole('button', { name: t('hubs.mutualUse.proposeForm.submit') })
  await send.click()
  // nothing is sent without a partner, and the field says so
  await form.getByText(t('hubs.mutualUse.proposeForm.mustChoose')).waitFor()
  await form.getByRole('combobox', { name: t('hubs.mutualUse.proposeForm.partner') }).selectOption('takaoka')
  await form.getByRole('textbox', { name: t('hubs.mutualUse.proposeForm.most') }).fill('1')
  await send.click()
  await proposer.page.waitForURL('**/settings/mutual-use/*-*')
  const agreement = new URL(proposer.page.url()).pathname
  await product.mailbox.waitFor('admin@takaoka.example.jp', (mail) => (mail.text ?? '').includes(agreement))

  // takaoka says yes, from the link of the mail
  const partner = await visit('admin@takaoka.example.jp', { width: 1440 })
  await partner.page.goto(agreement)
  await partner.page.getByRole('button', { name: t('hubs.mutualUse.answerForm.title') }).click()
  await partner.page
    .getByRole('dialog')
    .getByRole('button', { name: t('hubs.mutualUse.answerForm.accept'), exact: true })
    .click()
  await partner.page.getByText(t('hubs.mutualUse.stage.running')).waitFor()
  // the proposer's open screen hears of it
  await proposer.page.getByText(t('hubs.mutualUse.stage.running')).waitFor()

  // a member of niseko finds the hub marked, and books a seat of it with a phone
  const member = await visit('member', { isPhone: true })
  await member.page.goto('/?q=takaoka')
  await member.page.getByText(t('hubs.public.mutualUse.tag')).first().waitFor()
  await member.page.goto('/me/book?hub=takaoka.manyo')
  const book = hubPage(member.page)
  await book.day(tomorrow).tap()
  await member.page
    .getByRole('button', { name: t('bookings.public.page.bookSeat') })
    .first()
    .tap()
  const submit = member.page.getByRole('main').getByRole('button', { name: t('bookings.me.bookSubmit'), exact: true })
  await submit.tap()
  await member.page.getByText(t('bookings.mutualUse.mustConsent')).waitFor()
  await member.page.getByRole('checkbox').last().check()
  await submit.tap()
  await member.page.waitForURL('**/me/visits/takaoka.manyo/*')
  const bookingId = new URL(member.page.url()).pathname.split('/').at(-1) ?? ''
  await member.page.goto('/me')
  const line = member.page.getByRole('link', { name: patternOf('en', 'bookings.mutualUse.tag') }).first()
  await line.waitFor()
  await line.tap()
  await member.page.getByRole('button', { name: t('bookings.booking.cancel'), exact: true }).waitFor()

  // the hub's side: by name, with whose member it is; home's side: the same booking
  await partner.page.goto(`/settings/mutual-use-records?side=theirs&from=${today}&to=2026-12-31`)
  await partner.page.getByRole('rowheader').first().waitFor()
  expect(await partner.page.getByRole('main').textContent()).toMatch(/Niseko|ニセコ/)
  await proposer.page.goto(`/settings/mutual-use-records?from=${today}&to=2026-12-31`)
  await proposer.page.getByRole('rowheader').first().waitFor()
  expect(await proposer.page.getByRole('main').textContent()).toMatch(/Manyo/)
  const [kept] = await product.app.sql<{ count: number }>('select count(*)::int as count from bookings.use_abroad where booking_id = $1', [
    bookingId,
  ])
  expect(kept?.count).toBe(1)

  // a second one this month is beyond what was agreed
  await member.page.goto('/me/book?hub=takaoka.manyo')
  await book.day(tomorrow).tap()
  await member.page
    .getByRole('button', { name: t('bookings.public.page.bookSeat') })
    .first()
    .tap()
  await member.page.getByRole('checkbox').last().check()
  await submit.tap()
  await member.page
    .getByRole('alert')
    .filter({ hasText: patternOf('en', 'bookings.errors.mutual_use_month_full') })
    .waitFor()

  // ended by the proposer, with notice; what was booked stays
  await proposer.page.goto(agreement)
  await proposer.page.getByRole('button', { name: t('hubs.mutualUse.end') }).click()
  const end = proposer.page.getByRole('dialog')
  await end.getByRole('textbox', { name: t('hubs.mutualUse.endReason') }).fill('Renovation')
  await end.getByRole('button', { name: t('hubs.mutualUse.end') }).click()
  await proposer.page.getByText(t('hubs.mutualUse.stage.ending')).first().waitFor()
  await product.mailbox.waitFor('admin@takaoka.example.jp', (mail) => (mail.text ?? '').includes('Renovation'))
  const [booking] = await product.app.sql<{ status: string }>('select status from bookings.booking where id = $1', [bookingId])
  expect(booking?.status).toBe('confirmed')
  await member.page.goto('/me/book?hub=takaoka.manyo')
  await book.day(tomorrow).tap()
  await member.page
    .getByRole('button', { name: t('bookings.public.page.bookSeat') })
    .first()
    .tap()
  await member.page
    .getByRole('alert')
    .filter({ hasText: patternOf('en', 'bookings.errors.mutual_use_other_days') })
    .waitFor()
  expect([...proposer.complaints(), ...partner.complaints(), ...member.complaints()]).toEqual([])
})
