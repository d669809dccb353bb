/** Papers as real text in a PDF: A4, Noto Sans JP out of the installed package, no browser and nothing from outside. */
import { createRequire } from 'node:module'
import pdfmake from 'pdfmake'
import type { Column, Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js'

const require = createRequire(import.meta.url)
/** Found as the package manager put it, wherever that is. */
const fontFile = (weight: string): string => require.resolve(`@expo-google-fonts/noto-sans-jp/${weight}/NotoSansJP_${weight}.ttf`)

let isReady = false
function getReady(): void {
  if (isReady) return
  const normal = fontFile('400Regular')
  const bold = fontFile('700Bold')
  const files = new Set([normal, bold])
  pdfmake.setFonts({ Noto: { normal, bold, italics: normal, bolditalics: bold } })
  // a paper reaches for its two fonts and for nothing else, whatever stands in the texts it is made of
  pdfmake.setUrlAccessPolicy(() => false)
  pdfmake.setLocalAccessPolicy((path) => files.has(path))
  isReady = true
}

export interface Paper {
  readonly title: string
  readonly author: string
  readonly language: 'ja' | 'en'
  readonly content: Content[]
  /** `1 / 2`: at the foot where there is more than one page. */
  readonly pageOf: (page: number, pages: number) => string
  readonly madeAt: Temporal.Instant
}

export async function renderPaper(paper: Paper): Promise<Uint8Array> {
  getReady()
  const definition: TDocumentDefinitions = {
    pageSize: 'A4',
    pageMargins: [57, 54, 57, 54],
    info: { title: paper.title, author: paper.author, creationDate: new Date(paper.madeAt.epochMilliseconds) },
    language: paper.language,
    defaultStyle: { font: 'Noto', fontSize: 10.5, lineHeight: 1.3 },
    content: paper.content,
    footer: (page, pages) =>
      pages > 1 ? { text: paper.pageOf(page, pages), alignment: 'center', fontSize: 9, margin: [0, 16, 0, 0] } : '',
  }
  return new Uint8Array(await pdfmake.createPdf(definition).getBuffer())
}

/** Thin lines all round, and air in the cells. */
export const ruled = {
  hLineWidth: () => 0.5,
  vLineWidth: () => 0.5,
  paddingLeft: () => 7,
  paddingRight: () => 7,
  paddingTop: () => 4,
  paddingBottom: () => 4,
}

export const head = (text: string, more: object = {}): TableCell => ({ text, fillColor: '#eeeeee', ...more })

/** Facts with their names in a narrow column. */
export function factTable(facts: readonly (readonly [name: string, value: Content])[]): Content {
  return {
    table: { widths: [96, '*'], dontBreakRows: true, body: facts.map(([name, value]) => [head(name), value] as TableCell[]) },
    layout: ruled,
  }
}

/** Where a seal is set: a square of 20 mm with what it is called. */
export function sealPlace(text: string): Column {
  const side = 57
  return {
    stack: [
      { canvas: [{ type: 'rect', x: 0, y: 0, w: side, h: side, dash: { length: 2 }, lineWidth: 0.5, lineColor: '#666666' }] },
      { text, fontSize: 8, color: '#666666', alignment: 'center', relativePosition: { x: 0, y: -side / 2 - 6 } },
    ],
    width: side,
  }
}

/** Content that is there only in some cases. */
export const when = (isSo: boolean, ...content: Content[]): Content[] => (isSo ? content : [])
