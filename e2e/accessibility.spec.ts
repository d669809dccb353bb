/** axe on every screen, and nothing serious: Japanese and English, light and dark, 390, 768 and 1440 px; and no screen scrolls sideways. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StaffLanguage } from '#platform/contract/texts.ts'
import { seriousFindings } from '#platform/testkit/browser.ts'
import { writeFigures } from './figures.ts'
import { openProduct, type Product, type Visit } from './product.ts'
import { mailOf, screensOf, type Screen, type Viewer } from './screens.ts'

type Look = { readonly width: number; readonly theme: 'light' | 'dark' }

/** Each language is loaded once a screen; width and theme change under the reader's eyes. */
const looks: Readonly<Record<StaffLanguage, readonly Look[]>> = {
  ja: [
    { width: 390, theme: 'light' },
    { width: 768, theme: 'dark' },
  ],
  en: [
    { width: 1440, theme: 'dark' },
    { width: 390, theme: 'dark' },
    { width: 1440, theme: 'light' },
  ],
}

let product: Product
let screens: readonly Screen[]
beforeAll(async () => {
  product = await openProduct()
  screens = await screensOf(product)
})
afterAll(() => product.stop())

async function walk(language: StaffLanguage): Promise<string[]> {
  const visits = new Map<Viewer, Visit>()
  const found: string[] = []
  for (const screen of screens) {
    const visit =
      visits.get(screen.as) ??
      (await product.visit({
        language,
        height: 900,
        ...(screen.as === 'stranger' ? {} : { cookie: await product.cookieOf(mailOf(screen.as)) }),
      }))
    visits.set(screen.as, visit)
    const { page } = visit
    for (const [index, look] of looks[language].entries()) {
      await page.setViewportSize({ width: look.width, height: 900 })
      await page.emulateMedia({ colorScheme: look.theme, reducedMotion: 'reduce' })
      if (index === 0) await page.goto(screen.path)
      if (index === 0 && !(await isDrawn(page))) {
        found.push(`${screen.name} in ${language}: no heading, or still loading after thirty seconds: ${page.url()}`)
        break
      }
      const where = `${screen.name} in ${language}, ${look.width} px, ${look.theme}`
      found.push(...(await lasting(page, findingsLaidOpen)).map((finding) => `${where}: ${finding}`))
      found.push(...(await lasting(page, tooWide)).map((finding) => `${where}: ${finding}`))
    }
    // what a reader sees who makes everything four times as large
    await page.setViewportSize({ width: 320, height: 900 })
    found.push(...(await lasting(page, tooWide)).map((finding) => `${screen.name} in ${language}, 320 px: ${finding}`))
  }
  for (const [viewer, visit] of visits) {
    found.push(...visit.complaints().map((complaint) => `${viewer} in ${language}: the browser says ${complaint}`))
    await visit.close()
  }
  return found
}

/** What is still found a second later: on a busy machine a page is looked at between two of its states, as nobody sees it. */
async function lasting(page: Page, find: (page: Page) => Promise<string[]>): Promise<string[]> {
  if ((await find(page)).length === 0) return []
  await page.waitForTimeout(1_000)
  return find(page)
}

/** The bar under the thumb lies over what is at the bottom of the window: the whole page is laid open first, as tall as it is by then. */
async function findingsLaidOpen(page: Page): Promise<string[]> {
  const width = page.viewportSize()?.width ?? 390
  await page.setViewportSize({ width, height: 900 })
  await page.setViewportSize({ width, height: Math.min(12_000, Math.max(900, await page.evaluate(heightOfPage))) })
  return seriousFindings(page)
}

async function tooWide(page: Page): Promise<string[]> {
  const sideways = await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  return sideways > 0 ? [`${sideways} px wider than the screen`] : []
}

const heightOfPage = 'document.documentElement.scrollHeight'

/** The heading is there and nothing is a skeleton any more. */
async function isDrawn(page: Page): Promise<boolean> {
  const until = Date.now() + 30_000
  while (Date.now() < until) {
    if ((await page.locator('h1').count()) > 0 && (await page.locator('.sk, [aria-busy="true"]').count()) === 0) return true
    await page.waitForTimeout(50)
  }
  return false
}

test('every screen, as everybody who may see it', { timeout: 600_000 }, async () => {
  const found = (await Promise.all([walk('ja'), walk('en')])).flat()
  expect(found).toEqual([])
  await writeFigures('accessibility', {
    screens: screens.length,
    scans: screens.length * (looks.ja.length + looks.en.length),
    serious: found.length,
  })
})
