/**
 * Pictures as they are kept: drawn anew from their pixels. A photo of a telephone says where and when it was taken, by
 * which device, and often holds a second picture; none of that goes on. What only pretends to be a picture does not
 * survive it either.
 */
import { largestSide, smallerWidths } from '#platform/contract/pictures.ts'
import { fail } from './errors.ts'
import { keepFile, keepWidth, type KeptFile } from './files.ts'
import type { UploadedFile } from './module.ts'
import type { Scope } from './scope.ts'

/** Today's telephones take 50 million; a picture of a few bytes may claim a thousand times that. */
const mostPixels = 64_000_000
const patienceSeconds = 20

interface Drawn {
  readonly content: Buffer
  readonly width: number
}

export interface CleanPicture {
  readonly mediaType: 'image/jpeg' | 'image/webp'
  readonly largest: Drawn
  readonly smaller: readonly Drawn[]
}

/** Undefined: no picture that can be read. Photos stay JPEG; the rest, which may have see-through parts, becomes WebP. */
export async function cleanPicture(content: Uint8Array): Promise<CleanPicture | undefined> {
  // 20 MB of libraries, loaded by the first upload
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  const open = () => sharp(content, { limitInputPixels: mostPixels, failOn: 'error', animated: false })
  try {
    const { format } = await open().metadata()
    const isPhoto = format === 'jpeg'
    const draw = async (side: { width: number; height?: number }): Promise<Drawn> => {
      // turned as the camera was held, since the note that says so goes; colours as every screen shows them
      const picture = open()
        .autoOrient()
        .resize({ ...side, fit: 'inside', withoutEnlargement: true })
        .timeout({ seconds: patienceSeconds })
      const { data, info } = await (isPhoto ? picture.jpeg({ quality: 80, mozjpeg: true }) : picture.webp({ quality: 82 })).toBuffer({
        resolveWithObject: true,
      })
      return { content: data, width: info.width }
    }
    const largest = await draw({ width: largestSide, height: largestSide })
    const smaller: Drawn[] = []
    for (const width of smallerWidths) if (width < largest.width) smaller.push(await draw({ width }))
    return { mediaType: isPhoto ? 'image/jpeg' : 'image/webp', largest, smaller }
  } catch (error) {
    if (/pixel limit/i.test((error as Error).message)) fail('platform.too_large', { params: { megabytes: mostPixels / 1_000_000 } })
    return undefined
  }
}

/** Keeps a picture in its widths; undefined where it is none. */
export async function keepPicture(scope: Scope, file: UploadedFile, options: { isPublic: boolean }): Promise<KeptFile | undefined> {
  const picture = await cleanPicture(file.content)
  if (picture === undefined) return undefined
  const { mediaType } = picture
  const name = file.name.replace(/(\.\w{1,5})?$/, mediaType === 'image/jpeg' ? '.jpg' : '.webp')
  const kept = await keepFile(scope, { name, mediaType, content: picture.largest.content }, options)
  for (const smaller of picture.smaller) await keepWidth(scope, kept.id, smaller)
  return kept
}
