/** A booking that repeats, and a place in line: on a telephone, by a stranger, at the desk. */
import { expect, test } from 'vitest'
import { bookForSomebody, getAvailability } from '#modules/bookings/contract/endpoints.ts'
import { listOwnHubs } from '#modules/hubs/contract/endpoints.ts'
import { seriousFindings } from '#platform/testkit/browser.ts'
import { journeys } from './journeys.ts'
import { hubKey } from './screens.ts'
import { patternOf, wordsOf } from './words.ts'

const t = wordsOf('en')

const { product, visit } = journeys('minakami.example.jp')

test('a member repeats a booking, sees each day before it is booked, and cancels a range of them', async () => {
  const { page, complaints } = await visit('member', { isPhone: true })
  await page.goto(`/me/book?hub=${hubKey}&day=2026-11-30&from=13:00&to=15:00`)
  await page
    .getByRole('button', { name: t('bookings.public.page.bookRoom') })
    .first()
    .click()
  await page.getByRole('checkbox', { name: new RegExp(t('bookings.series.repeat')) }).check()
  const days = page.getByRole('list', { name: t('bookings.series.previewTitle') })
  await days.getByRole('listitem').nth(3).waitFor()
  // one day is left out by choice, and any that somebody has already
  await days
    .getByRole('listitem')
    .nth(3)
    .getByRole('button', { name: t('bookings.series.leaveOut') })
    .click()
  await days.getByRole('listitem').nth(3).getByText(t('bookings.series.stateLeftOut')).waitFor()
  const all = page.getByRole('button', { name: t('bookings.series.leaveAllOut') })
  if ((await all.count()) > 0) await all.click()
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: patternOf('en', 'bookings.series.bookCount') }).click()
  await page.waitForURL(/\/me\/series\//)
  await page
    .getByRole('button', { name: t('bookings.series.cancel'), exact: true })
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: t('bookings.series.scopeRange') }).check({ force: true })
  expect(await seriousFindings(page)).toEqual([])
  await dialog.getByRole('button', { name: patternOf('en', 'bookings.series.cancelSubmit') }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText(t('bookings.booking.stateCancelled')).first().waitFor()
  // from a day to the series it belongs to
  await page.getByRole('link', { name: /30 Nov/ }).click()
  await page.getByRole('link', { name: t('bookings.series.open') }).waitFor()
  expect(complaints()).toEqual([])
})

test('the desk moves the rest of a series into another room: each day is shown before, one stays, the others go', async () => {
  const { page, complaints } = await visit('operator', { width: 1440 })
  const [seriesOf] = await product.app.sql<{ id: string; days: number }>(
    `select b.series_id as id, count(*)::int as days from bookings.booking b join hubs.hub h on h.consortium_id = b.consortium_id and h.id = b.hub_id
     join platform.tenant n on n.id = b.consortium_id
     where n.slug || '.' || h.slug = $1 and b.status = 'confirmed' and b.kind = 'space' and b.starts_at > $2 and b.series_id is not null
     group by 1 having count(*) > 2 order by 2 desc limit 1`,
    [hubKey, product.app.clock.now().toString()],
  )
  await page.goto(`/operate/${hubKey}/series/${seriesOf?.id}`)
  await page
    .getByRole('button', { name: t('bookings.series.change'), exact: true })
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  const submit = dialog.getByRole('button', { name: patternOf('en', 'bookings.series.changeSubmit') })
  await submit.click()
  await dialog.getByText(t('bookings.series.changeNothing')).waitFor()
  const place = dialog.getByRole('combobox', { name: t('bookings.booking.place') })
  // rooms first: seats of an open space are no room
  const rooms = await place
    .locator('option')
    .evaluateAll((options) => options.map((option) => (option as unknown as { value: string }).value))
  await place.selectOption(rooms.find((value) => value.startsWith('space:')) ?? '')
  const days = dialog.getByRole('list', { name: t('bookings.series.changeDays') })
  await days.getByRole('listitem').first().waitFor()
  await days
    .getByRole('listitem')
    .first()
    .getByRole('button', { name: t('bookings.series.leaveAsIs') })
    .click()
  await days.getByRole('listitem').first().getByText(t('bookings.series.stateStays'), { exact: true }).waitFor()
  const rest = dialog.getByRole('button', { name: t('bookings.series.leaveAllAsIs') })
  if ((await rest.count()) > 0) await rest.click()
  await dialog.getByRole('textbox', { name: t('bookings.series.purpose') }).fill('Council of the town')
  await dialog.getByRole('textbox', { name: t('bookings.series.deskNote') }).fill('Key at the counter')
  await dialog.getByRole('textbox', { name: t('bookings.booking.reason') }).fill('Repairs')
  expect(await seriousFindings(page)).toEqual([])
  await submit.click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText(t('bookings.series.moved'), { exact: true }).first().waitFor()
  const moved = await product.app.sql<{ n: number }>(
    `select count(*)::int as n from bookings.booking where series_id = $1 and purpose = 'Council of the town' and note = 'Key at the counter'`,
    [seriesOf?.id],
  )
  expect(moved[0]?.n).toBeGreaterThan(0)
  expect(moved[0]?.n).toBeLessThan(seriesOf?.days ?? 0)
  expect(complaints()).toEqual([])
})

test('a stranger waits for a time that somebody has, and the desk moves them with a reason', async () => {
  const [taken] = await product.app.sql<{ day: string; start: string; stop: string }>(
    `select to_char(w.from_at at time zone 'Asia/Tokyo', 'YYYY-MM-DD') as day, to_char(w.from_at at time zone 'Asia/Tokyo', 'HH24:MI') as start,
       to_char(w.to_at at time zone 'Asia/Tokyo', 'HH24:MI') as stop
     from bookings.waiting w join hubs.hub h on h.consortium_id = w.consortium_id and h.id = w.hub_id
     join platform.tenant n on n.id = w.consortium_id where n.slug || '.' || h.slug = $1 limit 1`,
    [hubKey],
  )
  const stranger = await visit(undefined, { isPhone: true })
  await stranger.page.goto(`/hubs/${hubKey}?day=${taken?.day}&from=${taken?.start}&to=${taken?.stop}`)
  await stranger.page
    .getByRole('button', { name: t('bookings.public.waiting.ask') })
    .first()
    .click()
  await stranger.page.getByRole('textbox', { name: t('bookings.public.page.name') }).fill('Erika Mustermann')
  await stranger.page.getByRole('textbox', { name: t('bookings.public.page.mail') }).fill('waits@example.com')
  await stranger.page.getByRole('button', { name: t('bookings.public.waiting.asking') }).click()
  await stranger.page.getByRole('heading', { name: t('bookings.public.waiting.asked') }).waitFor()
  const desk = await visit('operator', { width: 1440 })
  await desk.page.goto(`/operate/${hubKey}/waiting`)
  await desk.page.getByRole('button', { name: t('bookings.waiting.upLabel', { name: 'Erika Mustermann' }) }).click()
  const dialog = desk.page.getByRole('dialog')
  await dialog.getByRole('button', { name: t('bookings.waiting.moveSubmit') }).click()
  await dialog.getByText(t('bookings.waiting.reasonMissing')).waitFor()
  await dialog.getByRole('textbox', { name: t('bookings.waiting.reason') }).fill('Comes by wheelchair')
  await dialog.getByRole('button', { name: t('bookings.waiting.moveSubmit') }).click()
  await dialog.waitFor({ state: 'hidden' })
  expect([...desk.complaints(), ...stranger.complaints()]).toEqual([])
  // behind all that the demonstration has just asked for
  await expect
    .poll(() => product.mailbox.mails.some(({ text }) => (text ?? '').includes(`/hubs/${hubKey}/waiting/`)), { timeout: 60_000 })
    .toBe(true)
})

test('any room of a kind will do: wished for on a telephone, one becomes free at the desk, offered and taken', async () => {
  const time = { startsAt: '2026-12-16T13:00:00+09:00', endsAt: '2026-12-16T15:00:00+09:00' }
  const desk = product.app.client({ cookie: await product.cookieOf('operator@minakami.example.jp'), language: 'en' })
  const { items } = await desk(listOwnHubs, {})
  const hubId = items.find(({ key }) => key === hubKey)?.id ?? ''
  const { choice } = await desk(getAvailability, {
    params: { hubKey },
    query: { from: '2026-12-16', day: '2026-12-16', start: '13:00', end: '15:00' },
  })
  const rooms = choice?.spaces.filter(({ kind, freeUnits }) => kind === 'space' && freeUnits > 0) ?? []
  expect(rooms.length).toBeGreaterThan(1)
  const booked: { id: string; roomId: string }[] = []
  for (const room of rooms) {
    const { id } = await desk(bookForSomebody, {
      params: { hubId },
      body: { what: { kind: 'space', spaceId: room.targetId }, ...time, holder: { name: 'Full House', language: 'en' } },
    })
    booked.push({ id, roomId: room.targetId })
  }

  const { page: phone, complaints } = await visit('member', { isPhone: true })
  await phone.goto(`/me/book?hub=${hubKey}&day=2026-12-16&from=13:00&to=15:00`)
  await phone
    .getByRole('button', { name: t('bookings.public.waiting.ask') })
    .first()
    .tap()
  await phone.getByRole('checkbox', { name: patternOf('en', 'bookings.public.waiting.anyWillDo') }).check()
  expect(await seriousFindings(phone)).toEqual([])
  await phone.getByRole('button', { name: t('bookings.public.waiting.asking') }).tap()
  await phone.getByRole('heading', { name: t('bookings.public.waiting.asked') }).waitFor()
  await phone.goto('/me/waiting')
  await phone.getByText(patternOf('en', 'bookings.public.waiting.anyOf')).waitFor()

  // another room than the one that was pointed at
  const freed = booked.at(-1)
  const { page: counter } = await visit('operator', { width: 1440 })
  await counter.goto(`/operate/${hubKey}/bookings/${freed?.id}`)
  await counter.getByRole('button', { name: t('bookings.booking.cancel'), exact: true }).click()
  await counter
    .getByRole('dialog')
    .getByRole('button', { name: t('bookings.booking.cancelSubmit'), exact: true })
    .last()
    .click()

  // the open screen offers it by itself, and a mail leads here too
  const accept = phone.getByRole('button', { name: t('bookings.waiting.accept'), exact: true })
  await accept.waitFor({ timeout: 30_000 })
  await accept.tap()
  await phone.waitForURL('**/me/bookings/*')
  const id = new URL(phone.url()).pathname.split('/').at(-1) ?? ''
  const [mine] = await product.app.sql<{ target_id: string; is_own: boolean }>(
    `select b.target_id, b.account_id = u.id as is_own from bookings.booking b, auth."user" u
     where b.id = $1 and u.email = 'member@minakami.example.jp'`,
    [id],
  )
  expect(mine).toEqual({ target_id: freed?.roomId, is_own: true })
  await expect.poll(() => product.mailbox.mails.some(({ text }) => (text ?? '').includes('/me/waiting')), { timeout: 60_000 }).toBe(true)
  expect(complaints()).toEqual([])
})
