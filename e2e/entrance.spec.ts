/** Who comes is known by the picture of the booking: read by the tablet at the entrance, or opened by a telephone. */
import type { BrowserContext } from 'playwright-core'
import { expect, test } from 'vitest'
import { bookSpace, getAvailability } from '#modules/bookings/contract/endpoints.ts'
import { addKiosk } from '#modules/bookings/contract/kiosk/endpoints.ts'
import { listOwnHubs } from '#modules/hubs/contract/endpoints.ts'
import { seriousFindings } from '#platform/testkit/browser.ts'
import { journeys } from './journeys.ts'
import { soon, today } from './product.ts'
import { wordsOf } from './words.ts'

const hubKey = 'niseko.denpun'
const t = wordsOf('en')
const ja = wordsOf('ja')

const { product, visit } = journeys('niseko.example.jp', { width: 1024 })

/** A seat in a quarter of an hour, and its page on the member's telephone. */
async function booked(): Promise<{ id: string; path: string; code: string }> {
  const member = product.app.client({ cookie: await product.cookieOf('member@niseko.example.jp'), language: 'en' })
  const { choice } = await member(getAvailability, { params: { hubKey }, query: { from: today, day: today } })
  const seats = choice?.spaces.find(({ kind }) => kind === 'seat')
  const booking = await member(bookSpace, {
    body: {
      what: { kind: 'seat', spaceId: seats?.targetId ?? '' },
      startsAt: `${today}T10:15:00+09:00`,
      endsAt: `${today}T11:00:00+09:00`,
    },
  })
  return { id: booking.id, path: `/me/bookings/${booking.id}`, code: booking.checkInCode ?? '' }
}

const arrivedOf = (id: string) =>
  product.app.sql<{ is_here: boolean }>('select checked_in_at is not null as is_here from bookings.booking where id = $1', [id])

/** A camera that sees a picture, held a little askew; the browser has no reader of its own, as on an iPad. */
async function holdUp(context: BrowserContext, picture: Buffer): Promise<void> {
  await context.addInitScript(
    `(() => {
      delete globalThis.BarcodeDetector
      navigator.mediaDevices.getUserMedia = async () => {
        const bytes = Uint8Array.from(atob('${picture.toString('base64')}'), (letter) => letter.charCodeAt(0))
        const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
        const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 })
        const brush = canvas.getContext('2d')
        const draw = () => {
          brush.setTransform(1, 0, 0, 1, 0, 0)
          brush.fillStyle = '#8a8f98'
          brush.fillRect(0, 0, 640, 480)
          brush.translate(330, 235)
          brush.rotate(0.12)
          brush.drawImage(bitmap, -130, -130, 260, 260)
          requestAnimationFrame(draw)
        }
        draw()
        return canvas.captureStream(15)
      }
    })()`,
  )
}

test('a tablet without a reader of its own reads the picture on the telephone, and whoever it belongs to is here', async () => {
  const booking = await booked()
  const { page: phone } = await visit('member', { isPhone: true })
  await phone.goto(booking.path)
  const picture = phone.getByRole('img', { name: t('bookings.public.rules.checkInPicture') })
  await picture.waitFor()
  const operator = product.app.client({ cookie: await product.cookieOf('operator@niseko.example.jp'), language: 'ja' })
  const hubs = await operator(listOwnHubs, {})
  const kiosk = await operator(addKiosk, {
    params: { hubId: hubs.items.find(({ key }) => key === hubKey)?.id ?? '' },
    body: { name: '正面玄関', mayWalkIn: false, callMail: null },
  })
  const { page: tablet, context, complaints } = await visit(undefined, { width: 1024, height: 768 })
  await holdUp(context, await picture.screenshot())
  await tablet.goto(`/kiosk/${hubKey}#k=${kiosk.code}`)
  await tablet.getByRole('button', { name: ja('bookings.public.kiosk.checkIn') }).click()
  await tablet.getByRole('button', { name: ja('bookings.public.kiosk.scan') }).click()
  await tablet.getByRole('button', { name: ja('bookings.public.kiosk.arrive', { count: 1 }) }).click()
  await tablet.getByRole('heading', { name: ja('bookings.public.kiosk.done') }).waitFor()
  expect(await seriousFindings(tablet)).toEqual([])
  await expect.poll(() => arrivedOf(booking.id), soon).toEqual([{ is_here: true }])
  // the telephone says so by itself, and has no picture to show any more
  await picture.waitFor({ state: 'hidden' })
  expect(complaints()).toEqual([])
})

test('the camera of a telephone opens the picture: one press, and the same picture once more changes nothing', async () => {
  const booking = await booked()
  const { page, complaints } = await visit(undefined, { isPhone: true })
  await page.goto(`/hubs/${hubKey}/check-in#c=${booking.code}`)
  await page.getByRole('button', { name: t('bookings.public.kiosk.checkIn') }).tap()
  await page.getByRole('heading', { level: 1, name: t('bookings.public.kiosk.done') }).waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await expect.poll(() => arrivedOf(booking.id), soon).toEqual([{ is_here: true }])
  const [first] = await product.app.sql<{ at: Date }>('select checked_in_at as at from bookings.booking where id = $1', [booking.id])
  await page.reload()
  await page.getByRole('button', { name: t('bookings.public.kiosk.checkIn') }).tap()
  await page.getByRole('alert').or(page.getByRole('status')).first().waitFor()
  expect(await product.app.sql('select checked_in_at as at from bookings.booking where id = $1', [booking.id])).toEqual([first])
  expect(complaints()).toEqual([])
})
