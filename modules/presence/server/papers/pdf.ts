/** A paper of presence: a list that says on each sheet how many there are. */
import type { Content } from 'pdfmake/interfaces.js'
import { writePdf } from '#platform/server/papers.ts'

export async function renderPaper(paper: {
  readonly title: string
  readonly language: 'ja' | 'en'
  readonly content: Content[]
  readonly pageOf: (page: number, pages: number) => string
}): Promise<Uint8Array> {
  return writePdf({
    pageMargins: [45, 45, 45, 54],
    info: { title: paper.title },
    language: paper.language,
    defaultStyle: { fontSize: 11, lineHeight: 1.25 },
    content: paper.content,
    // a list in case of fire says on each sheet how many there are
    footer: (page, pages) => ({ text: paper.pageOf(page, pages), alignment: 'center', fontSize: 9, margin: [0, 16, 0, 0] }),
  })
}
