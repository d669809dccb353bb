/** A paper as real text in a PDF: A4, Noto Sans JP out of the installed package, nothing from outside. */
import { createRequire } from 'node:module'
import pdfmake from 'pdfmake'
import type { Content } from 'pdfmake/interfaces.js'

const require = createRequire(import.meta.url)
const fontFile = (weight: string): string => require.resolve(`@expo-google-fonts/noto-sans-jp/${weight}/NotoSansJP_${weight}.ttf`)

export async function renderPaper(paper: {
  readonly title: string
  readonly language: 'ja' | 'en'
  readonly content: Content[]
  readonly pageOf: (page: number, pages: number) => string
}): Promise<Uint8Array> {
  const normal = fontFile('400Regular')
  const bold = fontFile('700Bold')
  pdfmake.setFonts({ Noto: { normal, bold, italics: normal, bolditalics: bold } })
  pdfmake.setUrlAccessPolicy(() => false)
  pdfmake.setLocalAccessPolicy((path) => path === normal || path === bold)
  const document = pdfmake.createPdf({
    pageSize: 'A4',
    pageMargins: [45, 45, 45, 54],
    info: { title: paper.title },
    language: paper.language,
    defaultStyle: { font: 'Noto', fontSize: 11, lineHeight: 1.25 },
    content: paper.content,
    // a list in case of fire says on each sheet how many there are
    footer: (page, pages) => ({ text: paper.pageOf(page, pages), alignment: 'center', fontSize: 9, margin: [0, 16, 0, 0] }),
  })
  return new Uint8Array(await document.getBuffer())
}
