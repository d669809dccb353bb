/**
 * Pictures as they are kept: drawn anew from their pixels. A photo of a telephone says where and when it was taken, by
 * which device, and often holds a second picture; none of that goes on. What only pretends to be a picture does not
 * survive it either.
 */
import { largestSide, smallerWidths } from '#platform/contract/pictures.ts'
import type { Database } from './database.ts'
import { fail } from './errors.ts'
import { keepFile, keepWidth, readFileOf, type KeptFile } from './files.ts'
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

/** The same picture in the same format without what was written into it; undefined where it cannot be read. */
export async function stripPicture(content: Uint8Array): Promise<Buffer | undefined> {
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  return sharp(content, { limitInputPixels: mostPixels, failOn: 'error' })
    .autoOrient()
    .timeout({ seconds: patienceSeconds })
    .toBuffer()
    .catch(() => undefined)
}

/**
 * A file that was kept before pictures were drawn anew (ADR 0013): once. Its place, name and type stay; the bytes of
 * before go by the sweep of bytes. What cannot be read is marked too, and shown as it is.
 */
export async function stripKeptPicture(scope: Scope, fileId: string): Promise<void> {
  const file = await readFileOf(scope, fileId, { mustBePublic: false })
  if (file === undefined) return
  const stripped = await stripPicture(file.content)
  const { sha256, sizeBytes } = stripped === undefined ? file : await scope.files.put(stripped)
  await scope.prepared(
    'file_strip',
    'update platform.file set sha256 = $3, size_bytes = $4, is_stripped = true where consortium_id = $1 and id = $2 and not is_stripped',
    [scope.consortiumId, fileId, sha256, sizeBytes],
  )
  if (sha256 !== file.sha256) await scope.files.touch(file.sha256)
}

/** So many a minute, of all tenants. */
export async function listUnstripped(jobsDatabase: Database): Promise<{ consortiumId: string; id: string }[]> {
  const rows = await jobsDatabase.query<{ consortium_id: string; id: string }>(
    'sweep_unstripped',
    `select consortium_id, id from platform.file where not is_stripped and media_type like 'image/%' limit 50`,
  )
  return rows.map((row) => ({ consortiumId: row.consortium_id, id: row.id }))
}

/** Keeps a picture in its widths; undefined where it is none. */
export async function keepPicture(scope: Scope, file: UploadedFile, options: { isPublic: boolean }): Promise<KeptFile | undefined> {
  const picture = await cleanPicture(file.content)
  if (picture === undefined) return undefined
  const { mediaType } = picture
  const name = file.name.replace(/(\.\w{1,5})?$/, mediaType === 'image/jpeg' ? '.jpg' : '.webp')
  const kept = await keepFile(scope, { name, mediaType, content: picture.largest.content }, { ...options, isStripped: true })
  for (const smaller of picture.smaller) await keepWidth(scope, kept.id, smaller)
  return kept
}
