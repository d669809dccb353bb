/** The full counter by hand and by ear: a caller in half a minute without a mouse, the grid for a screen reader, snow, a late tablet, the entrance. */
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { bookForSomebody, getAvailability } from '#modules/bookings/contract/endpoints.ts'
import { listOwnHubs } from '#modules/hubs/contract/endpoints.ts'
import { seriousFindings } from '#platform/testkit/browser.ts'
import { journeys } from './journeys.ts'
import { dayAfter, soon, tomorrow } from './product.ts'
import { patternOf, wordsOf } from './words.ts'

const hubKey = 'niseko.denpun'
const t = wordsOf('en')
const says = (key: string) => patternOf('en', key)

const { product, visit } = journeys('niseko.example.jp', { width: 1440 })

async function openDesk(page: Page): Promise<void> {
  await page.goto(`/operate/${hubKey}`)
  await page.getByRole('grid').waitFor()
}
const settled = (page: Page) => page.waitForTimeout(400)

describe('by keyboard alone', () => {
  test('a caller has a booking within 30 seconds: B, who, when, Enter; whoever called before is known with mail and telephone', async () => {
    const { page, effort, resetEffort, complaints } = await visit('operator')
    await openDesk(page)
    const call = async (letters: string, isKnown: boolean): Promise<number> => {
      resetEffort()
      const begun = performance.now()
      await page.keyboard.press('b')
      const who = page.getByRole('combobox', { name: t('bookings.desk.who') })
      await who.waitFor()
      await expect.poll(() => who.evaluate((field) => field === field.ownerDocument.activeElement), soon).toBe(true)
      await page.keyboard.type(letters, { delay: 15 })
      if (isKnown)
        await page
          .getByRole('option', { name: /Keiko Keys/ })
          .first()
          .waitFor()
      else await page.getByRole('listbox').getByRole('option').first().waitFor()
      await page.keyboard.press('Enter')
      // the day has the focus: the time follows by Tab, and Enter takes it
      await expect.poll(() => page.evaluate(`document.activeElement?.getAttribute('type')`), soon).toBe('date')
      await page.locator('input[type=date]').fill(tomorrow)
      const from = page.getByRole('dialog').getByRole('combobox', { name: t('bookings.booking.from'), exact: true })
      await from.focus()
      await page.keyboard.type(isKnown ? '15' : '13')
      await page.keyboard.press('Enter')
      await page.getByRole('dialog').waitFor({ state: 'hidden' })
      return performance.now() - begun
    }
    const took = await call('Keiko Keys', false)
    expect(took).toBeLessThan(30_000)
    expect(effort().taps).toBe(0)
    await call('keiko', true)
    expect(effort().taps).toBe(0)
    const rows = await product.app.sql<{ holder_name: string }>(`select holder_name from bookings.booking where holder_name = 'Keiko Keys'`)
    expect(rows).toHaveLength(2)
    expect(complaints()).toEqual([])
  })

  test('Enter before it is known what is free on that day: booked once, as soon as it is', async () => {
    const { page, context } = await visit('operator')
    await openDesk(page)
    const held: (() => void)[] = []
    const thatDay = new RegExp(`/grid.*${dayAfter}`)
    await context.route(thatDay, async (route) => {
      await new Promise<void>((resolve) => held.push(resolve))
      await route.continue().catch(() => {})
    })
    await page.keyboard.press('b')
    await page.getByRole('combobox', { name: t('bookings.desk.who') }).fill('Holly Haste')
    await page.getByRole('listbox').getByRole('option').first().waitFor()
    await page.keyboard.press('Enter')
    await expect.poll(() => page.evaluate(`document.activeElement?.getAttribute('type')`), soon).toBe('date')
    await page.locator('input[type=date]').fill(dayAfter)
    await expect.poll(() => held.length, soon).toBeGreaterThan(0)
    const from = page.getByRole('dialog').getByRole('combobox', { name: t('bookings.booking.from'), exact: true })
    await from.focus()
    await page.keyboard.type('14')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').locator('button[type=submit][aria-busy=true]').waitFor()
    await context.unroute(thatDay)
    for (const go of held) go()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    expect(await product.app.sql(`select from bookings.booking where holder_name = 'Holly Haste'`)).toHaveLength(1)
  })

  test('a block is carried by keys and every step is said; where it cannot stand is said too', async () => {
    const { page } = await visit('operator')
    const made = await product.app.sql<{ id: string }>(
      `select id from bookings.booking where holder_name = 'Keiko Keys' and kind = 'space' order by starts_at limit 1`,
    )
    await page.goto(`/operate/${hubKey}?day=${tomorrow}`)
    const block = page
      .getByRole('grid')
      .getByRole('gridcell', { name: /Keiko Keys/ })
      .first()
    if ((await block.count()) === 0) expect(made).toEqual([])
    else {
      await block.focus()
      await page.keyboard.press('m')
      const said = page.locator('.tg [role=status]')
      await expect.poll(() => said.textContent(), soon).toContain('Picked up')
      await page.keyboard.press('Shift+ArrowRight')
      await expect.poll(() => said.textContent(), soon).toMatch(/\d+:\d\d–\d+:\d\d/)
      await page.keyboard.press('Escape')
      await expect.poll(() => said.textContent(), soon).toContain(t('bookings.desk.carryPutBack'))
    }
  })
})

describe('by ear', () => {
  test('the day is one grid: rows with names, cells that say who, when and in which state; a change by somebody else is said', async () => {
    const { page } = await visit('operator')
    await openDesk(page)
    const tree = await page.getByRole('grid').ariaSnapshot()
    expect(tree).toMatch(/grid "Bookings/)
    expect(tree).toMatch(/row /)
    expect(tree).toMatch(/rowheader /)
    expect(tree).toMatch(/gridcell ".*(Free|free).*"/)
    // every cell says something, and one of all is reached by Tab
    const cells = page.getByRole('gridcell')
    const names = await cells.evaluateAll((all) => all.map((cell) => cell.getAttribute('aria-label') ?? ''))
    expect(names.filter((name) => name === '')).toEqual([])
    expect(await page.locator('[role=grid] [tabindex="0"]').count()).toBe(1)
    const spoken: string[] = []
    await page.exposeFunction('hirobaSpoken', (text: string) => void spoken.push(text))
    await page.evaluate(`for (const region of document.querySelectorAll('[role=status]'))
      new MutationObserver(() => hirobaSpoken(region.textContent)).observe(region, { childList: true, characterData: true, subtree: true })`)
    await product.app.client({ cookie: await product.cookieOf('admin@niseko.example.jp') })(
      (await import('#modules/bookings/contract/endpoints.ts')).walkIn,
      {
        params: { hubId: await hubId() },
        body: { holder: { name: 'Nora News' }, minutes: 60 },
      },
    )
    await expect.poll(() => spoken.join('\n'), soon).toMatch(/New booking: Nora News/)
    expect(await seriousFindings(page)).toEqual([])
  })
})

async function hubId(): Promise<string> {
  const [row] = await product.app.sql<{ id: string }>(`select id from hubs.hub where slug = 'denpun'`)
  return row?.id ?? ''
}

describe('closure for snow on a full day', () => {
  test('everyone is moved or cancelled and told, from one screen', async () => {
    const { page, complaints } = await visit('admin')
    await page.goto(`/operate/${hubKey}/closures?day=${tomorrow}`)
    await page
      .getByRole('textbox', { name: says('bookings.closure.reason') })
      .first()
      .fill('大雪のため')
    await page.getByRole('button', { name: t('bookings.closure.look') }).click()
    await page.getByRole('heading', { name: says('bookings.closure.hits') }).waitFor()
    const plans = page.getByRole('combobox', { name: says('bookings.closure.planFor') })
    const hits = await plans.count()
    expect(hits).toBeGreaterThan(2)
    await plans.first().selectOption('cancel')
    await page.getByRole('textbox', { name: t('bookings.closure.message') }).fill('足元にお気をつけください。')
    await page.getByRole('button', { name: t('bookings.closure.submit') }).click()
    await page.getByText(t('bookings.closure.allDone')).waitFor({ timeout: 60_000 })
    const left = await product.app.sql(
      `select 1 from bookings.booking b where hub_id = $1 and status = 'confirmed' and starts_at < $2::timestamptz + interval '1 day' and ends_at > $2::timestamptz`,
      [await hubId(), `${tomorrow}T00:00:00+09:00`],
    )
    expect(left).toEqual([])
    await product.app.settle()
    const told = await product.app.sql<{ body_text: string }>(
      `select body_text from platform.mail where body_text like '%足元にお気をつけください。%' and body_text like '%大雪のため%'`,
    )
    expect(told.length).toBeGreaterThan(0)
    expect(complaints()).toEqual([])
  })
})

describe('the lending desk', () => {
  test('a tablet that is late stands first on Today; it is taken back with a note', async () => {
    const [unit] = await product.app.sql<{ hub_id: string; key: string; id: string; equipment_id: string; consortium_id: string }>(
      `select u.hub_id, t.slug || '.' || h.slug as key, u.id, u.equipment_id, u.consortium_id from hubs.unit u
       join hubs.equipment e on e.consortium_id = u.consortium_id and e.id = u.equipment_id
       join hubs.hub h on h.consortium_id = u.consortium_id and h.id = u.hub_id join platform.tenant t on t.id = u.consortium_id
       where e.handling = 'lendable' and not exists (select from bookings.loan l where l.unit_id = u.id and l.back_at is null) limit 1`,
    )
    if (unit === undefined) throw new Error('the demonstration lends nothing')
    const slug = unit.key.split('.')[0] ?? ''
    const [operator] = await product.app.sql<{ mail: string }>(
      `select mail from people.membership where consortium_id = $1 and 'operator' = any(roles) and status = 'active' limit 1`,
      [unit.consortium_id],
    )
    await product.app.sql(
      `insert into bookings.loan (consortium_id, hub_id, equipment_id, unit_id, holder_name, holder_language, out_at, due_at)
       values ($1, $2, $3, $4, 'Lena Late', 'en', $5::timestamptz - interval '3 hours', $5::timestamptz - interval '25 minutes')`,
      [unit.consortium_id, unit.hub_id, unit.equipment_id, unit.id, product.app.clock.now().toString()],
    )
    const { page } = await visit(operator?.mail ?? `operator@${slug}.example.jp`)
    await page.goto(`/operate/${unit.key}`)
    await page.getByText('Lena Late').first().waitFor()
    await page.goto(`/operate/${unit.key}/lending`)
    const row = page.getByRole('listitem').filter({ hasText: 'Lena Late' })
    await row.getByText(t('bookings.lending.late'), { exact: true }).waitFor()
    await row.getByRole('button', { name: t('bookings.lending.giveBack') }).click()
    await page.getByRole('textbox', { name: says('bookings.lending.conditionBack') }).fill('A scratch')
    await page.getByRole('button', { name: t('bookings.lending.backSubmit') }).click()
    await row.getByRole('button', { name: t('bookings.lending.giveBack') }).waitFor({ state: 'hidden' })
    await expect
      .poll(() => product.app.sql(`select condition_back from bookings.loan where holder_name = 'Lena Late'`), soon)
      .toEqual([{ condition_back: 'A scratch' }])
  })
})

describe('the tablet at the entrance', () => {
  test('is set up by its code, takes a walk-in in Korean, calls the desk, and can do nothing once the code is taken back', async () => {
    const { page: settings } = await visit('admin')
    await settings.goto('/settings/kiosks')
    await settings
      .getByRole('button', { name: t('bookings.kiosk.add') })
      .first()
      .click()
    await settings.getByRole('textbox', { name: says('bookings.kiosk.name') }).fill('Main entrance')
    await settings.getByRole('button', { name: t('bookings.kiosk.create') }).click()
    const address = await settings.getByRole('dialog').locator('dd').first().textContent()
    const code = await settings.getByRole('dialog').locator('dd').last().textContent()
    const { page: tablet, complaints } = await visit(undefined, { width: 1024, height: 768 })
    await tablet.goto(`${new URL(address ?? '').pathname}#k=${code ?? ''}`)
    await tablet.getByRole('button', { name: '予約なしで使う' }).waitFor()
    expect(tablet.url()).not.toContain(code ?? '-')
    expect(await seriousFindings(tablet)).toEqual([])
    await tablet.getByRole('button', { name: '한국어' }).click()
    await tablet.getByRole('button', { name: '예약 없이 이용' }).click()
    await tablet.getByRole('button', { name: '이 내용으로 이용' }).click()
    await tablet.getByRole('heading', { name: '체크인되었습니다' }).waitFor()
    await tablet.getByRole('button', { name: '처음으로' }).click()
    await tablet.getByRole('button', { name: '係員を呼ぶ' }).click()
    await tablet.getByText('係員を呼びました').waitFor()
    const key = new URL(address ?? '').pathname.split('/').at(-1) ?? ''
    const { page: desk } = await visit('operator')
    await desk.goto(`/operate/${key}`)
    await desk.getByRole('button', { name: t('bookings.kiosk.comeNow') }).click()
    await tablet.getByText('係員がまいります').waitFor()
    await product.app.sql('update bookings.kiosk set revoked_at = now()')
    await tablet.reload()
    await tablet.getByRole('heading', { name: 'この端末を登録する' }).waitFor()
    expect(complaints()).toEqual([])
  })
})

test('several bookings are moved with a thumb at 390 px: tried first, told why not, then only those that can be', async () => {
  const desk = product.app.client({ cookie: await product.cookieOf('operator@niseko.example.jp'), language: 'en' })
  const { items } = await desk(listOwnHubs, {})
  const hubId = items.find(({ key }) => key === hubKey)?.id ?? ''
  const { choice } = await desk(getAvailability, { params: { hubKey }, query: { from: dayAfter, day: dayAfter } })
  const seats = choice?.spaces.find(({ kind }) => kind === 'seat')
  const sit = async (name: string, from: string, to: string): Promise<string> => {
    const { id } = await desk(bookForSomebody, {
      params: { hubId },
      body: {
        what: { kind: 'seat', spaceId: seats?.targetId ?? '' },
        startsAt: `${dayAfter}T${from}:00+09:00`,
        endsAt: `${dayAfter}T${to}:00+09:00`,
        holder: { name, mail: `${name.toLowerCase().replace(' ', '.')}@example.com`, language: 'en' },
      },
    })
    return id
  }
  const early = await sit('Thea Thumb', '10:00', '11:00')
  // until closing: half an hour later there is nobody
  const close = seats?.open.at(-1)?.endsAt ?? ''
  const last = new Date(Date.parse(close) + 9 * 3_600_000).toISOString().slice(11, 16)
  await sit('Lars Last', '16:00', last)
  const { page, complaints } = await visit('operator', { isPhone: true })
  await page.goto(`/operate/${hubKey}/bookings?day=${dayAfter}`)
  for (const name of ['Thea Thumb', 'Lars Last'])
    await page.getByRole('checkbox', { name: t('bookings.desk.bulkChooseOne', { name }) }).tap()
  const bar = page.getByRole('region', { name: t('bookings.desk.bulk') })
  await bar.getByText(t('bookings.desk.bulkChosen', { count: 2 })).waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await bar.getByRole('button', { name: t('bookings.desk.bulkMove') }).tap()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: t('bookings.booking.reason') }).fill('The heating is repaired')
  await dialog.getByRole('button', { name: t('bookings.desk.bulkTry') }).tap()
  await dialog.getByText(t('bookings.desk.bulkRefused', { count: 1 })).waitFor()
  expect(await dialog.getByRole('alert').textContent()).toContain('Lars Last')
  await dialog.getByRole('button', { name: t('bookings.desk.bulkPossible', { count: 1 }) }).tap()
  await dialog.waitFor({ state: 'hidden' })
  await expect
    .poll(() => product.app.sql('select starts_at from bookings.booking where id = $1', [early]), soon)
    .toEqual([{ starts_at: new Date(`${dayAfter}T10:30:00+09:00`) }])
  await bar.waitFor({ state: 'hidden' })
  await product.mailbox.waitFor('thea.thumb@example.com', (mail) => (mail.text ?? '').includes('The heating is repaired'))
  expect(complaints()).toEqual([])
})

test('weeks, months, the door sheet and the closures are readable at 390 px, in the dark too', async () => {
  // the bar under the thumb lies over what is at the bottom of the window: the whole page is laid open
  const { page } = await visit('operator', { width: 390, height: 4_000, theme: 'dark' })
  for (const path of ['calendar', 'calendar?view=month', 'print', 'closures', 'lending', 'lending?tab=lost']) {
    await page.goto(`/operate/${hubKey}/${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await settled(page)
    expect((await seriousFindings(page)).map((finding) => `${path}: ${finding}`)).toEqual([])
    expect(`${path} ${Math.max(0, await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth'))}`).toBe(`${path} 0`)
  }
})
