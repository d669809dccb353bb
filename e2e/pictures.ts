/**
 * Pictures of the finished screens, for the README: `node bin/hiroba.mjs dev build`, then `node e2e/pictures.ts [name …]`
 * with the Node of `node_modules`. At 390 and 1440 px, light and dark, of the demonstration at a fixed hour.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import setUpDatabase from '#platform/testkit/global-setup.ts'
import { bookAsGuest, getAvailability } from '#modules/bookings/contract/endpoints.ts'
import { readHubTerms } from '#modules/people/contract/endpoints.ts'
import type { Language } from '#platform/contract/texts.ts'
import { linkOf } from './invitation.ts'
import { toPalette } from './png.ts'
import { openProduct, today, tomorrow, type Product } from './product.ts'
import { hubKey, mailOf, screensOf, type Screen } from './screens.ts'

const folder = join(import.meta.dirname, '../docs/pictures')
/** What is shown, and in which language; strangers' pages in both. */
const chosen: readonly (readonly [screen: string, language: Language])[] = [
  ['find-hub', 'en'],
  ['hub', 'en'],
  ['hub', 'ja'],
  ['guest-booking', 'en'],
  ['me', 'ja'],
  ['today', 'ja'],
  ['today', 'en'],
  ['desk-booking', 'ja'],
  ['settings-hours', 'ja'],
  ['members', 'ja'],
  ['records', 'ja'],
]
const looks = [390, 1440].flatMap((width) => (['light', 'dark'] as const).map((theme) => ({ width, theme })))

const provided = new Map<string, string>()
const takeDown = await setUpDatabase({ provide: (key, value) => void provided.set(key, value) })
const product = await openProduct({
  database: { serverUrl: provided.get('databaseServerUrl') ?? '', template: provided.get('templateDatabase') ?? '' },
})
try {
  await mkdir(folder, { recursive: true })
  const screens = [
    ...(await screensOf(product)),
    { name: 'guest-booking', path: await confirmedByGuest(product), as: 'stranger' } satisfies Screen,
  ]
  // what the desk is asked about
  await hold(hubKey, 'erika@example.com', { day: today, from: '13:00', to: '15:00' })
  const wanted = process.argv.slice(2)
  for (const [name, language] of chosen) {
    const screen = screens.find((one) => one.name === name)
    if (screen === undefined) throw new Error(`no screen ${name}`)
    if (wanted.length > 0 && !wanted.includes(name)) continue
    for (const look of looks) await take(screen, language, look)
  }
} finally {
  await product.stop()
  await takeDown()
}

async function take(screen: Screen, language: Language, look: (typeof looks)[number]): Promise<void> {
  const height = look.width === 390 ? 1_300 : 1_000
  const visit = await product.visit({
    ...look,
    height,
    language,
    ...(screen.as === 'stranger' ? {} : { cookie: await product.cookieOf(mailOf(screen.as)) }),
  })
  const { page } = visit
  await page.goto(screen.path)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  // until nothing is a skeleton any more and the letters are the app's own
  while ((await page.locator('.sk, [aria-busy="true"]').count()) > 0) await page.waitForTimeout(50)
  await page.waitForTimeout(1_500)
  const picture = toPalette(await page.screenshot())
  const file = `${screen.name}.${language}.${look.width}.${look.theme}.png`
  await writeFile(join(folder, file), picture)
  process.stderr.write(`${file} ${Math.round(picture.length / 1_000)} kB\n`)
  await visit.close()
}

/** A visitor's seat, held until the link of the mail is opened. */
async function hold(hubKey: string, mail: string, time: { day: string; from: string; to: string }): Promise<void> {
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
async function confirmedByGuest({ mailbox }: Product): Promise<string> {
  const mail = 'erika@example.jp'
  await hold('niseko.denpun', mail, { day: tomorrow, from: '09:00', to: '18:00' })
  const link = new URL(linkOf(await mailbox.waitFor(mail)))
  const visit = await product.visit()
  await visit.page.goto(link.href)
  await visit.page.locator('.pass button').first().click()
  await visit.page.getByRole('heading', { level: 2 }).first().waitFor()
  await visit.close()
  return `${link.pathname}${link.hash}`
}
