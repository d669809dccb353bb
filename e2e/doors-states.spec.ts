/**
 * The screens of doors, devices and of who is in, when things are not as they should be: a server that fails, a line that is
 * gone, a reader who may not; and by keyboard alone, every question that they ask.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { openProduct, soon, type Product, type Visit } from './product.ts'
import { hubKey, mailOf, screensOf, type Screen, type Viewer } from './screens.ts'
import { patternOf, wordsOf } from './words.ts'

const t = wordsOf('en')
const ofDoors = /\/(doors|devices|presence|stays)(\/|$)|^\/d\//

let product: Product
let screens: readonly Screen[]
beforeAll(async () => {
  product = await openProduct()
  const found = await screensOf(product)
  screens = found.filter(({ as, path }) => as !== 'stranger' && ofDoors.test(path))
})
afterAll(() => product.stop())

/** One window for whoever looks; what a walk finds is told together. */
async function walk(look: (screen: Screen, visit: Visit) => Promise<string[]>, options: { as?: Viewer } = {}): Promise<string[]> {
  const visits = new Map<Viewer, Visit>()
  const found: string[] = []
  for (const screen of screens) {
    const viewer = options.as ?? screen.as
    const visit =
      visits.get(viewer) ?? (await product.visit({ width: 390, height: 844, cookie: await product.cookieOf(mailOf(viewer as 'member')) }))
    visits.set(viewer, visit)
    for (const finding of await look(screen, visit)) found.push(`${screen.name}: ${finding}`)
  }
  for (const visit of visits.values()) await visit.close()
  return found
}

/** Whether it comes within the time; what does not is a finding and ends no walk. */
const comes = (promise: Promise<unknown>): Promise<boolean> => promise.then(() => true).catch(() => false)

/** Drawn, and nothing still loading. */
const isThere = async (page: Page): Promise<boolean> =>
  comes(
    page
      .locator('main h1')
      .first()
      .waitFor(soon)
      .then(() => page.waitForFunction(`!document.querySelector('main [aria-busy=true]')`, undefined, soon)),
  )

/** Of these modules alone: whose page it is, and the name of the hub, are known. */
const asked =
  /\/api\/v1\/(?!consortium|session|live).*(door|device|presence|visit|credential|stay|passage|entrant|reject|announced|correction)/

test('a server that fails is said in words, and asked again by a press', async () => {
  const found = await walk(async ({ path }, { page, context }) => {
    await context.route(asked, (route) =>
      route.fulfill({
        status: 500,
        contentType: 'application/problem+json',
        body: JSON.stringify({ title: 'Internal Server Error', status: 500 }),
      }),
    )
    await page.goto(path)
    const said = page.getByText(t('platform.public.errorTitle'))
    if (!(await comes(said.first().waitFor(soon)))) return ['no word about the failure']
    await context.unroute(asked)
    const again = page.locator('main').getByRole('button', { name: t('platform.public.retry') })
    for (let left = await again.count(); left > 0; left--)
      await again
        .first()
        .click(soon)
        .catch(() => {})
    return (await comes(
      page.waitForFunction(
        `!document.querySelector('main')?.textContent.includes(${JSON.stringify(t('platform.public.errorTitle'))})`,
        undefined,
        soon,
      ),
    ))
      ? []
      : ['asked again, it still says that it failed']
  })
  expect(found).toEqual([])
})

test('who may not see what the desk sees is told whose screen it is', async () => {
  const found = await walk(
    async ({ path, as }, { page }) => {
      if (as !== 'operator') return []
      await page.goto(path)
      return (await comes(page.getByText(t('platform.shell.forDeskTitle')).waitFor(soon))) ? [] : ['opens for a member']
    },
    { as: 'member' },
  )
  expect(found).toEqual([])
})

test('every question opens and goes by keyboard, and leaves the reader where they were', async () => {
  let questions = 0
  const found = await walk(async ({ path }, { page }) => {
    const findings: string[] = []
    await page.goto(path)
    if (!(await isThere(page))) return ['is not there']
    const pressed = new Set<string>()
    for (const button of await page.locator('main button').all()) {
      const name = ((await button.textContent()) ?? '').trim()
      // one of many lines is enough
      if (name === '' || pressed.has(name) || !(await button.isVisible()) || (await button.isDisabled())) continue
      pressed.add(name)
      await button.focus()
      await page.keyboard.press('Enter')
      const dialog = page.locator('dialog[open]')
      if (!(await comes(dialog.waitFor({ timeout: 500 })))) continue
      questions++
      if (!(await page.evaluate(`document.querySelector('dialog[open]').contains(document.activeElement)`)))
        findings.push(`“${name}” leaves the focus behind`)
      await page.keyboard.press('Escape')
      if (!(await comes(dialog.waitFor({ state: 'detached', timeout: 2_000 })))) {
        findings.push(`“${name}” does not go by Escape`)
        await page.reload()
        await isThere(page)
      } else if (
        !(await comes(
          page.waitForFunction((element) => element === element?.ownerDocument.activeElement, await button.elementHandle(), {
            timeout: 1_000,
          }),
        ))
      )
        findings.push(`“${name}” loses the reader's place`)
    }
    return findings
  })
  expect(found).toEqual([])
  // that the walk has found them at all
  expect(questions).toBeGreaterThan(15)
})

test('on a slow line each page says that it loads, and then is there', async () => {
  const found = await walk(async ({ path }, { page, context }) => {
    const held: (() => void)[] = []
    await context.route(asked, async (route) => {
      if (route.request().method() === 'GET') await new Promise<void>((resolve) => held.push(resolve))
      await route.continue().catch(() => {})
    })
    await page.goto(path)
    // each in its own words
    const says = await comes(
      page
        .locator('main [role=status]:has(.sk) .sr')
        .first()
        .waitFor({ ...soon, state: 'attached' }),
    )
    const jumps = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')
    await context.unroute(asked)
    for (const go of held) go()
    return [
      ...(says ? [] : ['does not say that it loads']),
      ...(jumps === true ? ['is wider than the telephone while it loads'] : []),
      ...((await isThere(page)) ? [] : ['is not there afterwards']),
    ]
  })
  expect(found).toEqual([])
})

test('on a slow line a door that is pressed twice is asked once', async () => {
  const path = screens.find(({ name }) => name === 'at-door')?.path ?? ''
  const { page, context, close } = await product.visit({ width: 390, height: 844, cookie: await product.cookieOf(mailOf('member')) })
  let wishes = 0
  await context.route(/\/api\/v1\//, async (route) => {
    if (route.request().method() === 'POST') {
      wishes++
      await new Promise((resolve) => setTimeout(resolve, 2_000))
    }
    await route.continue().catch(() => {})
  })
  await page.goto(path)
  const open = page.getByRole('button', { name: t('access.public.door.open') })
  await open.click(soon)
  await open.click({ timeout: 500, force: true }).catch(() => {})
  await page.keyboard.press('Enter')
  await page.waitForTimeout(1_000)
  expect(wishes).toBe(1)
  await close()
})

test('without a line the page says so, and of when it is', async () => {
  const { page, context, close } = await product.visit({ width: 390, height: 844, cookie: await product.cookieOf(mailOf('operator')) })
  await page.goto(`/operate/${hubKey}/presence`)
  await isThere(page)
  await context.setOffline(true)
  await page.getByText(patternOf('en', 'platform.public.lineLost')).waitFor(soon)
  await context.setOffline(false)
  await page.getByText(t('platform.public.lineBack')).first().waitFor({ timeout: 30_000 })
  await close()
})
