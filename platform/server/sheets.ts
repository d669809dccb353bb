/**
 * Tables as files: Excel and CSV, as offices send and open them.
 * CSV is read as UTF-8 or Shift_JIS (what Excel in Japan saves), UTF-16 by its mark; written as UTF-8 with the mark Excel asks for.
 */
import { inflateRawSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import { readSheet } from 'read-excel-file/node'
import writeXlsxFile from 'write-excel-file/node'

export type SheetRow = readonly string[]
/** A figure is written as one, so that a table program adds it up. */
export type SheetCell = string | number

export class UnreadableSheet extends Error {}

export interface SheetTable {
  readonly name: string
  readonly head: SheetRow
  readonly rows: readonly (readonly SheetCell[])[]
}

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Rows of text, the heading first; which of the forms it is the bytes themselves say. Throws UnreadableSheet. */
export async function readTable(content: Uint8Array): Promise<SheetRow[]> {
  if (content.byteLength === 0) throw new UnreadableSheet('empty')
  return content[0] === 0x50 && content[1] === 0x4b ? readXlsx(content) : readCsv(content)
}

/** A table of 5,000 people has 5 MB. A small file can unpack to gigabytes, and reading it stops everybody else's work. */
const mostUnpackedBytes = 8_000_000

/** Whether all parts of a zip together unpack to no more than `most` bytes: unpacked, because what it says of itself may be untrue. */
export function unpacksTo(zip: Uint8Array, most: number): boolean {
  const bytes = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength)
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (end < 0 || end + 22 > bytes.length) return false
  let left = most
  let place = bytes.readUInt32LE(end + 16)
  for (let part = bytes.readUInt16LE(end + 10); part > 0; part--) {
    if (place + 46 > bytes.length) return false
    const method = bytes.readUInt16LE(place + 10)
    const packedSize = bytes.readUInt32LE(place + 20)
    const header = bytes.readUInt32LE(place + 42)
    if (header + 30 > bytes.length) return false
    const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28)
    const packed = bytes.subarray(start, start + packedSize)
    try {
      left -= method === 0 ? packed.length : inflateRawSync(packed, { maxOutputLength: Math.max(1, left) }).length
    } catch {
      return false
    }
    if (left < 0) return false
    place += 46 + bytes.readUInt16LE(place + 28) + bytes.readUInt16LE(place + 30) + bytes.readUInt16LE(place + 32)
  }
  return true
}

async function readXlsx(content: Uint8Array): Promise<SheetRow[]> {
  if (!unpacksTo(content, mostUnpackedBytes)) throw new UnreadableSheet('too large when unpacked')
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
    return rows.map((row) => row.map((cell) => cell.normalize('NFC').replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, '')))
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

/** What a table program takes for the beginning of a formula, in full width too. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/

export function writeCsv(table: Omit<SheetTable, 'name'>): string {
  const safe = (cell: SheetCell) => (typeof cell === 'string' && formula.test(cell) ? `'${cell}` : String(cell))
  return `\uFEFF${stringify([[...table.head], ...table.rows.map((row) => row.map(safe))], { record_delimiter: 'windows' })}`
}

/** Every text as text, so that Excel takes no zero off a telephone number and makes no date of a name. */
export async function writeXlsx(tables: readonly SheetTable[]): Promise<Uint8Array> {
  const names = new Set<string>()
  return writeXlsxFile(
    tables.map((table) => ({
      sheet: sheetName(table.name, names),
      data: [
        table.head.map((value) => ({ value, type: String, fontWeight: 'bold' as const })),
        ...table.rows.map((row) => row.map(cellOf)),
      ],
      columns: table.head.map((head, index) => ({
        width: Math.min(40, Math.max(10, ...[head, ...table.rows.slice(0, 50).map((row) => String(row[index] ?? ''))].map(widthOf)) + 2),
      })),
      stickyRowsCount: 1,
    })),
  ).toBuffer()
}

const cellOf = (value: SheetCell) =>
  value === '' ? null : typeof value === 'number' ? { value, type: Number } : { value: value.slice(0, 32_767), type: String }

/** Excel allows 31 letters, none of `: \ / ? * [ ]`, and no name twice. */
function sheetName(wanted: string, taken: Set<string>): string {
  const plain =
    wanted
      .replaceAll(/[:\\/?*[\]]/g, ' ')
      .trim()
      .slice(0, 28) || 'Sheet'
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
