/**
 * The visitor's journey: hub page, a seat for tomorrow, the mail, its link, confirmed; then moved, then cancelled.
 * With a mouse, with a thumb at 390 px, with the keyboard alone. Budget: 5 taps, 60 s to the confirmation with the way in.
 */
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { writeFigures } from './figures.ts'
import { invitationOf, linkOf } from './invitation.ts'
import { guestBookingPage } from './pages/guest-booking.page.ts'
import { hubPage } from './pages/hub.page.ts'
import { dayAfter, openProduct, soon, tomorrow, type Product, type Visit, type VisitOptions } from './product.ts'

const hubKey = 'niseko.denpun'
const space = 'Open space'

let product: Product
let visit: Visit
beforeAll(async () => {
  product = await openProduct()
})
afterEach((context) => visit.close(context))
afterAll(() => product.stop())

/** How a hand does it: press, type, go from one field to the next. */
interface Hand {
  press(target: Locator): Promise<void>
  type(target: Locator, text: string): Promise<void>
  choose(target: Locator, value: string): Promise<void>
}

async function walk(name: string, options: VisitOptions, handOf: (page: Page) => Hand): Promise<void> {
  visit = await product.visit(options)
  const { page } = visit
  const hand = handOf(page)
  const hub = hubPage(page)
  const mail = `${name}@visitor.example.com`

  const begun = performance.now()
  await hub.open(hubKey)
  await hub.offer(space).waitFor()
  const loaded = performance.now()
  await hand.press(hub.day(tomorrow))
  await hand.press(hub.bookSeat(space))
  await hand.type(hub.name, 'Erika Sample')
  await hand.type(hub.mail, mail)
  await hand.press(hub.submit)
  await hub.sent.waitFor()
  const asked = await product.mailbox.waitFor(mail)
  const booking = guestBookingPage(page)
  // the mail program's part: one press on the link
  await page.goto(linkOf(asked))
  await hand.press(booking.confirm)
  await booking.titleOf('confirmed').waitFor()
  await booking.wayIn.waitFor()
  const done = performance.now()
  const toConfirmed = visit.effort()
  const seconds = (done - begun) / 1000

  // an invitation that a calendar understands
  const confirmed = await product.mailbox.waitFor(mail, (one) => one.subject !== asked.subject)
  const request = invitationOf(confirmed)
  expect(invitationOf(asked)).toBeUndefined()
  expect(request).toMatchObject({
    method: 'REQUEST',
    status: 'CONFIRMED',
    attendee: `mailto:${mail}`,
    startsAt: `${tomorrow}T00:00:00.000Z`,
    endsAt: `${tomorrow}T09:00:00.000Z`,
  })

  // moved to the day after, in the afternoon
  visit.resetEffort()
  await hand.press(booking.change)
  await hand.press(booking.dialog.locator(`[data-day="${dayAfter}"]`))
  await hand.choose(booking.from, '13:00')
  await hand.press(booking.changeTo)
  await booking.dialog.waitFor({ state: 'hidden' })
  await expect.poll(() => booking.when.textContent(), soon).toContain('13:00')
  const toMoved = visit.effort()
  const movedMail = await product.mailbox.waitFor(mail, (one) => (invitationOf(one)?.sequence ?? 0) > (request?.sequence ?? 0))
  const moved = invitationOf(movedMail)
  expect(moved).toMatchObject({ method: 'REQUEST', uid: request?.uid, startsAt: `${dayAfter}T04:00:00.000Z` })

  // cancelled
  visit.resetEffort()
  await hand.press(booking.cancel)
  await hand.press(booking.cancelNow)
  await booking.titleOf('cancelled').waitFor()
  const toCancelled = visit.effort()
  const cancelMail = await product.mailbox.waitFor(mail, (one) => invitationOf(one)?.method === 'CANCEL')
  const cancel = invitationOf(cancelMail)
  expect(cancel).toMatchObject({ method: 'CANCEL', status: 'CANCELLED', uid: request?.uid })
  expect(cancel?.sequence).toBeGreaterThan(moved?.sequence ?? 0)

  expect(visit.complaints()).toEqual([])
  // no seat is left taken
  expect(
    await product.app.sql(`select 1 from bookings.occupancy o join bookings.booking b on b.id = o.source_id where b.holder_mail = $1`, [
      mail,
    ]),
  ).toEqual([])
  await writeFigures('guest-journey', {
    [name]: {
      // the press on the link in the mail is the mail program's and is counted by hand
      taps: toConfirmed.taps + (toConfirmed.taps > 0 ? 1 : 0),
      keys: toConfirmed.keys,
      seconds: round(seconds),
      loadSeconds: round((loaded - begun) / 1000),
      toMove: toMoved,
      toCancel: toCancelled,
      mails: product.mailbox.mails
        .filter((one) => [one.to].flat().some((to) => to?.value.some(({ address }) => address === mail)))
        .map((one) => one.subject),
    },
  })
  expect(seconds).toBeLessThan(60)
  if (toConfirmed.taps > 0) expect(toConfirmed.taps + 1).toBeLessThanOrEqual(5)
}

test('with a mouse', async () => {
  await walk('mouse', { width: 1440 }, (page) => ({
    press: (target) => target.click(),
    // the first field has the focus by itself, Tab leads to the next
    type: async (target, text) => {
      if (!(await isFocused(target))) await page.keyboard.press('Tab')
      expect(await isFocused(target)).toBe(true)
      await page.keyboard.type(text)
    },
    choose: (target, value) => target.selectOption(value).then(() => {}),
  }))
})

test('with a thumb at 390 px', async () => {
  await walk('thumb', { isPhone: true }, (page) => ({
    press: (target) => target.tap(),
    // a telephone's keyboard has a key "next"
    type: async (target, text) => {
      if (!(await isFocused(target))) await page.keyboard.press('Tab')
      expect(await isFocused(target)).toBe(true)
      await page.keyboard.type(text)
    },
    choose: (target, value) => target.selectOption(value).then(() => {}),
  }))
})

test('with the keyboard alone', async () => {
  await walk('keyboard', { width: 1280 }, (page) => ({
    press: async (target) => {
      await reach(page, target)
      await page.keyboard.press('Enter')
    },
    type: async (target, text) => {
      await reach(page, target)
      await page.keyboard.type(text)
    },
    choose: async (target, value) => {
      await reach(page, target)
      // letters typed on a choice go to the entry that begins so
      await page.keyboard.type(value)
      expect(await target.inputValue()).toBe(value)
    },
  }))
})

const isFocused = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === (element as { ownerDocument?: { activeElement: unknown } }).ownerDocument?.activeElement)

/** Presses Tab until the target has the focus; inside the month the arrows. */
async function reach(page: Page, target: Locator): Promise<void> {
  await target.waitFor()
  const day = await target.getAttribute('data-day')
  for (let presses = 0; presses < 80; presses++) {
    if (await isFocused(target)) return
    const focusedDay = await page.evaluate(
      () =>
        (globalThis as unknown as { document: { activeElement: { dataset: Record<string, string> } | null } }).document.activeElement
          ?.dataset['day'],
    )
    await page.keyboard.press(day !== null && focusedDay !== undefined ? 'ArrowRight' : 'Tab')
  }
  throw new Error('the keyboard does not reach it')
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
