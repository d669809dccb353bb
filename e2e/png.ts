/** Small pictures: what a browser takes in 16 million colours, in the 256 that it mostly uses. Reads and writes what Chromium writes: 8 bits, RGB or RGBA, not interlaced. */
import { crc32, deflateSync, inflateSync } from 'node:zlib'

interface Bitmap {
  readonly width: number
  readonly height: number
  /** Three bytes a pixel. */
  readonly rgb: Uint8Array
}

export function toPalette(png: Buffer): Buffer {
  const { width, height, rgb } = decode(png)
  const counts = new Map<number, number>()
  const colourAt = (pixel: number): number => ((rgb[pixel * 3] ?? 0) << 16) | ((rgb[pixel * 3 + 1] ?? 0) << 8) | (rgb[pixel * 3 + 2] ?? 0)
  for (let pixel = 0; pixel < width * height; pixel++) counts.set(colourAt(pixel), (counts.get(colourAt(pixel)) ?? 0) + 1)
  const palette = paletteOf(counts)
  const nearest = new Map<number, number>()
  const rows = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = colourAt(y * width + x)
      let index = nearest.get(colour)
      if (index === undefined) nearest.set(colour, (index = nearestOf(palette, colour)))
      rows[y * (width + 1) + 1 + x] = index
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** The most used colours, and of those that are alike only one: letters' edges have many that no eye tells apart. */
function paletteOf(counts: ReadonlyMap<number, number>): number[] {
  const ranked = [...counts].toSorted((a, b) => b[1] - a[1])
  if (ranked.length <= 256) return ranked.map(([colour]) => colour)
  for (let least = 12; ; least += 12) {
    const chosen: number[] = []
    for (const [colour] of ranked) {
      if (chosen.length > 0 && distance(chosen[nearestOf(chosen, colour)] ?? 0, colour) < least) continue
      chosen.push(colour)
      if (chosen.length > 256) break
    }
    if (chosen.length <= 256) return chosen
  }
}

function distance(one: number, other: number): number {
  const [red, green, blue] = [(one >> 16) - (other >> 16), ((one >> 8) & 255) - ((other >> 8) & 255), (one & 255) - (other & 255)]
  return red * red + green * green + blue * blue
}

function nearestOf(palette: readonly number[], colour: number): number {
  let best = 0
  let least = Number.POSITIVE_INFINITY
  for (const [index, one] of palette.entries()) {
    const far = distance(one, colour)
    if (far >= least) continue
    best = index
    least = far
    if (far === 0) break
  }
  return best
}

const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const whole = Buffer.alloc(named.length + 8)
  whole.writeUInt32BE(data.length, 0)
  named.copy(whole, 4)
  whole.writeUInt32BE(crc32(named), named.length + 4)
  return whole
}

function decode(png: Buffer): Bitmap {
  const parts: Buffer[] = []
  let [width, height, channels] = [0, 0, 3]
  for (let at = signature.length; at < png.length;) {
    const length = png.readUInt32BE(at)
    const type = png.toString('latin1', at + 4, at + 8)
    const data = png.subarray(at + 8, at + 8 + length)
    if (type === 'IHDR') [width, height, channels] = [data.readUInt32BE(0), data.readUInt32BE(4), data[9] === 6 ? 4 : 3]
    if (type === 'IDAT') parts.push(data)
    at += length + 12
  }
  const lines = inflateSync(Buffer.concat(parts))
  const stride = width * channels
  const rgb = new Uint8Array(width * height * 3)
  let before: Uint8Array = new Uint8Array(stride)
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (stride + 1)] ?? 0
    const line = lines.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1))
    for (let index = 0; index < stride; index++) {
      const left = index < channels ? 0 : (line[index - channels] ?? 0)
      const up = before[index] ?? 0
      const corner = index < channels ? 0 : (before[index - channels] ?? 0)
      const guess = filter === 0 ? 0 : filter === 1 ? left : filter === 2 ? up : filter === 3 ? (left + up) >> 1 : paeth(left, up, corner)
      line[index] = ((line[index] ?? 0) + guess) & 255
    }
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < 3; channel++) rgb[(y * width + x) * 3 + channel] = line[x * channels + channel] ?? 0
    before = line
  }
  return { width, height, rgb }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner
}
