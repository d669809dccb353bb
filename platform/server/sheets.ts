/**
 * Tables as files: Excel and CSV, as offices send and open them.
 * CSV is read as UTF-8 or Shift_JIS (what Excel in Japan saves), UTF-16 by its mark; written as UTF-8 with the mark Excel asks for.
 */
import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import { readSheet } from 'read-excel-file/node'
import writeXlsxFile from 'write-excel-file/node'

export type SheetRow = readonly string[]

export class UnreadableSheet extends Error {}

export interface SheetTable {
  readonly name: string
  readonly head: SheetRow
  readonly rows: readonly SheetRow[]
}

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Rows of text, the heading first; which of the forms it is the bytes themselves say. Throws UnreadableSheet. */
export async function readTable(content: Uint8Array): Promise<SheetRow[]> {
  if (content.byteLength === 0) throw new UnreadableSheet('empty')
  return content[0] === 0x50 && content[1] === 0x4b ? readXlsx(content) : readCsv(content)
}

async function readXlsx(content: Uint8Array): Promise<SheetRow[]> {
  try {
    const rows = await readSheet(Buffer.from(content))
    return rows.map((row) => row.map(textOfCell))
  } catch (error) {
    throw new UnreadableSheet((error as Error).message, { cause: error })
  }
}

/** A date of Excel has no zone: it arrives as that day's midnight in UTC. */
function textOfCell(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return cell.toISOString().slice(0, 10)
  return String(cell).normalize('NFC')
}

function readCsv(content: Uint8Array): SheetRow[] {
  const text = decode(content)
  const firstLine = text.slice(0, text.search(/[\r\n]|$/))
  try {
    const rows = parse(text, {
      delimiter: firstLine.includes('\t') && !firstLine.includes(',') ? '\t' : ',',
      relax_column_count: true,
      skip_empty_lines: false,
      bom: true,
    })
    // a cell that would begin a formula was written with an apostrophe before it
    return rows.map((row) => row.map((cell) => cell.normalize('NFC').replace(/^'(?=[=+\-@\t])/, '')))
  } catch (error) {
    throw new UnreadableSheet((error as Error).message, { cause: error })
  }
}

function decode(content: Uint8Array): string {
  if (content[0] === 0xff && content[1] === 0xfe) return new TextDecoder('utf-16le').decode(content)
  for (const encoding of ['utf-8', 'shift_jis']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(content)
    } catch {
      // the next one
    }
  }
  throw new UnreadableSheet('neither UTF-8 nor Shift_JIS')
}

export function writeCsv(table: Omit<SheetTable, 'name'>): string {
  const safe = (cell: string) => (/^[=+\-@\t]/.test(cell) ? `'${cell}` : cell)
  return `\uFEFF${stringify([[...table.head], ...table.rows.map((row) => row.map(safe))], { record_delimiter: 'windows' })}`
}

/** Every cell as text, so that Excel takes no zero off a telephone number and makes no date of a name. */
export async function writeXlsx(tables: readonly SheetTable[]): Promise<Uint8Array> {
  const names = new Set<string>()
  return writeXlsxFile(
    tables.map((table) => ({
      sheet: sheetName(table.name, names),
      data: [
        table.head.map((value) => ({ value, type: String, fontWeight: 'bold' as const })),
        ...table.rows.map((row) => row.map((value) => (value === '' ? null : { value: value.slice(0, 32_767), type: String }))),
      ],
      columns: table.head.map((head, index) => ({ width: Math.min(40, Math.max(10, ...[head, ...table.rows.slice(0, 50).map((row) => row[index] ?? '')].map(widthOf)) + 2) })),
      stickyRowsCount: 1,
    })),
  ).toBuffer()
}

/** Excel allows 31 letters, none of `: \ / ? * [ ]`, and no name twice. */
function sheetName(wanted: string, taken: Set<string>): string {
  const plain = wanted.replaceAll(/[:\\/?*[\]]/g, ' ').trim().slice(0, 28) || 'Sheet'
  let name = plain
  for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${plain} ${count}`
  taken.add(name.toLowerCase())
  return name
}

/** Full-width letters take two places. */
function widthOf(text: string): number {
  let width = 0
  for (const letter of text) width += letter.charCodeAt(0) > 0xff ? 2 : 1
  return width
}
