/** Figures that a journey measured, for the proofs: `.cache/figures/<name>.json`. `npm run proof` puts them on record. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export const figuresFolder = join(import.meta.dirname, '../.cache/figures')

export async function writeFigures(name: string, figures: Readonly<Record<string, unknown>>): Promise<void> {
  const file = join(figuresFolder, `${name}.json`)
  const before = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Record<string, unknown>,
    () => ({}),
  )
  await mkdir(figuresFolder, { recursive: true })
  await writeFile(file, `${JSON.stringify({ ...before, ...figures }, null, 2)}\n`)
}
