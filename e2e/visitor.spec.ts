/** Strangers: finding a hub in five languages, and what happens when something comes between them and a seat. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { languages } from '#platform/contract/texts.ts'
import { bookAsGuest, getAvailability } from '#modules/bookings/contract/endpoints.ts'
import { publishTerms, readHubTerms } from '#modules/people/contract/endpoints.ts'
import { seriousFindings } from '#platform/testkit/browser.ts'
import { linkOf } from './invitation.ts'
import { findHubPage } from './pages/find-hub.page.ts'
import { guestBookingPage } from './pages/guest-booking.page.ts'
import { hubPage } from './pages/hub.page.ts'
import { dayAfter, openProduct, soon, today, tomorrow, type Product, type Visit, type VisitOptions } from './product.ts'
import { wordsOf } from './words.ts'

const hubKey = 'niseko.denpun'
const space = 'Open space'
const office = 'Satellite office'
/** Beyond the days that the demonstration has filled. */
const quietDay = '2026-12-10'
const t = wordsOf('en')

let product: Product
const visits: Visit[] = []
async function visit(options?: VisitOptions): Promise<Visit> {
  const made = await product.visit(options)
  visits.push(made)
  return made
}
beforeAll(async () => {
  product = await openProduct()
})
afterEach(async (context) => {
  for (const one of visits.splice(0)) await one.close(context)
})
afterAll(() => product.stop())

const bookingsOf = (mail: string) =>
  product.app.sql<{ id: string; status: string; starts_at: Date }>(
    'select id, status, starts_at from bookings.booking where holder_mail = $1',
    [mail],
  )

/** Somebody else books the office for an hour of the quiet day, past the browser. */
async function takeTheOffice(mail: string): Promise<void> {
  const call = product.app.client({ language: 'en' })
  const { choice } = await call(getAvailability, { params: { hubKey }, query: { from: quietDay, day: quietDay } })
  const place = choice?.spaces.find((one) => one.kind === 'space' && one.name.en === office)
  if (place === undefined) throw new Error('no such place')
  const { terms } = await call(readHubTerms, { params: { hubKey } })
  await call(bookAsGuest, {
    params: { hubKey },
    body: {
      what: { kind: 'space', spaceId: place.targetId },
      startsAt: `${quietDay}T14:00:00+09:00`,
      endsAt: `${quietDay}T15:00:00+09:00`,
      partySize: 1,
      guest: { name: 'Somebody Faster', mail, language: 'en' },
      consent: true,
      ...(terms === null ? {} : { termsId: terms.id }),
    },
  })
}

describe('finding a hub', () => {
  test('all fourteen are listed; words and prefecture narrow them; nothing found says what to do', async () => {
    const { page, complaints } = await visit()
    const find = findHubPage(page)
    await find.open()
    expect(await find.hubs.count()).toBe(14)
    expect(await find.heading.textContent()).toContain('14')

    await find.search.fill('minakami')
    await expect.poll(() => find.hubs.count(), soon).toBe(1)
    await find.search.fill('ニセコ')
    await expect.poll(() => find.hubs.count(), soon).toBe(2)
    expect(new URL(page.url()).searchParams.get('q')).toBe('ニセコ')
    await find.search.fill('')
    await expect.poll(() => find.hubs.count(), soon).toBe(14)

    await find.prefecture.selectOption('20')
    await expect.poll(() => find.hubs.count(), soon).toBeLessThan(14)
    const inNagano = await find.hubs.count()
    expect(inNagano).toBeGreaterThan(1)
    // the address can be sent on
    await page.reload()
    await expect.poll(() => find.hubs.count(), soon).toBe(inNagano)

    await find.search.fill('no such place')
    await find.nothing.waitFor()
    await find.showAll.click()
    await expect.poll(() => find.hubs.count(), soon).toBe(14)
    expect(complaints()).toEqual([])
  })

  test('each of five languages speaks the whole page and is remembered', async () => {
    const { page, complaints } = await visit()
    await findHubPage(page).open()
    const names = new Set<string>()
    for (const language of languages) {
      const shown = languages[(languages.indexOf(language) + 4) % 5]
      // what the choice is called depends on the language it is shown in
      await page.locator('header select').selectOption(language)
      await page.getByText(wordsOf(language)('hubs.public.page.findLead')).waitFor()
      expect(await page.locator('html').getAttribute('lang'), `after ${shown}`).toBe(language)
      names.add((await page.getByRole('article').first().textContent()) ?? '')
    }
    expect(names.size).toBe(5)
    await page.locator('header select').selectOption('zh-Hant')
    await page.reload()
    await page.getByText(wordsOf('zh-Hant')('hubs.public.page.findLead')).waitFor()
    // the hub's page and the booking on it too
    await hubPage(page, 'zh-Hant').open(hubKey)
    await page.getByRole('heading', { name: wordsOf('zh-Hant')('bookings.public.page.freeTitle') }).waitFor()
    expect(complaints()).toEqual([])
  })

  test('dark is chosen, kept, and given back to the device', async () => {
    const { page } = await visit({ width: 1280, theme: 'light' })
    const find = findHubPage(page)
    await find.open()
    const background = () =>
      page
        .locator('body')
        .evaluate(
          (body) =>
            (globalThis as unknown as { getComputedStyle: (element: unknown) => { backgroundColor: string } }).getComputedStyle(body)
              .backgroundColor,
        )
    const light = await background()
    await find.theme.click()
    await find.theme.click()
    const dark = await background()
    expect(dark).not.toBe(light)
    await page.reload()
    await find.hubs.first().waitFor()
    expect(await background()).toBe(dark)
    await find.theme.click()
    expect(await background()).toBe(light)
  })

  test('an address that leads nowhere, a hub that is not there, a link that opens nothing: each says so', async () => {
    const { page } = await visit()
    await page.goto('/no/such/page')
    await page.getByRole('heading', { level: 1, name: t('platform.public.notFoundTitle') }).waitFor()
    await page.goto('/hubs/niseko.nowhere')
    await page.getByText(t('platform.public.notFoundTitle')).waitFor()
    await page.goto(`/hubs/${hubKey}/bookings/00000000-0000-7000-8000-000000000000#k=${'x'.repeat(40)}`)
    await page.getByText(t('bookings.public.page.linkWrong')).waitFor()
    expect((await page.request.get('/assets/gone.js')).status()).toBe(404)
  })
})

describe('what comes between', () => {
  test('somebody takes the room meanwhile: refused with the reason and other times, one press takes one of them', async () => {
    const { page, complaints } = await visit()
    const hub = hubPage(page)
    await hub.open(hubKey, `?day=${quietDay}&from=13:00&to=18:00`)
    await hub.bookRoom(office).click()
    await hub.name.fill('Erika Slow')
    await hub.mail.fill('slow@visitor.example.com')
    await takeTheOffice('fast@visitor.example.com')
    await hub.submit.click()
    await hub.refusal.waitFor()
    expect(await hub.refusal.textContent()).toContain(t('bookings.public.page.instead'))
    // nothing typed is lost, nothing was stored
    expect(await hub.mail.inputValue()).toBe('slow@visitor.example.com')
    expect(await bookingsOf('slow@visitor.example.com')).toEqual([])
    await hub.refusal.getByRole('button').first().click()
    await hub.submit.click()
    await hub.sent.waitFor()
    expect(await bookingsOf('slow@visitor.example.com')).toHaveLength(1)
    expect(complaints()).toEqual([])
  })

  test('the terms change while the form is open: the new ones are on the screen before anybody agrees to them', async () => {
    const { page, complaints } = await visit()
    const hub = hubPage(page)
    const ours = 'minakami.tsukiyono'
    await hub.open(ours)
    await hub.day(tomorrow).click()
    await page
      .getByRole('button', { name: t('bookings.public.page.bookSeat') })
      .first()
      .click()
    await page.getByRole('link', { name: t('bookings.public.page.readTermsVersion', { version: 1 }) }).waitFor()
    await hub.name.fill('Erika Reader')
    await hub.mail.fill('reader@visitor.example.com')
    await product.app.client({ cookie: await product.cookieOf('operator@minakami.example.jp') })(publishTerms, {
      body: { text: { ja: '静かにお使いください。', en: 'Please keep quiet.' }, validFrom: today },
    })
    await hub.submit.click()
    await page.getByText(t('people.public.termsChanged')).waitFor()
    await page.getByText('Please keep quiet.').waitFor()
    expect(await seriousFindings(page)).toEqual([])
    expect(await hub.mail.inputValue()).toBe('reader@visitor.example.com')
    expect(await bookingsOf('reader@visitor.example.com')).toEqual([])
    await hub.submit.click()
    await hub.sent.waitFor()
    const consents = await product.app.sql<{ version: number }>(
      `select t.version from bookings.booking b join people.guest_consent g on g.subject_id = b.id
       join people.terms t on t.id = g.terms_id where b.holder_mail = $1`,
      ['reader@visitor.example.com'],
    )
    expect(consents).toEqual([{ version: 2 }])
    expect(complaints()).toEqual([])
  })

  test('two pages are open: a booking on one is seen on the other without a reload', async () => {
    const [one, other] = [await visit(), await visit({ isPhone: true })]
    const [watching, booking] = [hubPage(one.page), hubPage(other.page)]
    await watching.open(hubKey, `?day=${quietDay}`)
    const freeSeats = async () => Number(/(\d+) seats? free/.exec((await watching.offer(space).textContent()) ?? '')?.[1])
    await expect.poll(freeSeats, soon).toBe(20)
    await booking.open(hubKey, `?day=${quietDay}`)
    await booking.bookASeat({ day: quietDay, space, name: 'Erika Live', mail: 'live@visitor.example.com' })
    await expect.poll(freeSeats, soon).toBe(19)
    expect([...one.complaints(), ...other.complaints()]).toEqual([])
  })

  test('the button pressed twice, and again after a lost answer, books once', async () => {
    const { page, context } = await visit({ context: { serviceWorkers: 'block' } })
    const hub = hubPage(page)
    await hub.open(hubKey)
    await hub.day(tomorrow).click()
    await hub.bookSeat(space).click()
    await hub.name.fill('Erika Twice')
    await hub.mail.fill('twice@visitor.example.com')
    // the first answer is lost on the way: the server has booked, the page does not know
    let calls = 0
    await context.route('**/guest-bookings', async (route) => {
      calls++
      if (calls > 1) return route.continue()
      await route.fetch()
      return route.abort('connectionreset')
    })
    await hub.submit.dblclick()
    await hub.refusal.waitFor()
    expect(await hub.mail.inputValue()).toBe('twice@visitor.example.com')
    await hub.submit.click()
    await hub.sent.waitFor()
    expect(calls).toBe(2)
    expect(await bookingsOf('twice@visitor.example.com')).toHaveLength(1)
  })

  test('the server fails: the form keeps what was typed, also over a reload', async () => {
    const { page, context } = await visit({ context: { serviceWorkers: 'block' } })
    const hub = hubPage(page)
    await hub.open(hubKey)
    await hub.day(tomorrow).click()
    await hub.bookSeat(space).click()
    await hub.name.fill('Erika Kept')
    await hub.mail.fill('kept@visitor.example.com')
    await context.route('**/guest-bookings', (route) =>
      route.fulfill({
        status: 500,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          type: 'about:blank',
          title: 'x',
          status: 500,
          detail: '',
          code: 'platform.unexpected',
          params: {},
          requestId: 'r-1',
        }),
      }),
    )
    await hub.submit.click()
    await hub.refusal.waitFor()
    expect(await hub.refusal.textContent()).toContain(t('platform.errors.unexpected'))
    expect(await hub.refusal.textContent()).toContain('r-1')
    expect([await hub.name.inputValue(), await hub.mail.inputValue()]).toEqual(['Erika Kept', 'kept@visitor.example.com'])
    await context.unroute('**/guest-bookings')
    await page.reload()
    await hub.bookSeat(space).click()
    expect([await hub.name.inputValue(), await hub.mail.inputValue()]).toEqual(['Erika Kept', 'kept@visitor.example.com'])
    await hub.submit.click()
    await hub.sent.waitFor()
  })

  test('on a slow line a press made before the new day has come is no booking of the old day', async () => {
    const { page, context } = await visit({ context: { serviceWorkers: 'block' } })
    const hub = hubPage(page)
    await hub.open(hubKey)
    await hub.offer(space).waitFor()
    await context.route(`**/availability?*day=${tomorrow}*`, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1_500))
      await route.continue()
    })
    await hub.day(tomorrow).click()
    // a finger does not wait: it comes down where the button of the old day still stands
    const box = await hub.bookSeat(space).boundingBox()
    await page.mouse.click((box?.x ?? 0) + 20, (box?.y ?? 0) + 10)
    await hub.bookSeat(space).click()
    await hub.name.fill('Erika Quick')
    await hub.mail.fill('quick@visitor.example.com')
    await hub.submit.click()
    await hub.sent.waitFor()
    expect((await bookingsOf('quick@visitor.example.com')).map((row) => row.starts_at.toISOString().slice(0, 10))).toEqual([tomorrow])
  })

  test('back leaves the form for what is free, the day stays; reload and a second tab show the same wish', async () => {
    const { page, context } = await visit()
    const hub = hubPage(page)
    await hub.open('minakami.tsukiyono')
    await page.goto('/')
    await page.getByRole('link', { name: /Starch/ }).click()
    await hub.day(dayAfter).click()
    await hub.time('morning').check()
    await expect.poll(() => new URL(page.url()).search, soon).toContain(`day=${dayAfter}`)
    const address = page.url()
    const second = hubPage(await context.newPage())
    await second.page.goto(address)
    await second.offer(space).waitFor()
    expect(await second.time('morning').isChecked()).toBe(true)
    await page.goBack()
    await findHubPage(page).hubs.first().waitFor()
    await page.goForward()
    await hub.offer(space).waitFor()
    expect(await hub.day(dayAfter).getAttribute('class')).toContain('on')
  })

  test('a hold that has lapsed says so and offers the same again', async () => {
    const { page } = await visit()
    const hub = hubPage(page)
    await hub.open(hubKey)
    await hub.bookASeat({ day: tomorrow, space, name: 'Erika Late', mail: 'late@visitor.example.com' })
    const link = linkOf(await product.mailbox.waitFor('late@visitor.example.com'))
    await product.app.sql(`update bookings.booking set hold_expires_at = now() - interval '1 hour' where holder_mail = $1`, [
      'late@visitor.example.com',
    ])
    await product.app.program.sweeper?.runAll()
    await expect.poll(async () => (await bookingsOf('late@visitor.example.com'))[0]?.status, soon).toBe('lapsed')
    const booking = guestBookingPage(page)
    await page.goto(link)
    await booking.titleOf('lapsed').waitFor()
    await page.getByRole('link', { name: t('bookings.public.page.bookSameAgain') }).click()
    await hub.offer(space).waitFor()
    expect(new URL(page.url()).searchParams.get('day')).toBe(tomorrow)
  })

  test('the link in two tabs: what one does the other shows, and what is over cannot be changed', async () => {
    const { page, context } = await visit()
    const hub = hubPage(page)
    await hub.open(hubKey)
    await hub.bookASeat({ day: dayAfter, space, name: 'E'.repeat(100), mail: 'tabs@visitor.example.com' })
    const link = linkOf(await product.mailbox.waitFor('tabs@visitor.example.com'))
    const [one, other] = [guestBookingPage(page), guestBookingPage(await context.newPage())]
    await one.page.goto(link)
    await other.page.goto(link)
    await one.confirm.dblclick()
    await one.titleOf('confirmed').waitFor()
    await other.titleOf('confirmed').waitFor()
    // a name of a hundred letters breaks its line, not the page
    await one.page.setViewportSize({ width: 390, height: 844 })
    expect(await one.page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0)
    await one.change.click()
    await one.from.selectOption('13:00')
    await other.cancel.click()
    await other.cancelNow.click()
    await one.titleOf('cancelled').waitFor()
    await one.changeTo.click()
    await one.dialog.getByText(t('bookings.errors.not_active')).waitFor()
    // each turn was mailed once
    await product.app.settle()
    const mails = product.mailbox.mails.filter((mail) => JSON.stringify(mail.to).includes('tabs@visitor.example.com'))
    expect(new Set(mails.map((mail) => mail.subject)).size).toBe(3)
    expect(mails).toHaveLength(3)
  })

  test('without a line the app says honestly what does not work, and comes back by itself', async () => {
    const { page, context } = await visit()
    const hub = hubPage(page)
    await hub.open(hubKey)
    await hub.offer(space).waitFor()
    await page.evaluate(
      () => (globalThis as unknown as { navigator: { serviceWorker: { ready: Promise<unknown> } } }).navigator.serviceWorker.ready,
    )
    await page.reload()
    await hub.offer(space).waitFor()
    await context.setOffline(true)
    await page.goto(`/hubs/minakami.tsukiyono`)
    await page.getByText(t('platform.public.offlineTitle')).first().waitFor()
    await context.setOffline(false)
    await hub.heading.filter({ hasText: 'Minakami' }).waitFor()
  })

  test('a stranger at a door for members is led to sign in, and back', async () => {
    const { page } = await visit()
    for (const address of ['/me', '/operate/niseko.denpun', '/settings/hubs', '/me/account/records']) {
      await page.goto(address)
      await page.waitForURL((url) => url.pathname === '/sign-in' && url.searchParams.get('next') === address)
    }
  })
})

test('today is the hub’s day, whatever the day is where the browser stands', async () => {
  const { page } = await visit()
  const hub = hubPage(page)
  await hub.open(hubKey)
  expect(await hub.day(today).getAttribute('class')).toContain('today')
})
