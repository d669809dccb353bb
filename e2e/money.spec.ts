/** Money at the desk in a browser: a caller's fee in cash with change and a receipt, a refund, and a day's closing that balances. */
import { beforeAll, describe, expect, test } from 'vitest'
import { addReduction, bookForSomebody, bookSpace, getAvailability, takePayment } from '#modules/bookings/contract/endpoints.ts'
import { askRegistration } from '#modules/bookings/contract/registration/endpoints.ts'
import { listOwnHubs } from '#modules/hubs/contract/endpoints.ts'
import { seriousFindings } from '#platform/testkit/browser.ts'
import { linkOf } from './invitation.ts'
import { journeys } from './journeys.ts'
import { soon, today, tomorrow, type Visit } from './product.ts'
import { wordsOf } from './words.ts'

const hubKey = 'niseko.denpun'
const mailOf = (name: string) => `${name}@niseko.example.jp`
const t = wordsOf('en')
const ja = wordsOf('ja')

const { product, visit } = journeys('niseko.example.jp', { width: 1440 })
let hubId = ''
beforeAll(async () => {
  const hubs = await product.app.client({ cookie: await product.cookieOf(mailOf('operator')) })(listOwnHubs, {})
  hubId = hubs.items.find((hub) => hub.key === hubKey)?.id ?? ''
})

/** A booking with a fee, for somebody by name. */
async function bookFor(name: string, day = tomorrow): Promise<{ id: string; feeYen: number }> {
  const call = product.app.client({ cookie: await product.cookieOf(mailOf('operator')), language: 'en' })
  const { choice } = await call(getAvailability, { params: { hubKey }, query: { from: day, day } })
  const seat = choice?.spaces.find((place) => place.kind === 'seat' && place.freeUnits > 0)
  const booking = await call(bookForSomebody, {
    params: { hubId },
    body: {
      what: { kind: 'seat', spaceId: seat?.targetId ?? '' },
      startsAt: `${day}T13:00:00+09:00`,
      endsAt: `${day}T15:00:00+09:00`,
      holder: { name, mail: `${name.toLowerCase().replaceAll(' ', '.')}@visitor.example.com`, language: 'en' },
    },
  })
  return { id: booking.id, feeYen: booking.feeYen }
}

/** From the booking itself: the list of open fees is filled by a job, and the demonstration has thousands before it. */
async function takeFor(page: Visit['page'], bookingId: string): Promise<void> {
  await page.goto(`/operate/${hubKey}/money?booking=${bookingId}`)
  await page
    .locator('[data-payment]')
    .getByRole('button', { name: t('bookings.payment.take') })
    .click()
}

const yen = (amount: number): string => `¥${amount.toLocaleString('en')}`

describe("a day's money", () => {
  test('cash is taken with change and a receipt; what comes back is given back; the closing balances, and the day stays closed', async () => {
    const { id, feeYen } = await bookFor('Carol Caller')
    expect(feeYen).toBeGreaterThan(0)
    const { page, complaints } = await visit('operator')
    await takeFor(page, id)
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('textbox', { name: t('bookings.payment.given') }).fill('１０,０００')
    await page.getByText(yen(10_000 - feeYen), { exact: true }).waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: t('bookings.payment.confirmTake') }).click()
    const receipt = page.getByRole('link', { name: t('bookings.payment.printReceipt') })
    await receipt.first().waitFor()
    expect(await page.locator('[data-change]').textContent()).toBe(yen(10_000 - feeYen))
    // the paper is a PDF; printed a second time it says so
    for (const prints of [1, 2]) {
      const paper = await page.request.get((await receipt.first().getAttribute('href')) ?? '')
      expect([paper.status(), paper.headers()['content-type']]).toEqual([200, 'application/pdf'])
      await expect.poll(async () => (await product.app.sql('select 1 from bookings.receipt_print')).length, soon).toBe(prints)
    }
    // she cannot come: the desk cancels, and gives half of it back in cash
    await product.app.sql(`update bookings.booking set status = 'cancelled', cancellation_fee_yen = null where id = $1`, [id])
    await page.goto(`/operate/${hubKey}/money?show=back&booking=${id}`)
    await page.locator('[data-payment]').waitFor()
    await page.getByRole('button', { name: t('bookings.payment.refund'), exact: true }).click()
    const half = Math.floor(feeYen / 2)
    await page.getByRole('textbox', { name: t('bookings.payment.amount') }).fill(String(half))
    await page.getByRole('textbox', { name: t('bookings.payment.reason') }).fill('The snow kept her away')
    await page
      .getByRole('button', { name: t('bookings.payment.refund'), exact: true })
      .last()
      .click()
    await expect.poll(() => page.locator('[data-payment]').textContent(), soon).toContain('The snow kept her away')

    await page.goto(`/operate/${hubKey}/money/closing`)
    const expected = 20_000 + feeYen - half
    await page.getByRole('textbox', { name: t('bookings.payment.opening') }).fill('20000')
    const count = (value: number) => page.getByRole('textbox', { name: t('bookings.payment.pieceOf', { yen: yen(value) }), exact: true })
    await count(10_000).fill('1')
    await page.getByText(t('bookings.payment.short', { yen: yen(expected - 10_000) })).waitFor()
    // every coin: what is left of the sum, by the largest pieces first
    let left = expected
    for (const value of [10_000, 5_000, 1_000, 500, 100, 50, 10, 5, 1]) {
      await count(value).fill(String(Math.floor(left / value)))
      left %= value
    }
    await page.getByText(t('bookings.payment.noDifference'), { exact: true }).waitFor()
    await page.getByRole('textbox', { name: t('bookings.payment.carried') }).fill('20000')
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: t('bookings.payment.closeDay') }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('bookings.payment.closeDay') })
      .click()
    await page.getByRole('link', { name: t('bookings.payment.printClosing') }).waitFor()
    const [closing] = await product.app.sql<{ expected_yen: number; counted_yen: number; difference_yen: number; carried_yen: number }>(
      'select expected_yen, counted_yen, difference_yen, carried_yen from bookings.closing',
    )
    expect(closing).toEqual({ expected_yen: expected, counted_yen: expected, difference_yen: 0, carried_yen: 20_000 })

    // money after the closing is tomorrow's
    const late = await bookFor('Larry Late')
    await takeFor(page, late.id)
    await page.getByRole('button', { name: t('bookings.payment.confirmTake') }).click()
    await receipt.first().waitFor()
    const days = await product.app.sql<{ day: string }>(
      `select distinct business_day::text as day from bookings.ledger_entry where method = 'cash' order by 1`,
    )
    expect(days.map((row) => row.day)).toEqual([today, tomorrow])
    expect(complaints()).toEqual([])
  })
})

describe('registration', () => {
  test('a member asks, the office accepts with class and term, and the member sees it', async () => {
    await product.app.client({ cookie: await product.cookieOf(mailOf('member')), language: 'ja' })(askRegistration, {
      body: { kind: 'person', name: '見本 花子', kana: 'みほん はなこ', residentsCount: 1, purpose: 'テレワーク' },
    })
    const { page, complaints } = await visit('officer', { language: 'ja' })
    await page.goto('/settings/registrations?state=open')
    await page.getByText('見本 花子').first().waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await page.getByText('見本 花子').first().click()
    await page.getByRole('button', { name: ja('bookings.registration.decide.accept') }).click()
    await page.getByLabel(ja('bookings.registration.field.userClass')).selectOption('resident')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: ja('bookings.registration.decide.accept') })
      .click()
    await page.getByText(ja('bookings.registration.step.accepted')).waitFor()
    expect(await seriousFindings(page)).toEqual([])

    const own = await visit('member', { language: 'ja', isPhone: true })
    await own.page.goto('/me/registration')
    await own.page.getByText(ja('bookings.registration.status.accepted')).waitFor()
    await own.page.getByText('見本 花子').first().click()
    await own.page.getByText(ja('bookings.registration.class.resident')).first().waitFor()
    expect(await seriousFindings(own.page)).toEqual([])
    expect([...complaints(), ...own.complaints()]).toEqual([])
  })
  test('of somebody who cannot sign: the office enters the form, notes the paper that was shown, and accepts', async () => {
    const { page, complaints } = await visit('operator', { language: 'ja' })
    await page.goto('/settings/registrations')
    await page
      .getByRole('button', { name: ja('bookings.registration.enter') })
      .first()
      .click()
    const form = page.getByRole('dialog')
    await form
      .getByRole('textbox', { name: ja('bookings.registration.field.name') })
      .first()
      .fill('窓口 の会')
    await form.getByRole('textbox', { name: ja('bookings.registration.field.representative') }).fill('見本 花子')
    expect(await seriousFindings(page)).toEqual([])
    await form.getByRole('button', { name: ja('bookings.registration.save') }).click()
    await page.getByRole('heading', { level: 1, name: '窓口 の会' }).waitFor()
    const seen = page.getByRole('button', { name: ja('bookings.registration.noteProofSeen') })
    await seen.click()
    // nothing is noted without saying what was seen
    expect(await page.getByLabel(ja('bookings.registration.proofSeenWhat')).getAttribute('aria-invalid')).toBe('true')
    await page.getByLabel(ja('bookings.registration.proofSeenWhat')).fill('代表者の運転免許証')
    await seen.click()
    await page.getByText(ja('bookings.registration.step.proof-seen')).waitFor()
    await page.getByText('代表者の運転免許証').waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: ja('bookings.registration.decide.accept') }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: ja('bookings.registration.decide.accept') })
      .click()
    await page.getByText(ja('bookings.registration.step.accepted')).waitFor()
    expect(complaints()).toEqual([])
  })
})

describe('a reduction that wants a proof', () => {
  test('is taken with the booking, its proof seen at the desk, and the history says by whom', async () => {
    const call = product.app.client({ cookie: await product.cookieOf(mailOf('operator')), language: 'ja' })
    const rules = await call(addReduction, {
      params: { hubId },
      body: {
        names: { ja: '障害者手帳をお持ちの方', en: 'Disability certificate' },
        percent: 50,
        yen: null,
        needsProof: true,
        isDeskOnly: false,
        validFrom: today,
        reason: '条例第10条',
      },
    })
    const reductionId = rules.reductions.find((one) => one.names.ja === '障害者手帳をお持ちの方')?.id ?? ''
    const { choice } = await call(getAvailability, { params: { hubKey }, query: { from: tomorrow, day: tomorrow } })
    const seat = choice?.spaces.find((place) => place.kind === 'seat' && place.freeUnits > 0)
    const booking = await call(bookForSomebody, {
      params: { hubId },
      body: {
        what: { kind: 'seat', spaceId: seat?.targetId ?? '' },
        startsAt: `${tomorrow}T16:00:00+09:00`,
        endsAt: `${tomorrow}T17:00:00+09:00`,
        holder: { name: '架空 実' },
        reductionId,
      },
    })
    expect(booking).toMatchObject({ reduction: { needsProof: true, isProofSeen: false } })
    const { page, complaints } = await visit('operator', { language: 'ja' })
    await page.goto(`/operate/${hubKey}/bookings/${booking.id}`)
    await page.getByText(ja('bookings.checkIn.proofWanted', { name: '障害者手帳をお持ちの方' })).waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: ja('bookings.checkIn.noteProof') }).click()
    await page.getByText(ja('bookings.checkIn.proofSeen', { name: '障害者手帳をお持ちの方' })).waitFor()
    await page.getByText(ja('bookings.history.proofSeen')).waitFor()
    expect(await page.getByRole('button', { name: ja('bookings.checkIn.noteProof') }).count()).toBe(0)
    expect(complaints()).toEqual([])
  })
})

describe('own papers', () => {
  test('the member fetches the receipt that the desk wrote; a guest fetches theirs by the link of the mail', async () => {
    const desk = product.app.client({ cookie: await product.cookieOf(mailOf('operator')), language: 'en' })
    const { choice } = await desk(getAvailability, { params: { hubKey }, query: { from: tomorrow, day: tomorrow } })
    const seat = choice?.spaces.find((place) => place.kind === 'seat' && place.freeUnits > 0)
    const mine = await product.app.client({ cookie: await product.cookieOf(mailOf('member')) })(bookSpace, {
      body: {
        what: { kind: 'seat', spaceId: seat?.targetId ?? '' },
        startsAt: `${tomorrow}T10:00:00+09:00`,
        endsAt: `${tomorrow}T11:00:00+09:00`,
      },
    })
    const theirs = await bookFor('Gina Guest')
    for (const booking of [mine, theirs])
      await desk(takePayment, {
        params: { hubId },
        body: { items: [{ bookingId: booking.id, amountYen: booking.feeYen }], method: 'cash' },
      })
    const own = await visit('member', { isPhone: true })
    await own.page.goto(`/me/bookings/${mine.id}`)
    const receipt = own.page.locator('[data-papers]').getByRole('link').last()
    const href = (await receipt.getAttribute('href')) ?? ''
    expect(await seriousFindings(own.page)).toEqual([])
    for (let copy = 1; copy <= 2; copy++) {
      const pdf = await own.page.request.get(href)
      expect([pdf.status(), pdf.headers()['content-type']]).toEqual([200, 'application/pdf'])
    }

    const mail = await product.mailbox.waitFor('gina.guest@visitor.example.com')
    const link = linkOf(mail)
    const guest = await visit(undefined, { isPhone: true })
    await guest.page.goto(link)
    const papers = guest.page.locator('[data-guest-papers]')
    await papers.getByText(t('bookings.guestMail.payment.isPaid')).waitFor()
    expect(await seriousFindings(guest.page)).toEqual([])
    const saved = guest.page.waitForEvent('download')
    await papers.getByRole('button').click()
    expect((await saved).suggestedFilename()).toMatch(/^receipt-\d+\.pdf$/)
    expect([...own.complaints(), ...guest.complaints()]).toEqual([])
  })
})
