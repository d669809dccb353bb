import { deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readTable, unpacksTo, UnreadableSheet, writeCsv, writeXlsx } from './sheets.ts'

/** A zip of one part that says of itself that it has `said` bytes. */
function zipOf(content: Buffer, said: number): Buffer {
  const packed = deflateRawSync(content)
  const local = Buffer.alloc(31)
  local.write('PK\x03\x04', 'latin1')
  local.writeUInt16LE(8, 8)
  local.writeUInt16LE(1, 26)
  local.write('a', 30)
  const central = Buffer.alloc(47)
  central.write('PK\x01\x02', 'latin1')
  central.writeUInt16LE(8, 10)
  central.writeUInt32LE(packed.length, 20)
  central.writeUInt32LE(said, 24)
  central.writeUInt16LE(1, 28)
  central.write('a', 46)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(local.length + packed.length, 16)
  return Buffer.concat([local, packed, central, end])
}

test('a file that unpacks to more than a table needs is refused before it is read, whatever it says of itself', async () => {
  expect(unpacksTo(zipOf(Buffer.alloc(1_000), 1_000), 1_000)).toBe(true)
  expect(unpacksTo(zipOf(Buffer.alloc(1_001), 10), 1_000)).toBe(false)
  const bomb = zipOf(Buffer.alloc(50_000_000), 10)
  expect(bomb.length).toBeLessThan(100_000)
  await expect(readTable(bomb)).rejects.toThrow(UnreadableSheet)
  await expect(readTable(Buffer.from('PK nothing'))).rejects.toThrow(UnreadableSheet)
})

test('what we write as Excel we read', async () => {
  const rows = [
    ['見本 花子', '0901234'],
    ['=1+1', ''],
  ]
  expect(await readTable(await writeXlsx([{ name: '一覧', head: ['名前', '電話'], rows }]))).toEqual([['名前', '電話'], ...rows])
})

test.each(['=1+1', '+81', '-1', '@x', '\tx', '＝1+1', '＠SUM(1)', '\r=1'])('%j is a text in CSV and comes back as it was', async (cell) => {
  const csv = writeCsv({ head: ['a'], rows: [[cell]] })
  expect(csv.replaceAll('"', '')).toContain(`'${cell}`)
  expect((await readTable(Buffer.from(csv)))[1]).toEqual([cell])
})
