/** Seeds and lots: SHA-256, so that anybody can work them out with what every computer has. */
import { createHash, randomBytes } from 'node:crypto'
import { draw, type DrawnApplication, type Drawing, type DrawOptions } from '../rules.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

export const newSeed = (): string => randomBytes(32).toString('hex')
export const hashOfSeed = sha256
export const lotOf = (seed: string, number: number): string => sha256(`${seed}:${number}`)

export function drawLots(seed: string, applications: readonly DrawnApplication[], options: DrawOptions): Drawing {
  return draw(applications, (number) => lotOf(seed, number), options)
}
