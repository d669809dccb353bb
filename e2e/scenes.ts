/** What the pictures of the documentation show: each screen, who looks at it, and what was done on it before. */
import type { Page } from 'playwright-core'
import { bookAsGuest, getAvailability } from '#modules/bookings/contract/endpoints.ts'
import { addKiosk } from '#modules/bookings/contract/kiosk/endpoints.ts'
import { applyForLottery, drawLottery, getHubLottery, makeLottery } from '#modules/bookings/contract/lottery/endpoints.ts'
import { listOpenBills, takePayment } from '#modules/bookings/contract/payment/endpoints.ts'
import { listOwnHubs } from '#modules/hubs/contract/endpoints.ts'
import { readHubTerms } from '#modules/people/contract/endpoints.ts'
import type { Language } from '#platform/contract/texts.ts'
import { linkOf } from './invitation.ts'
import { today, tomorrow, type Product } from './product.ts'
import { hubKey, mailOf, screensOf, type Screen, type Viewer } from './screens.ts'
import type { Words } from './words.ts'

export interface Scene {
  readonly name: string
  readonly path: string
  readonly as: Viewer
  /** Somebody of another consortium. */
  readonly mail?: string
  readonly languages: readonly Language[]
  /** What a person does before the picture is taken. */
  readonly prepare?: (page: Page, t: Words) => Promise<unknown>
  /** The whole height of a page that says more further down. */
  readonly height?: number
  /** A tablet's width, where nobody looks by telephone. */
  readonly narrow?: number
}

const strangersAndDesk: readonly (readonly [screen: string, language: Language])[] = [
  ['find-hub', 'en'],
  ['hub', 'en'],
  ['hub', 'ja'],
  ['me', 'ja'],
  ['today', 'ja'],
  ['today', 'en'],
  ['desk-booking', 'ja'],
  ['settings-hours', 'ja'],
  ['members', 'ja'],
  ['records', 'ja'],
]
const both: readonly Language[] = ['ja', 'en']

export async function scenesOf(product: Product): Promise<readonly Scene[]> {
  const screens = await screensOf(product)
  const screenOf = (name: string): Screen => {
    const screen = screens.find((one) => one.name === name)
    if (screen === undefined) throw new Error(`no screen ${name}`)
    return screen
  }
  const pathOf = (name: string): string => screenOf(name).path
  const seen: Scene[] = strangersAndDesk.map(([name, language]) => ({ ...screenOf(name), languages: [language] }))
  const desk = `/operate/${hubKey}`
  const guestPath = await confirmedByGuest(product)
  // what the desk is asked about
  await hold(product, hubKey, 'erika@example.com', { day: today, from: '13:00', to: '15:00' })
  const operator = product.app.client({ cookie: await product.cookieOf(mailOf('operator')), language: 'ja' })
  const hubs = await operator(listOwnHubs, {})
  const hubId = hubs.items.find((hub) => hub.key === hubKey)?.id ?? ''
  const lotteryId = await drawnLottery(product, hubId)
  await takings(product, hubId)
  const kiosk = await operator(addKiosk, { params: { hubId }, body: { name: '正面玄関', mayWalkIn: true, callMail: null } })
  const office = { as: 'operator', languages: both } as const
  return [
    ...seen,
    { name: 'guest-booking', path: guestPath, as: 'stranger', languages: ['en'] },
    {
      ...office,
      name: 'rules',
      path: `/settings/rules?place=${await hallOf(product, hubId)}`,
      height: 1_600,
      prepare: tried,
    },
    { ...office, name: 'caller', path: desk, prepare: callerOf },
    { ...office, name: 'walk-in', path: desk, prepare: (page) => page.keyboard.press('w') },
    { ...office, name: 'week', path: `${desk}/calendar` },
    { ...office, name: 'month', path: `${desk}/calendar?view=month` },
    { ...office, name: 'waiting', path: `${desk}/waiting` },
    { ...office, name: 'lottery-desk', path: `${desk}/lotteries/${lotteryId}` },
    { ...office, as: 'stranger', name: 'lottery-result', path: `/hubs/${hubKey}/lotteries/${lotteryId}` },
    { ...office, name: 'registrations', path: '/settings/registrations' },
    { ...office, name: 'closing', path: `${desk}/money/closing`, prepare: counted },
    {
      ...office,
      name: 'invoices',
      path: `${desk}/money/invoices`,
      prepare: (page, t) => page.getByLabel(t('bookings.payment.month'), { exact: true }).fill('2026-11'),
    },
    { ...office, name: 'lending', path: `/operate/${await lent(product)}/lending`, mail: 'operator@niseko.example.jp' },
    { ...office, name: 'closure', path: `${desk}/closures?day=${tomorrow}`, prepare: snow },
    { ...office, as: 'stranger', name: 'kiosk', path: `/kiosk/${hubKey}#k=${kiosk.code}`, narrow: 768 },
    { ...office, name: 'use', path: `${desk}/use`, height: 1_800 },
    { ...office, as: 'member', name: 'notices', path: '/me/notices' },
    { ...office, name: 'leases', path: pathOf('leases') },
    { ...office, name: 'lease', path: pathOf('lease'), height: 1_700 },
    { ...office, name: 'lease-new', path: pathOf('lease-new'), height: 1_300, prepare: (page, t) => letRoom(page, t, product, hubId) },
    { ...office, name: 'lease-dues', path: pathOf('lease-dues') },
    { ...office, as: 'manager', name: 'our-rooms', path: pathOf('our-rooms') },
    { ...office, as: 'admin', name: 'mutual-use', path: pathOf('settings-mutual-use-one') },
    { ...office, as: 'admin', name: 'mutual-use-ours', path: pathOf('mutual-use-records') },
    { ...office, name: 'mutual-use-theirs', path: '/settings/mutual-use-records?side=theirs', mail: 'admin@takaoka.example.jp' },
    { ...office, as: 'member', name: 'book-at-partner', path: pathOf('book-at-partner') },
    { ...office, as: 'member', name: 'my-visit', path: pathOf('my-visit') },
    ...(['doors', 'door', 'door-log', 'door-entrants', 'door-cards', 'devices', 'presence', 'presence-visits'] as const).map((name) => ({
      ...office,
      name,
      path: pathOf(name),
    })),
    { ...office, as: 'member', name: 'my-doors', path: pathOf('my-doors') },
    { ...office, as: 'member', name: 'at-door', path: pathOf('at-door') },
    { ...office, as: 'member', name: 'my-stays', path: pathOf('my-stays') },
  ]
}

/** What saving would mean, below what is set. */
async function tried(page: Page, t: Words): Promise<void> {
  await page.getByRole('button', { name: t('bookings.rules.try') }).click()
  await page.getByRole('heading', { name: t('bookings.rules.tried') }).evaluate((heading) => heading.scrollIntoView({ block: 'center' }))
}

async function callerOf(page: Page, t: Words): Promise<void> {
  await page.keyboard.press('b')
  await page.getByRole('combobox', { name: t('bookings.desk.who') }).fill('見本')
  await page.getByRole('listbox').getByRole('option').first().waitFor()
}

/** What the books say, counted out from the largest piece to the smallest. */
async function counted(page: Page, t: Words): Promise<void> {
  await page.getByRole('textbox', { name: t('bookings.payment.opening') }).fill('20000')
  const [sum = ''] = await page
    .locator('dl')
    .getByText(/^¥[\d,]+$/)
    .allTextContents()
    .then((all) => all.slice(-2))
  let left = Number(sum.replaceAll(/\D/g, ''))
  for (const piece of [10_000, 5_000, 1_000, 500, 100, 50, 10, 5, 1]) {
    await page.locator(`#count-${piece}`).fill(String(Math.floor(left / piece)))
    left %= piece
  }
}

/** A room that somebody has booked next week: what is in the way is shown before anything is agreed on. */
async function letRoom(page: Page, t: Words, { app }: Product, hubId: string): Promise<void> {
  const [room] = await app.sql<{ target_id: string }>(
    `select target_id from bookings.booking where hub_id = $1 and kind = 'space' and status = 'confirmed' and series_id is null
       and starts_at > $2::timestamptz + interval '5 days' and target_id not in (select target_id from bookings.lease)
     group by 1 order by count(*), 1 limit 1`,
    [hubId, app.clock.now().toString()],
  )
  await page
    .getByLabel(t('bookings.lease.form.space'))
    .first()
    .selectOption(room?.target_id ?? '')
  await page.getByLabel(t('bookings.lease.form.feeYen')).fill('40000')
  await page.getByRole('button', { name: t('bookings.lease.form.apply') }).evaluate((button) => button.scrollIntoView({ block: 'center' }))
}

async function snow(page: Page, t: Words): Promise<void> {
  await page
    .getByRole('textbox', { name: t('bookings.closure.reason') })
    .first()
    .fill('大雪のため')
  await page.getByRole('button', { name: t('bookings.closure.look') }).click()
}

/** A tablet that is out and one that is late, at a hub that lends; its address. */
async function lent({ app }: Product): Promise<string> {
  const units = await app.sql<{ consortium_id: string; hub_id: string; id: string; equipment_id: string }>(
    `select u.consortium_id, u.hub_id, u.id, u.equipment_id from hubs.unit u
     join hubs.equipment e on e.consortium_id = u.consortium_id and e.id = u.equipment_id
     join hubs.hub h on h.consortium_id = u.consortium_id and h.id = u.hub_id join platform.tenant t on t.id = u.consortium_id
     where e.handling = 'lendable' and t.slug || '.' || h.slug = 'niseko.denpun'
       and not exists (select from bookings.loan l where l.unit_id = u.id and l.back_at is null) order by u.position limit 2`,
  )
  for (const [index, unit] of units.entries())
    await app.sql(
      `insert into bookings.loan (consortium_id, hub_id, equipment_id, unit_id, holder_name, holder_language, out_at, due_at)
       values ($1, $2, $3, $4, $5, 'ja', $6::timestamptz - interval '3 hours', $6::timestamptz + $7::interval)`,
      [
        unit.consortium_id,
        unit.hub_id,
        unit.equipment_id,
        unit.id,
        ['例示 桜', '仮名 旅人'][index],
        app.clock.now().toString(),
        ['-25 minutes', '2 hours'][index],
      ],
    )
  return 'niseko.denpun'
}

/** The hall that has rules of its own. */
async function hallOf({ app }: Product, hubId: string): Promise<string> {
  const [row] = await app.sql<{ target_id: string }>(
    'select target_id from bookings.policy where hub_id = $1 and target_id is not null and needs_approval limit 1',
    [hubId],
  )
  return row?.target_id ?? ''
}

/** Fees of today in cash, for the closing. */
async function takings(product: Product, hubId: string): Promise<void> {
  const operator = product.app.client({ cookie: await product.cookieOf(mailOf('operator')), language: 'ja' })
  await product.app.settle()
  const { items } = await operator(listOpenBills, { params: { hubId }, query: { limit: 3 } })
  for (const bill of items.filter((one) => one.balanceYen > 0).slice(0, 3))
    await operator(takePayment, {
      params: { hubId },
      body: { items: [{ bookingId: bill.bookingId, amountYen: bill.balanceYen }], method: 'cash', givenYen: 10_000 },
    })
}

/** A month of two rooms by lot: five members applied, and it is drawn. */
async function drawnLottery(product: Product, hubId: string): Promise<string> {
  const operator = product.app.client({ cookie: await product.cookieOf(mailOf('operator')), language: 'ja' })
  const { choice } = await operator(getAvailability, { params: { hubKey }, query: { from: '2027-01-12', day: '2027-01-12' } })
  const rooms = choice?.spaces.filter((place) => place.kind === 'space').slice(0, 2) ?? []
  const made = await operator(makeLottery, {
    params: { hubId },
    body: {
      names: { ja: '1月の会議室の抽選', en: 'Meeting rooms in January' },
      spaceIds: rooms.map((room) => room.targetId),
      useFrom: '2027-01-01',
      useUntil: '2027-01-31',
      opensAt: '2026-11-24T00:00:00+09:00',
      closesAt: '2026-11-26T17:00:00+09:00',
      drawsAt: '2026-11-27T10:00:00+09:00',
      mostWishes: 3,
      mostWins: 1,
    },
  })
  const wishes = (days: readonly number[], from: string, to: string) =>
    days.map((day, index) => ({
      spaceId: rooms[index % rooms.length]?.targetId ?? '',
      startsAt: `2027-01-${day}T${from}:00+09:00`,
      endsAt: `2027-01-${day}T${to}:00+09:00`,
    }))
  for (const [name, days] of [
    ['member', [12, 13]],
    ['member2', [12, 14]],
    ['member3', [12]],
    ['worker', [13, 14]],
    ['manager', [12, 15]],
  ] as const) {
    const call = product.app.client({ cookie: await product.cookieOf(`${name}@minakami.example.jp`), language: 'ja' })
    await call(applyForLottery, { params: { lotteryId: made.id }, body: { wishes: wishes(days, '13:00', '15:00'), partySize: 4 } })
  }
  await product.app.sql(`update bookings.lottery set closes_at = '2026-11-25T00:30:00Z' where id = $1`, [made.id])
  const { lottery } = await operator(getHubLottery, { params: { hubId, lotteryId: made.id } })
  await operator(drawLottery, { params: { hubId, lotteryId: made.id }, body: { version: lottery.version } })
  return made.id
}

/** A visitor's seat, held until the link of the mail is opened. */
async function hold(product: Product, hubKey: string, mail: string, time: { day: string; from: string; to: string }): Promise<void> {
  const call = product.app.client({ language: 'en' })
  const { choice } = await call(getAvailability, { params: { hubKey }, query: { from: time.day, day: time.day } })
  const seats = choice?.spaces.find((place) => place.kind === 'seat')
  const { terms } = await call(readHubTerms, { params: { hubKey } })
  await call(bookAsGuest, {
    params: { hubKey },
    body: {
      what: { kind: 'seat', spaceId: seats?.targetId ?? '' },
      startsAt: `${time.day}T${time.from}:00+09:00`,
      endsAt: `${time.day}T${time.to}:00+09:00`,
      guest: { name: 'Erika Sample', mail, language: 'en' },
      consent: true,
      ...(terms === null ? {} : { termsId: terms.id }),
    },
  })
}

/** The address of a booking that a visitor has made and confirmed. */
async function confirmedByGuest(product: Product): Promise<string> {
  const mail = 'erika@example.jp'
  await hold(product, 'niseko.denpun', mail, { day: tomorrow, from: '09:00', to: '18:00' })
  const link = new URL(linkOf(await product.mailbox.waitFor(mail)))
  const visit = await product.visit()
  await visit.page.goto(link.href)
  await visit.page.locator('.pass button').first().click()
  await visit.page.getByRole('heading', { level: 2 }).first().waitFor()
  await visit.close()
  return `${link.pathname}${link.hash}`
}
