/**
 * Pictures of the finished screens, for the README and docs/pictures: `node bin/hiroba.mjs dev build`, then
 * `node e2e/pictures.ts [word …]` with the Node of `node_modules`: all, or the files whose names hold every word
 * (`today,week`: one of these; `ja.1440`). At 390 and 1440 px, light and dark, of the demonstration at a fixed hour.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import setUpDatabase from '#platform/testkit/global-setup.ts'
import type { Language } from '#platform/contract/texts.ts'
import { toPalette } from './png.ts'
import { openProduct } from './product.ts'
import { scenesOf, type Scene } from './scenes.ts'
import { mailOf } from './screens.ts'
import { wordsOf } from './words.ts'

const folder = process.env['PICTURES'] ?? join(import.meta.dirname, '../docs/pictures')
const words = process.argv.slice(2)

const provided = new Map<string, string>()
const takeDown = await setUpDatabase({ provide: (key, value) => void provided.set(key, value) })
const product = await openProduct({
  database: { serverUrl: provided.get('databaseServerUrl') ?? '', template: provided.get('templateDatabase') ?? '' },
})
let missed = 0
try {
  await mkdir(folder, { recursive: true })
  for (const scene of await scenesOf(product))
    for (const language of scene.languages)
      for (const width of [scene.narrow ?? 390, 1440])
        for (const theme of themesOf(scene, language, width)) {
          const file = `${scene.name}.${language}.${width}.${theme}.png`
          if (words.every((word) => word.split(',').some((each) => file.includes(each))))
            await take(file, scene, { language, width, theme })
        }
} finally {
  await product.stop()
  await takeDown()
}
process.exit(missed === 0 ? 0 : 1)

/** In both languages a screen is shown by day, and by night once, on the telephone; in one language at both widths. */
function themesOf(scene: Scene, language: Language, width: number): readonly ('light' | 'dark')[] {
  if (scene.languages.length === 1) return ['light', 'dark']
  return language === 'en' && width < 1440 ? ['dark'] : ['light']
}

async function take(
  file: string,
  scene: Scene,
  { language, width, theme }: { language: Language; width: number; theme: 'light' | 'dark' },
): Promise<void> {
  const visit = await product.visit({
    width,
    theme,
    height: scene.height ?? (width < 1440 ? 1_300 : 1_000),
    language,
    ...(scene.as === 'stranger' ? {} : { cookie: await product.cookieOf(scene.mail ?? mailOf(scene.as)) }),
  })
  const { page } = visit
  try {
    await page.goto(scene.path)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    const settled = async () => {
      // until nothing is a skeleton any more and the letters are the app's own
      while ((await page.locator('.sk, [aria-busy="true"]').count()) > 0) await page.waitForTimeout(50)
      await page.waitForTimeout(600)
    }
    await settled()
    await scene.prepare?.(page, wordsOf(language))
    await settled()
    const picture = toPalette(await page.screenshot())
    await writeFile(join(folder, file), picture)
    process.stderr.write(`${file} ${Math.round(picture.length / 1_000)} kB\n`)
  } catch (error) {
    missed++
    await page.screenshot({ path: join(folder, `${file}.missed.png`) })
    process.stderr.write(`${file}: ${(error as Error).message}\n`)
  } finally {
    await visit.close()
  }
}
