/** The rules of a place in a browser: a price from a day on is typed, tried, saved, and seen by whoever looks at the hub. */
import { beforeAll, expect, test } from 'vitest'
import { bookSpace, getAvailability } from '#modules/bookings/contract/endpoints.ts'
import { seriousFindings } from '#platform/testkit/browser.ts'
import { journeys } from './journeys.ts'
import { dayAfter } from './product.ts'
import { hubKey } from './screens.ts'
import { patternOf, wordsOf } from './words.ts'

const t = wordsOf('en')
const { product, visit } = journeys('minakami.example.jp', { width: 1440 })

/** A room that nobody has in the afternoon of two days, and what two hours of it cost. */
interface Room {
  readonly id: string
  readonly name: string
  readonly feeYen: number
}
let room: Room
const day = '2026-12-09'
const later = '2026-12-10'
const afternoon = (on: string) => ({ startsAt: `${on}T13:00:00+09:00`, endsAt: `${on}T15:00:00+09:00` })

async function roomsOn(on: string) {
  const { choice } = await product.app.client({ language: 'en' })(getAvailability, {
    params: { hubKey },
    query: { from: on, day: on, start: '13:00', end: '15:00' },
  })
  return choice?.spaces.filter(({ kind, freeUnits }) => kind === 'space' && freeUnits > 0) ?? []
}

beforeAll(async () => {
  const free = new Set((await roomsOn(later)).map(({ targetId }) => targetId))
  const found = (await roomsOn(day)).find(({ targetId }) => free.has(targetId))
  if (found === undefined) throw new Error('the demonstration has no room that is free on both days')
  room = { id: found.targetId, name: found.name.en ?? found.name.ja, feeYen: found.feeYen }
})

test('an official sets a price from a day on: tried before it is saved, what exists keeps its price, the public page shows the new one', async () => {
  const member = product.app.client({ cookie: await product.cookieOf('member@minakami.example.jp'), language: 'en' })
  const existing = await member(bookSpace, { body: { what: { kind: 'space', spaceId: room.id }, ...afternoon(day) } })
  const { page, complaints } = await visit('operator')
  await page.goto(`/settings/rules?place=${room.id}`)
  const own = page.getByRole('checkbox', { name: t('bookings.rules.followsLabel', { group: t('bookings.rules.groups.fee') }) })
  await own.waitFor()
  if (await own.isChecked()) await own.uncheck({ force: true })
  else await page.getByRole('button', { name: t('bookings.rules.fee.change') }).click()
  const priceOf = (userClass: string, head: string) =>
    page.getByRole('textbox', { name: `${t(`bookings.rules.fee.classes.${userClass}`)} ${t(`bookings.rules.fee.${head}`)}`, exact: true })
  const from = page.getByLabel(t('bookings.rules.fee.validFrom'))
  // what cannot be read is refused where it stands, and all that was typed stays
  await from.fill(dayAfter)
  await priceOf('general', 'hour').fill('seven hundred')
  await priceOf('general', 'day').fill('')
  for (const block of ['morning', 'afternoon', 'evening']) await priceOf('general', block).fill('')
  await page.getByRole('button', { name: t('bookings.rules.try') }).click()
  await page.locator('[aria-invalid="true"]').first().waitFor()
  expect([await from.inputValue(), await priceOf('general', 'hour').inputValue()]).toEqual([dayAfter, 'seven hundred'])
  expect(await page.getByRole('heading', { name: t('bookings.rules.tried') }).count()).toBe(0)
  expect(await seriousFindings(page)).toEqual([])
  // full-width digits are as good
  await priceOf('general', 'hour').fill('１，７００')
  while ((await page.getByRole('button', { name: patternOf('en', 'bookings.rules.fee.removeClass') }).count()) > 0)
    await page
      .getByRole('button', { name: patternOf('en', 'bookings.rules.fee.removeClass') })
      .first()
      .click()
  await page.getByRole('button', { name: t('bookings.rules.try') }).click()

  // who, when, for how much, and what it means for the booking that exists
  await page.getByRole('heading', { name: t('bookings.rules.tried') }).waitFor()
  await page.getByRole('heading', { name: t('bookings.rules.whoTitle') }).waitFor()
  await page
    .getByRole('listitem')
    .filter({ hasText: t('bookings.rules.booker.leaseholder') })
    .waitFor()
  await page.getByRole('heading', { name: /27 Nov/ }).waitFor()
  await page.getByRole('cell', { name: '¥1,700', exact: true }).first().waitFor()
  const affected = page
    .getByRole('listitem')
    .filter({ hasText: '¥3,400' })
    .filter({ hasText: /9 Dec|Dec 9/ })
  await affected.first().waitFor()
  expect(await affected.getByRole('checkbox').first().isChecked()).toBe(false)
  expect(await seriousFindings(page)).toEqual([])
  // nothing is stored by looking
  expect((await roomsOn(later)).find(({ targetId }) => targetId === room.id)?.feeYen).toBe(room.feeYen)

  // without a reason nothing is saved, and nothing typed is lost
  await page.getByRole('button', { name: t('bookings.rules.save') }).click()
  await page.getByText(t('bookings.rules.reasonMissing')).waitFor()
  expect(await priceOf('general', 'hour').inputValue()).toBe('１，７００')
  await page.getByRole('textbox', { name: new RegExp(t('bookings.rules.reason')) }).fill('New fees by ordinance')
  await page.getByRole('button', { name: t('bookings.rules.save') }).click()
  await page.getByText(t('bookings.rules.saved')).first().waitFor()
  await page.getByText('¥1,700').first().waitFor()
  expect(complaints()).toEqual([])

  // the town's page has it from that day on, and what was booked before keeps its price
  const stranger = await visit(undefined, { isPhone: true })
  await stranger.page.goto(`/hubs/${hubKey}?day=${later}&from=13:00&to=15:00`)
  const offer = stranger.page.getByRole('listitem').filter({ hasText: room.name, visible: true }).first()
  await offer.waitFor()
  await offer
    .getByText(/¥3,400|¥1,700/)
    .first()
    .waitFor()
  const [kept] = await product.app.sql<{ fee: number }>('select fee_yen as fee from bookings.booking where id = $1', [existing.id])
  expect(kept?.fee).toBe(existing.feeYen)
  expect(stranger.complaints()).toEqual([])
})

test('of two who change the same rules the second is told, and may read them again', async () => {
  const [first, second] = [await visit('operator'), await visit('admin')]
  for (const { page } of [first, second]) {
    await page.goto(`/settings/rules?place=${room.id}`)
    const own = page.getByRole('checkbox', { name: t('bookings.rules.followsLabel', { group: t('bookings.rules.groups.buffer') }) })
    await own.waitFor()
    if (await own.isChecked()) await own.uncheck({ force: true })
    await page.getByRole('textbox', { name: t('bookings.rules.bufferAfter') }).fill(page === first.page ? '15' : '30')
    await page.getByRole('button', { name: t('bookings.rules.try') }).click()
    await page.getByRole('textbox', { name: new RegExp(t('bookings.rules.reason')) }).fill('Cleaning')
  }
  await first.page.getByRole('button', { name: t('bookings.rules.save') }).click()
  await first.page.getByText(t('bookings.rules.saved')).first().waitFor()
  await second.page.getByRole('button', { name: t('bookings.rules.save') }).click()
  await second.page.getByText(t('bookings.rules.conflict')).waitFor()
  expect(await second.page.getByRole('textbox', { name: t('bookings.rules.bufferAfter') }).inputValue()).toBe('30')
  expect(await seriousFindings(second.page)).toEqual([])
})
