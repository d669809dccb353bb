/** Which pictures a browser shows without harm, told by their first bytes: the name and the type sent with a file say nothing. */

const begins = (content: Uint8Array, bytes: readonly number[], at = 0) => bytes.every((byte, index) => content[at + index] === byte)
const text = (content: Uint8Array, from: number, to: number) => String.fromCharCode(...content.subarray(from, to))

export function pictureTypeOf(content: Uint8Array): 'image/jpeg' | 'image/png' | 'image/webp' | 'image/avif' | undefined {
  if (begins(content, [0xff, 0xd8, 0xff])) return 'image/jpeg'
  if (begins(content, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png'
  if (text(content, 0, 4) === 'RIFF' && text(content, 8, 12) === 'WEBP') return 'image/webp'
  if (text(content, 4, 8) === 'ftyp' && /^avi[fs]$/.test(text(content, 8, 12))) return 'image/avif'
  return undefined
}
