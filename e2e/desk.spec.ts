/** The operator's day: sign in, a caller, a move, a cancellation with its reason; settings that the public page shows; a broken list of members. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { demoPassword } from '#modules/people/server/index.ts'
import { invitationOf } from './invitation.ts'
import { accountPage } from './pages/account.page.ts'
import { deskPage } from './pages/desk.page.ts'
import { hubPage } from './pages/hub.page.ts'
import { journeys } from './journeys.ts'
import { soon, today, type Visit } from './product.ts'
import { patternOf, wordsOf } from './words.ts'

const hubKey = 'niseko.denpun'
const mailOf = (name: string) => `${name}@niseko.example.jp`
const t = wordsOf('en')

const { product, visit } = journeys('niseko.example.jp', { width: 1440 })

async function bookAtDesk(
  page: Visit['page'],
  caller: { name: string; mail: string; from: string; until: string },
): Promise<ReturnType<typeof deskPage>> {
  const desk = deskPage(page)
  await desk.open(hubKey)
  await desk.take.click()
  await desk.who.fill(caller.name)
  await desk.who.press('Enter')
  await desk.guestMail.fill(caller.mail)
  await desk.from.selectOption({ label: caller.from })
  await desk.until.selectOption({ label: caller.until })
  await desk.book.click()
  await desk.dialog.waitFor({ state: 'hidden' })
  await desk.showNew()
  return desk
}

describe('the day', () => {
  test('a wrong password says so and keeps the address; the right one leads to where one wanted to go', async () => {
    const { page } = await visit()
    const account = accountPage(page)
    await page.goto(`/operate/${hubKey}`)
    await account.signInWith(mailOf('operator'), 'not the password')
    await account.refusal.getByText(t('people.public.refused.wrong')).waitFor()
    expect(await account.mail.inputValue()).toBe(mailOf('operator'))
    await account.signInWith(mailOf('operator'), demoPassword)
    await page.waitForURL(`**/operate/${hubKey}`)
    await deskPage(page).arrivals.waitFor()
    // reloaded in the middle of the day it is the same desk
    await page.reload()
    await deskPage(page).arrivals.waitFor()
  })

  test('a caller gets a booking; it stands in the day, is moved and cancelled with a reason that the mails say', async () => {
    const { page, complaints } = await visit('operator')
    const desk = await bookAtDesk(page, { name: 'Carol Caller', mail: 'caller@visitor.example.com', from: '15:00', until: '16:00' })
    await desk.arrivals.getByText('Carol Caller').waitFor()
    const booked = invitationOf(await product.mailbox.waitFor('caller@visitor.example.com'))
    expect(booked).toMatchObject({ method: 'REQUEST', startsAt: `${today}T06:00:00.000Z` })

    await desk.openBooking('Carol Caller')
    await desk.change.click()
    await desk.from.selectOption({ label: '16:00' })
    await desk.changeSubmit.click()
    await expect.poll(() => desk.arrivals.getByRole('listitem').filter({ hasText: 'Carol Caller' }).textContent(), soon).toContain('16:00')
    const moved = invitationOf(
      await product.mailbox.waitFor('caller@visitor.example.com', (mail) => (invitationOf(mail)?.sequence ?? 0) > (booked?.sequence ?? 0)),
    )
    expect(moved).toMatchObject({ uid: booked?.uid, startsAt: `${today}T07:00:00.000Z` })

    await desk.openBooking('Carol Caller')
    await desk.cancel.click()
    await desk.reason.fill('The boiler is being mended')
    await desk.cancelSubmit.click()
    await expect
      .poll(() => product.app.sql(`select status from bookings.booking where holder_mail = 'caller@visitor.example.com'`), soon)
      .toEqual([{ status: 'cancelled' }])
    // the row stays where the eye is, and says that it is over
    await desk.arrivals.getByRole('listitem').filter({ hasText: 'Carol Caller' }).getByText(t('bookings.desk.needGone')).waitFor()
    const cancelled = await product.mailbox.waitFor('caller@visitor.example.com', (mail) => invitationOf(mail)?.method === 'CANCEL')
    expect(cancelled.text).toContain('The boiler is being mended')
    expect(complaints()).toEqual([])
  })

  test('two at the desk change the same booking: the second is told, keeps what was typed, and decides', async () => {
    const [one, other] = [await visit('operator'), await visit('admin')]
    const first = await bookAtDesk(one.page, {
      name: 'Carl Contested',
      mail: 'contested@visitor.example.com',
      from: '13:00',
      until: '14:00',
    })
    const second = deskPage(other.page)
    await second.open(hubKey)
    await second.openBooking('Carl Contested')
    await second.change.click()
    await second.until.selectOption({ label: '15:00' })
    await first.openBooking('Carl Contested')
    await first.change.click()
    await first.until.selectOption({ label: '14:30' })
    await first.changeSubmit.click()
    // the live stream tells the second before anything is sent
    await second.dialog.getByText(t('bookings.booking.changedMeanwhile')).waitFor()
    expect(await second.until.inputValue()).toBe(String(15 * 60))
    await second.keepMine.click()
    await second.changeSubmit.click()
    await expect
      .poll(
        async () =>
          (
            await product.app.sql<{ ends_at: Date }>(
              `select ends_at from bookings.booking where holder_mail = 'contested@visitor.example.com'`,
            )
          )[0]?.ends_at.toISOString(),
        soon,
      )
      .toBe(`${today}T06:00:00.000Z`)
  })

  test('a change is taken back by one press', async () => {
    const { page } = await visit('operator')
    const desk = await bookAtDesk(page, { name: 'Cora Undone', mail: 'undone@visitor.example.com', from: '11:00', until: '12:00' })
    await desk.openBooking('Cora Undone')
    await desk.change.click()
    await desk.until.selectOption({ label: '13:00' })
    await desk.changeSubmit.click()
    await desk.undo.click()
    await expect
      .poll(
        async () =>
          (
            await product.app.sql<{ ends_at: Date }>(
              `select ends_at from bookings.booking where holder_mail = 'undone@visitor.example.com'`,
            )
          )[0]?.ends_at.toISOString(),
        soon,
      )
      .toBe(`${today}T03:00:00.000Z`)
  })

  test('a guest books while the desk looks: the day shows it without a reload', async () => {
    const desk = deskPage((await visit('operator')).page)
    await desk.open(hubKey)
    const guest = hubPage((await visit()).page)
    await guest.open(hubKey)
    await guest.from.or(guest.day(today)).first().waitFor()
    await guest.time('own').check()
    await guest.from.selectOption('17:00')
    await guest.bookSeat('Open space').click()
    await guest.name.fill('Gina Guest')
    await guest.mail.fill('gina@visitor.example.com')
    await guest.submit.click()
    await guest.sent.waitFor()
    await desk.page.getByText('Gina Guest').first().waitFor()
  })

  test('a member is told that the desk is not theirs, and an operator of another town that this hub is not', async () => {
    const member = (await visit('member')).page
    await member.goto(`/operate/${hubKey}`)
    await member.getByRole('heading', { level: 1, name: t('platform.shell.forDeskTitle') }).waitFor()
    const other = (await visit('operator')).page
    await other.goto('/operate/minakami.tsukiyono')
    await other.getByText(t('bookings.desk.noSuchHub')).waitFor()
  })
})

describe('settings', () => {
  test('hours changed at the desk stand on the public page', async () => {
    const { page, complaints } = await visit('admin')
    const [hub] = await product.app.sql<{ id: string }>(`select id from hubs.hub where slug = 'souko1'`)
    await page.goto(`/settings/hubs/${hub?.id}`)
    await page
      .getByRole('tab', { name: t('hubs.settings.tabHours') })
      .or(page.getByRole('link', { name: t('hubs.settings.tabHours') }))
      .click()
    await page.getByRole('textbox', { name: `${t('hubs.settings.weekday4')} ${t('hubs.settings.closes')}` }).fill('２０：３０')
    await page
      .getByRole('button', { name: t('hubs.settings.save') })
      .first()
      .click()
    await page.getByText(t('hubs.settings.saved')).first().waitFor()
    const strangers = (await visit()).page
    await strangers.goto('/hubs/niseko.souko1')
    await strangers.getByText('9:00–20:30').first().waitFor()
    expect(complaints()).toEqual([])
  })

  test('a broken list of members says which row and what is expected, and stores nothing; the mended one is taken whole', async () => {
    const { page } = await visit('admin')
    const members = () => product.app.sql(`select 1 from people.membership where mail like '%@import.example.jp'`)
    await page.goto('/settings/members/import')
    const file = (rows: string) => ({
      name: 'members.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`Email,Family name,Given name,Family name (katakana),Roles\n${rows}`),
    })
    const input = page.locator('input[type=file]')
    await input.setInputFiles(file('one@import.example.jp,Sample,One,サンプル,Member\nno address,Sample,Two,サンプル,Member\n'))
    const row = page.getByRole('listitem').filter({ hasText: t('people.importing.row', { row: 3 }) })
    await row.getByText(t('people.expected.mail')).waitFor()
    await page.getByText(t('people.importing.mend')).waitFor()
    expect(await members()).toEqual([])
    await input.setInputFiles(file('one@import.example.jp,Sample,One,さんぷる,Member\ntwo@import.example.jp,Sample,Two,サンプル,Member\n'))
    await page.getByRole('button', { name: patternOf('en', 'people.importing.store') }).click()
    await page.getByText(patternOf('en', 'people.importing.doneTitle')).waitFor()
    expect(await members()).toHaveLength(2)
    // a picture is no list
    await page.goto('/settings/members/import')
    await input.setInputFiles({
      name: 'picture.xlsx',
      mimeType: 'application/octet-stream',
      buffer: await readFile(join(import.meta.dirname, '../apps/web/public/icon-192.png')),
    })
    await page.getByRole('alert').waitFor()
    expect(await members()).toHaveLength(2)
  })
})
