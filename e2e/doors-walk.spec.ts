/**
 * A day at a door as people live it: a lock and a reader added on the screen and claimed by themselves, a room booked on a
 * telephone, a card handed out at the desk; then the door, by card, PIN and telephone, and every way in which it says no.
 * Devices speak MQTT as real ones do; nothing is put into the database past the screens.
 */
import type { Locator, Page } from 'playwright-core'
import decodeQr from 'qr/decode.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addCard } from '#modules/access/contract/credential/endpoints.ts'
import { listDoors } from '#modules/access/contract/door/endpoints.ts'
import { listPassages } from '#modules/access/contract/passage/endpoints.ts'
import type { DecisionReason } from '#modules/access/contract/schemas.ts'
import { listOwnHubs } from '#modules/hubs/contract/endpoints.ts'
import { openSimLock, openSimReader, type SimDevice } from '#sim/device.ts'
import { writeFigures } from './figures.ts'
import { openHubWire, type HubWire } from './hub-wire.ts'
import { journeys } from './journeys.ts'
import { deskPage } from './pages/desk.page.ts'
import { hubPage } from './pages/hub.page.ts'
import { soon, today, type Visit } from './product.ts'
import { hubKey } from './screens.ts'
import { wordsOf } from './words.ts'

const t = wordsOf('en')
const { product, visit: visitOf } = journeys('minakami.example.jp', { width: 1440 })

/** The walk is long and other work may run beside it. */
const patience = { timeout: 300_000 }
async function visit(...as: Parameters<typeof visitOf>): Promise<Visit> {
  const one = await visitOf(...as)
  one.context.setDefaultTimeout(30_000)
  return one
}

const room = 'Satellite office 1F-2'
const door = 'Door of 1F-2'
const card = '0114b34d2f91c7e5'
/** No lease, no role: a booking is all that opens a door. */
const person = { key: 'worker', name: '見本 一郎' }

let wire: HubWire
let lock: ReturnType<typeof openSimLock>
let reader: ReturnType<typeof openSimReader>
beforeAll(async () => {
  wire = await openHubWire(product)
})
afterAll(() => wire.stop())

const at = (time: string) => `${today}T${time}:00+09:00`

/** Every page that is open goes by it too. */
async function itIs(time: string, ...visits: Visit[]): Promise<void> {
  product.app.clock.set(at(time))
  for (const { page } of visits) await page.clock.setFixedTime(at(time))
}

async function measured<T>(name: string, { effort, resetEffort }: Visit, work: () => Promise<T>): Promise<T> {
  resetEffort()
  const began = performance.now()
  const done = await work()
  const seconds = Math.round((performance.now() - began) / 100) / 10
  await writeFigures('doors-walk', { [name]: { ...effort(), seconds } })
  return done
}

/** Named on the screen; the device claims itself with the code; the dialog says that it has come, and has been heard. */
async function addDevice(desk: Visit, kind: 'lock' | 'reader', name: string): Promise<SimDevice> {
  const { page } = desk
  const dialog = page.getByRole('dialog')
  await page.goto(`/operate/${hubKey}/devices`)
  return measured(`add a ${kind}`, desk, async () => {
    await page.getByRole('button', { name: t('devices.list.add') }).click()
    if (kind === 'reader') await dialog.getByLabel(t('devices.add.kind')).selectOption(kind)
    await dialog.getByLabel(t('devices.add.name')).fill(name)
    await dialog.getByRole('button', { name: t('devices.list.add') }).click()
    const code = await dialog.getByText(/^[0-9A-Z]{4}-?[0-9A-Z]{4}$/).textContent()
    const device = await wire.claim(code ?? '')
    await dialog.getByText(t('devices.add.claimed')).waitFor()
    await expect.poll(() => device.isConnected(), soon).toBe(true)
    await dialog
      .getByRole('button', { name: t('devices.add.done') })
      .last()
      .click()
    return device
  })
}

/** What the entry log on the operator's screen says of the newest that happened. */
async function newestInLog(page: Page): Promise<string> {
  await page.goto(`/operate/${hubKey}/doors/log`)
  return (
    (await page
      .getByRole('list', { name: t('access.log.title') })
      .getByRole('listitem')
      .first()
      .textContent()) ?? ''
  )
}

async function hubIdOf(name: string, key: string): Promise<string> {
  const hubs = await product.app.client({ cookie: await product.cookieOf(name) })(listOwnHubs, {})
  return hubs.items.find((hub) => hub.key === key)?.id ?? ''
}

/** The newest row of the log as the API tells it. */
async function newestPassage() {
  const call = product.app.client({ cookie: await product.cookieOf('operator@minakami.example.jp') })
  const hubId = await hubIdOf('operator@minakami.example.jp', hubKey)
  const { items } = await call(listPassages, { params: { hubId }, query: { limit: 1 } })
  return items[0]
}

const waits: number[] = []
/** At the door: shown, decided, and what the lock did within the second in which a person waits. */
async function opensBy(show: () => Promise<void>): Promise<void> {
  await expect.poll(() => lock.state(), soon).toBe('locked')
  const began = performance.now()
  await show()
  await expect.poll(() => lock.state(), { ...soon, interval: 10 }).toBe('unlocked')
  waits.push(Math.round(performance.now() - began))
  await writeFigures('doors-walk', { openedMilliseconds: waits })
  await expect.poll(async () => (await newestPassage())?.reason, soon).toBe('granted')
}

/** Refused: the bolt has not moved, and log and screen say why. */
async function refusedBy(show: () => Promise<void>, reason: DecisionReason, desk: Page): Promise<void> {
  const before = (await newestPassage())?.id
  await expect.poll(() => lock.state(), soon).toBe('locked')
  await show()
  await expect.poll(async () => (await newestPassage())?.id, soon).not.toBe(before)
  expect(await newestPassage()).toMatchObject({ isOpen: false, reason, source: null })
  expect(lock.state()).toBe('locked')
  expect(await newestInLog(desk)).toContain(t(`access.log.reasons.${reason}`))
}

/** As a reader sees it: the dark fields of the picture on the telephone. */
async function readQr(picture: Locator): Promise<string> {
  const path = (await picture.locator('path').getAttribute('d')) ?? ''
  const side = Number((await picture.getAttribute('viewBox'))?.split(' ')[2])
  const scale = 4
  const width = side * scale
  const data = new Uint8ClampedArray(width * width * 4).fill(255)
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1/g))
    for (let row = 0; row < scale; row++) {
      const from = (((Number(y) + 4) * scale + row) * width + (Number(x) + 4) * scale) * 4
      for (let pixel = 0; pixel < scale; pixel++) data.fill(0, from + pixel * 4, from + pixel * 4 + 3)
    }
  return decodeQr({ width, height: width, data }, { timeLimit: 5_000 })
}

/** The code that hangs at the door. */
async function doorPath(): Promise<string> {
  const call = product.app.client({ cookie: await product.cookieOf('operator@minakami.example.jp') })
  const { items } = await call(listDoors, { params: { hubId: await hubIdOf('operator@minakami.example.jp', hubKey) } })
  const { pathname, hash } = new URL(items.find((one) => one.names.en === door)?.qrUrl ?? '')
  return pathname + hash
}

async function bookRoom(phone: Visit, from: string, until: string): Promise<void> {
  const { page } = phone
  const book = hubPage(page)
  await page.goto('/me/book')
  await book.time('own').check()
  await book.from.selectOption(from)
  await book.until.selectOption(until)
  await book.bookRoom(room).tap()
  await page
    .getByRole('main')
    .getByRole('button', { name: t('bookings.me.bookSubmit'), exact: true })
    .tap()
  await page.waitForURL('**/me/bookings/*')
}

test('a lock and a reader are added from the screen, and a door of a room is made around them', patience, async () => {
  const desk = await visit('operator')
  lock = openSimLock(await addDevice(desk, 'lock', 'Lock of 1F-2'), { relockMilliseconds: 1_000 })
  reader = openSimReader(await addDevice(desk, 'reader', 'Reader of 1F-2'))
  const { page } = desk
  await page.goto(`/operate/${hubKey}/doors`)
  await measured('make a door', desk, async () => {
    await page.getByRole('button', { name: t('access.doors.add') }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel(t('access.form.nameJa')).fill('1F-2の扉')
    await form.getByLabel(t('access.form.nameEn')).fill(door)
    await form.getByLabel(t('access.form.inside'), { exact: true }).selectOption({ label: room })
    await form.getByLabel(t('access.form.lock'), { exact: true }).selectOption({ label: 'Lock of 1F-2' })
    await form.getByLabel('Reader of 1F-2').selectOption({ label: t('access.form.readerIn') })
    await form.getByRole('button', { name: t('access.doors.add') }).click()
    await page.getByRole('link', { name: door }).waitFor()
  })
  expect(desk.complaints()).toEqual([])
})

test('booked on the telephone, card from the desk: card, PIN and telephone open, and each refusal names its reason', patience, async () => {
  const desk = await visit('operator')
  const phone = await visit(person.key, { isPhone: true })
  await measured('book a room', phone, () => bookRoom(phone, '13:00', '15:00'))

  // a card is given: shown to the reader, seen on the screen
  await desk.page.goto(`/operate/${hubKey}/doors/cards`)
  await measured('hand out a card', desk, async () => {
    await desk.page.getByRole('button', { name: t('access.cards.give') }).click()
    const form = desk.page.getByRole('dialog')
    await form.getByLabel(t('access.cards.who')).fill(person.name)
    await form.getByLabel(t('access.cards.who')).press('Enter')
    await form.getByRole('button', { name: t('access.log.whoClear') }).waitFor()
    await reader.showCard(card)
    // chosen by itself, as the one that is meant
    await form.getByRole('radio', { name: t('access.cards.shownAt', { time: '10:00' }), checked: true }).waitFor()
    await form.getByRole('button', { name: t('access.cards.give') }).click()
    await desk.page
      .getByText(t('access.cards.given', { name: person.name }))
      .first()
      .waitFor()
  })

  // ten minutes before the door opens for it
  const qr = await doorPath()
  await itIs('12:40', desk, phone)
  await refusedBy(() => reader.showCard(card), 'too_early', desk.page)
  await phone.page.goto(qr)
  await phone.page.getByRole('button', { name: t('access.public.door.open') }).tap()
  await phone.page.getByText(t('access.public.reason.too_early')).waitFor()
  await phone.page.goto('/me/doors')
  await phone.page.getByText(/You can enter from .*12:50/).waitFor()

  // on time: the day's page says so by itself
  await itIs('12:52', desk, phone)
  await desk.page.goto(`/operate/${hubKey}`)
  const ofToday = desk.page.getByRole('region').filter({ has: desk.page.getByRole('link', { name: t('access.today.all') }) })
  await ofToday.getByText(door).waitFor()
  await opensBy(() => reader.showCard(card))
  await ofToday.getByText(t('access.today.last', { what: t('access.log.open'), time: '12:52' })).waitFor()
  expect(await newestPassage()).toMatchObject({ isOpen: true, reason: 'granted', source: { kind: 'booking' }, factors: ['card'] })
  const line = await newestInLog(desk.page)
  for (const word of [person.name, t('access.log.reasons.granted'), t('access.sources.booking'), t('access.factors.card')])
    expect(line).toContain(word)

  // the PIN that the telephone shows
  await phone.page.goto('/me/doors')
  const pin = await measured('get a PIN', phone, async () => {
    await phone.page.getByRole('button', { name: t('access.me.getPin') }).tap()
    await phone.page.getByRole('button', { name: t('access.me.showPin') }).tap()
    return phone.page.getByText(/^\d{6}$/).textContent()
  })
  await opensBy(() => reader.typePin(pin ?? ''))
  expect(await newestPassage()).toMatchObject({ factors: ['pin'], source: { kind: 'booking' } })

  // the telephone, before the code on the door
  await phone.page.goto(qr)
  await opensBy(() =>
    measured('open by telephone', phone, async () => {
      await phone.page.getByRole('button', { name: t('access.public.door.open') }).tap()
      await phone.page.getByText(t('access.public.door.opened')).waitFor()
    }),
  )

  // the telephone, before a reader that sees
  await phone.page.goto('/me/doors')
  await measured('telephone as a key', phone, async () => {
    await phone.page.getByRole('button', { name: t('access.me.phoneAdd') }).tap()
    await phone.page.getByRole('button', { name: t('access.me.phoneShow') }).tap()
    await phone.page.getByRole('img', { name: t('access.me.phonePicture') }).waitFor()
  })
  const token = await readQr(phone.page.getByRole('img', { name: t('access.me.phonePicture') }))
  await opensBy(() => reader.device.tell('phone', { token }))
  expect(await newestPassage()).toMatchObject({ factors: ['phone'] })

  // a card of another town
  const other = product.app.client({ cookie: await product.cookieOf('operator@niseko.example.jp') })
  const [theirs] = await product.app.sql<{ id: string }>(`select id from auth."user" where email = 'member@niseko.example.jp'`)
  await other(addCard, {
    params: { hubId: await hubIdOf('operator@niseko.example.jp', 'niseko.denpun') },
    body: { accountId: theirs?.id ?? '', card: { number: '0114b34d2f91c7e6' }, label: 'Niseko' },
    idempotencyKey: crypto.randomUUID(),
  })
  await refusedBy(() => reader.showCard('0114b34d2f91c7e6'), 'unknown_credential', desk.page)

  // lost: told at the desk, dead at the door
  await desk.page.goto(`/operate/${hubKey}`)
  await measured('report a lost card', desk, async () => {
    await desk.page.goto(`/operate/${hubKey}/doors/cards`)
    await desk.page.getByLabel(t('access.door.person')).fill(person.name)
    await desk.page.getByLabel(t('access.door.person')).press('Enter')
    const row = desk.page.getByRole('listitem').filter({ hasText: t('access.kinds.card') })
    await row.getByRole('button', { name: t('access.cards.lost'), exact: true }).click()
    const ask = desk.page.getByRole('dialog')
    await ask.getByLabel(t('access.common.reason')).fill('Lost on the train')
    await ask.getByRole('button', { name: t('access.cards.blockLost') }).click()
    await desk.page.getByText(t('access.cards.marked')).first().waitFor()
  })
  // as the screen has promised
  await desk.page.waitForTimeout(2_000)
  await refusedBy(() => reader.showCard(card), 'credential_lost', desk.page)

  // cancelled on the telephone: nothing of the person opens any more
  await phone.page.goto('/me/bookings')
  await phone.page
    .getByRole('link', { name: new RegExp(room) })
    .first()
    .tap()
  await phone.page.getByRole('button', { name: t('bookings.booking.cancel'), exact: true }).tap()
  await phone.page
    .getByRole('dialog')
    .getByRole('button', { name: t('bookings.booking.cancelSubmit'), exact: true })
    .tap()
  await phone.page.getByText(t('bookings.booking.cancelled')).first().waitFor()
  await phone.page.goto('/me/doors')
  await phone.page.getByText(t('access.me.none')).waitFor()
  await refusedBy(() => reader.typePin(pin ?? ''), 'no_grant', desk.page)
  await phone.page.goto(qr)
  await phone.page.getByRole('button', { name: t('access.public.door.open') }).tap()
  await phone.page.getByText(t('access.public.reason.no_grant')).waitFor()
  await writeFigures('doors-walk', { refusals: ['too_early', 'unknown_credential', 'credential_lost', 'no_grant'] })
  expect([...desk.complaints(), ...phone.complaints()]).toEqual([])
})

test(
  'a booking is moved at the desk while its person looks at the telephone: the old window closes, the new one opens',
  patience,
  async () => {
    await itIs('15:22')
    const phone = await visit(person.key, { isPhone: true })
    const desk = await visit('operator')
    await bookRoom(phone, '15:30', '16:00')
    const { page } = phone
    await page.goto('/me/doors')
    const mine = page.getByRole('region', { name: t('access.me.card') })
    await mine.getByText(t('access.public.reason.granted'), { exact: true }).waitFor()

    const office = deskPage(desk.page)
    await office.open(hubKey)
    await office.openBooking(person.name)
    await office.change.click()
    await office.until.selectOption({ label: '18:00' })
    await office.from.selectOption({ label: '17:00' })
    await office.changeSubmit.click()
    const began = performance.now()
    await mine.getByText(/You can enter from .*16:50/).waitFor({ timeout: 10_000 })
    const milliseconds = Math.round(performance.now() - began)
    await writeFigures('doors-walk', { movedSeenMilliseconds: milliseconds })
    expect(await mine.getByText(t('access.public.reason.granted'), { exact: true }).count()).toBe(0)

    // and at the new time
    await itIs('16:55', phone)
    await page.goto('/me/doors')
    await mine.getByText(t('access.public.reason.granted'), { exact: true }).waitFor()
    await page.goto(await doorPath())
    await opensBy(() => page.getByRole('button', { name: t('access.public.door.open') }).tap())
  },
)
