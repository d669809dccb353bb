/**
 * Papers as real text in a PDF: A4, Noto Sans JP out of the installed package, no browser and nothing from outside. The
 * writer of PDFs holds its fonts for the whole program, so that they are named here and nowhere else.
 */
import { createRequire } from 'node:module'
import pdfmake from 'pdfmake'
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js'

const require = createRequire(import.meta.url)
/** Found as the package manager put it, wherever that is. */
const japanese = (weight: string): string => require.resolve(`@expo-google-fonts/noto-sans-jp/${weight}/NotoSansJP_${weight}.ttf`)

/** A font of a module's own, by its two files. */
export interface PaperFont {
  readonly name: string
  readonly normal: string
  readonly bold: string
}

const fonts = new Map<string, PaperFont>()

/** `Noto` writes Japanese and Latin; what else a paper names it brings along. */
export async function writePdf(paper: TDocumentDefinitions, own: readonly PaperFont[] = []): Promise<Uint8Array> {
  if (!fonts.has('Noto')) fonts.set('Noto', { name: 'Noto', normal: japanese('400Regular'), bold: japanese('700Bold') })
  for (const font of own) fonts.set(font.name, font)
  const files = new Set([...fonts.values()].flatMap(({ normal, bold }) => [normal, bold]))
  pdfmake.setFonts(
    Object.fromEntries([...fonts.values()].map(({ name, normal, bold }) => [name, { normal, bold, italics: normal, bolditalics: bold }])),
  )
  // a paper reaches for its fonts and for nothing else, whatever stands in the texts it is made of
  pdfmake.setUrlAccessPolicy(() => false)
  pdfmake.setLocalAccessPolicy((path) => files.has(path))
  const document = pdfmake.createPdf({ pageSize: 'A4', ...paper, defaultStyle: { font: 'Noto', ...paper.defaultStyle } })
  return new Uint8Array(await document.getBuffer())
}
