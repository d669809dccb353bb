/** A month of a room by lot: the office makes it, a member applies, the drawing gives, anybody checks. */
import { expect, test } from 'vitest'
import { journeys } from './journeys.ts'
import { wordsOf } from './words.ts'

const t = wordsOf('en')
const hubKey = 'minakami.tsukiyono'

const { product, visit } = journeys('minakami.example.jp', { width: 1440 })

test('made at the desk, applied for on a phone, drawn, and checked by a stranger', async () => {
  const { page: desk, complaints } = await visit('operator')
  await desk.goto(`/operate/${hubKey}/lotteries`)
  await desk.getByRole('button', { name: t('bookings.lottery.desk.make') }).click()
  const form = desk.getByRole('dialog')
  // nothing is sent half-filled
  await form.getByRole('button', { name: t('bookings.lottery.desk.save') }).click()
  await form.getByText(t('bookings.lottery.desk.missing')).first().waitFor()
  await form.getByLabel(t('bookings.lottery.desk.names')).first().fill('1月の部屋の抽選')
  await form.getByLabel(t('bookings.lottery.desk.nameEn')).fill('Rooms in January')
  await form.getByRole('checkbox').nth(0).check()
  await form.getByRole('checkbox').nth(1).check()
  await form.getByLabel(t('bookings.lottery.desk.opensOn')).first().fill('2026-11-24')
  await form.getByLabel(t('bookings.lottery.desk.closesOn')).first().fill('2026-11-26')
  await form.getByLabel(t('bookings.lottery.desk.drawsOn')).first().fill('2026-11-27')
  await form.getByRole('button', { name: t('bookings.lottery.desk.save') }).click()
  await desk.getByRole('heading', { level: 1, name: 'Rooms in January' }).waitFor()
  const lotteryId = new URL(desk.url()).pathname.split('/').at(-1) ?? ''

  const { page: phone } = await visit('member', { width: 390, isPhone: true })
  await phone.goto('/me/lotteries')
  await phone.getByRole('link', { name: 'Rooms in January' }).click()
  await phone.getByRole('button', { name: t('bookings.lottery.me.addWish') }).click()
  await phone.getByLabel(t('bookings.lottery.me.day')).nth(0).fill('2027-01-12')
  await phone.getByLabel(t('bookings.lottery.me.day')).nth(1).fill('2027-01-13')
  await phone.getByRole('button', { name: t('bookings.lottery.me.submit'), exact: true }).click()
  await phone.getByText(t('bookings.lottery.me.applied').replace('{number}', '1')).first().waitFor()
  expect(await phone.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0)

  // the last day of applying has passed
  await product.app.sql(`update bookings.lottery set closes_at = '2026-11-25T00:30:00Z' where id = $1`, [lotteryId])
  await desk.reload()
  await desk.getByRole('button', { name: t('bookings.lottery.desk.drawNow') }).click()
  await desk
    .getByRole('dialog')
    .getByRole('button', { name: t('bookings.lottery.desk.drawNow') })
    .click()
  await desk.getByRole('status').getByText(t('bookings.lottery.desk.drawn')).waitFor()

  await phone.reload()
  await phone.getByText(t('bookings.lottery.me.won'), { exact: true }).waitFor()
  await phone.getByRole('link', { name: t('bookings.lottery.me.booking') }).click()
  await phone.waitForURL('**/me/bookings/*')

  const { page: stranger } = await visit(undefined, { width: 768 })
  await stranger.goto(`/hubs/${hubKey}/lotteries/${lotteryId}`)
  await stranger.getByRole('heading', { name: t('bookings.public.lottery.fairTitle') }).waitFor()
  const [row] = await product.app.sql<{ seed: string }>('select seed from bookings.lottery where id = $1', [lotteryId])
  await stranger.getByText(row?.seed ?? 'no seed').waitFor()
  expect(complaints()).toEqual([])
})
