/** The sheet beside a door: one side, letters of five languages. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { texts } from '../mails/texts.ts'
import { fontsOf, writeDoorSheet } from './door-sheet.ts'

/** The letters of a TrueType font: its table `cmap`, formats 4 and 12. */
function lettersOf(file: string): ReadonlySet<number> {
  const data = readFileSync(file)
  const tables = Array.from({ length: data.readUInt16BE(4) }, (_, i) => 12 + 16 * i)
  const cmap = data.readUInt32BE((tables.find((at) => data.toString('latin1', at, at + 4) === 'cmap') ?? 0) + 8)
  const letters = new Set<number>()
  for (let i = 0; i < data.readUInt16BE(cmap + 2); i++) {
    const at = cmap + data.readUInt32BE(cmap + 4 + 8 * i + 4)
    const format = data.readUInt16BE(at)
    if (format === 4) {
      const count = data.readUInt16BE(at + 6) / 2
      for (let segment = 0; segment < count; segment++) {
        const last = data.readUInt16BE(at + 14 + 2 * segment)
        for (let letter = data.readUInt16BE(at + 16 + 2 * (count + segment)); letter <= last && letter < 0xffff; letter++)
          letters.add(letter)
      }
    }
    if (format === 12) {
      for (let group = 0; group < data.readUInt32BE(at + 12); group++) {
        const from = at + 16 + 12 * group
        for (let letter = data.readUInt32BE(from); letter <= data.readUInt32BE(from + 4); letter++) letters.add(letter)
      }
    }
  }
  return letters
}

const sheet = {
  hubNames: { ja: '月夜野テレワークセンター', en: 'Tsukiyono Telework Centre' },
  doorNames: { ja: '玄関', en: 'Entrance' },
  phone: '0278-00-0000',
  qrUrl: 'https://hiroba.example.jp/d/minakami.tsukiyono/0193f2b0-8f4e-7b1c-9f6a-2d3c4b5a6978#abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ',
  takesCards: true,
  takesPins: true,
}
const pagesOf = (pdf: Uint8Array): number =>
  Buffer.from(pdf)
    .toString('latin1')
    .match(/\/Type \/Page\b/g)?.length ?? 0

describe('the sheet beside a door', () => {
  test.each(['zh-Hans', 'zh-Hant', 'ko'] as const)('has every letter of its words in %s, in both weights', (language) => {
    const font = fontsOf[language]
    const words = Object.values(texts[language].public.sheet).join('')
    for (const file of [font?.normal ?? '', font?.bold ?? '']) {
      const letters = lettersOf(file)
      expect(Array.from(words).filter((letter) => !letters.has(letter.codePointAt(0) ?? 0))).toEqual([])
      // the test would see one that is missing
      expect(letters.has('龘'.codePointAt(0) ?? 0)).toBe(false)
    }
  })

  test('is one side of A4, with names that fill two lines too', async () => {
    expect(pagesOf(await writeDoorSheet(sheet))).toBe(1)
    const long = {
      ...sheet,
      hubNames: {
        ja: '群馬県みなかみ町ふるさとテレワーク推進協議会 月夜野地区多目的サテライトオフィス棟',
        en: 'Minakami Town Hometown Telework Promotion Council, Tsukiyono Multipurpose Satellite Office Building',
      },
      doorNames: {
        ja: '二階第三会議室（旧月夜野町議会議場）東側非常用出入口兼搬入口',
        en: 'Second floor, third meeting room, former council chamber: east emergency exit and delivery entrance',
      },
    }
    expect(pagesOf(await writeDoorSheet(long))).toBe(1)
  })
})
