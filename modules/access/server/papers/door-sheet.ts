/** The sheet beside a door, one side of A4: its name and code, and how to open it in five languages. */
import { fileURLToPath } from 'node:url'
import type { Content } from 'pdfmake/interfaces.js'
import type { LocalText } from '#platform/contract/schemas.ts'
import type { Language } from '#platform/contract/texts.ts'
import { writePdf, type PaperFont } from '#platform/server/papers.ts'
import { sayIn } from '../mails/texts.ts'

const file = (name: string): string => fileURLToPath(new URL(`fonts/${name}.ttf`, import.meta.url))
const font = (name: string): PaperFont => ({ name, normal: file(`${name}-Regular`), bold: file(`${name}-Bold`) })
/** Letters that Japanese has not, or writes otherwise. */
export const fontsOf: Readonly<Partial<Record<Language, PaperFont>>> = {
  'zh-Hans': font('NotoSansSC'),
  'zh-Hant': font('NotoSansTC'),
  ko: font('NotoSansKR'),
}

export interface DoorSheet {
  readonly hubNames: LocalText
  readonly doorNames: LocalText
  readonly phone: string | null
  readonly qrUrl: string
  /** A reader on the way in takes cards. */
  readonly takesCards: boolean
  /** A reader, or a lock that keeps codes, takes PINs. */
  readonly takesPins: boolean
}

const ink = '#1a1a1a'
const pale = '#595959'
const width = 595 - 2 * 48

const line = (margin: [number, number, number, number]): Content => ({
  canvas: [{ type: 'line', x1: 0, y1: 0, x2: width, y2: 0, lineWidth: 1, lineColor: '#b3b3b3' }],
  margin,
})

/** Long names stay on two lines, so that all is on one side. */
const sizeFor = (name: string, [usual, long, longest]: readonly [number, number, number], room: number): number =>
  name.length > 2 * room ? longest : name.length > room ? long : usual

/** How to come in, numbered; only what this door has. */
function instructions(sheet: DoorSheet, language: Language, isLarge: boolean): Content[] {
  const say = sayIn(language)
  const size = isLarge ? 14 : 10
  const ways = [
    ...(sheet.takesCards ? [say('public.sheet.one')] : []),
    ...(sheet.takesPins ? [say('public.sheet.two')] : []),
    say('public.sheet.three'),
  ]
  return [
    { text: say('public.sheet.heading'), bold: true, fontSize: isLarge ? 22 : 13, margin: [0, 0, 0, isLarge ? 6 : 3] },
    { ul: ways.map((text) => ({ text, margin: [0, 0, 0, isLarge ? 5 : 2] })), fontSize: size, markerColor: pale },
    { text: say('public.sheet.leave'), bold: true, fontSize: isLarge ? 12.5 : size, margin: [0, isLarge ? 4 : 2, 0, 0] },
    ...(isLarge || sheet.phone === null
      ? []
      : [
          {
            text: say('public.sheet.help', { phone: sheet.phone }),
            fontSize: size,
            margin: [0, 2, 0, 0] as [number, number, number, number],
          },
        ]),
  ]
}

const inOwnFont = (sheet: DoorSheet, language: Language): Content => {
  const own = fontsOf[language]
  return { stack: instructions(sheet, language, false), ...(own === undefined ? {} : { font: own.name }) }
}

export async function writeDoorSheet(sheet: DoorSheet): Promise<Uint8Array> {
  const { hubNames, doorNames, phone } = sheet
  const both = ({ ja, en }: LocalText): string => (en === undefined || en === ja ? ja : `${ja}　${en}`)
  const other = (first: Language, second: Language): Content => ({
    columns: [inOwnFont(sheet, first), inOwnFont(sheet, second)],
    columnGap: 28,
  })
  return writePdf(
    {
      pageMargins: [48, 44, 48, phone === null ? 40 : 84],
      info: { title: `${sayIn('ja')('public.sheet.heading')}　${doorNames.ja}　${hubNames.ja}` },
      language: 'ja',
      defaultStyle: { fontSize: 10, lineHeight: 1.05, color: ink },
      content: [
        { text: both(hubNames), fontSize: sizeFor(both(hubNames), [13, 13, 10], 40), color: pale },
        { text: doorNames.ja, fontSize: sizeFor(doorNames.ja, [44, 30, 21], 11), bold: true },
        ...(doorNames.en === undefined || doorNames.en === doorNames.ja
          ? []
          : [{ text: doorNames.en, fontSize: sizeFor(doorNames.en, [17, 14, 11], 45), color: pale }]),
        line([0, 8, 0, 16]),
        {
          columns: [
            { qr: sheet.qrUrl, fit: 200, eccLevel: 'M', width: 212 },
            { stack: instructions(sheet, 'ja', true), width: '*' },
          ],
          columnGap: 12,
        },
        line([0, 16, 0, 12]),
        other('en', 'zh-Hans'),
        { text: '', margin: [0, 0, 0, 14] },
        other('zh-Hant', 'ko'),
      ],
      footer: () =>
        phone === null
          ? ''
          : {
              margin: [48, 0, 48, 0],
              stack: [
                line([0, 0, 0, 8]),
                { text: sayIn('ja')('public.sheet.help', { phone }), fontSize: 26, bold: true, alignment: 'center' },
              ],
            },
    },
    Object.values(fontsOf),
  )
}
