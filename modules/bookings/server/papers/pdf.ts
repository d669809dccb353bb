/** What the papers of bookings have in common: margins, the foot, and tables with thin lines. */
import type { Column, Content, TableCell } from 'pdfmake/interfaces.js'
import { writePdf } from '#platform/server/papers.ts'

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
  return writePdf({
    pageMargins: [57, 54, 57, 54],
    info: { title: paper.title, author: paper.author, creationDate: new Date(paper.madeAt.epochMilliseconds) },
    language: paper.language,
    defaultStyle: { fontSize: 10.5, lineHeight: 1.3 },
    content: paper.content,
    footer: (page, pages) =>
      pages > 1 ? { text: paper.pageOf(page, pages), alignment: 'center', fontSize: 9, margin: [0, 16, 0, 0] } : '',
  })
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
