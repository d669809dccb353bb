/** Files by content: bytes under `<data>/files/<aa>/<sha256>`, a row a use. The same bytes are kept once. */
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from './database.ts'
import { accountIdOf, type Scope } from './scope.ts'

export interface FileStore {
  /** Stores bytes durably before the row that names them is committed. */
  put(content: Uint8Array): Promise<{ sha256: string; sizeBytes: number }>
  get(sha256: string): Promise<Uint8Array>
  /** A row that named them goes: from now on the sweep waits its day. */
  touch(sha256: string): Promise<void>
  /** Takes away bytes that are not `named` and have been left alone for a day; answers how many. */
  sweep(named: ReadonlySet<string>, now?: number): Promise<number>
}

/**
 * Longer than any transaction that puts bytes before the row that names them, and than any backup, which copies the
 * files after the database.
 */
const leftAloneMilliseconds = 24 * 60 * 60_000

export function openFileStore(folder: string): FileStore {
  const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256)
  return {
    async put(content) {
      const sha256 = createHash('sha256').update(content).digest('hex')
      const path = pathOf(sha256)
      // first the touch, then the look: a sweep that took them away in between is seen, one that comes after sees the touch
      const now = new Date()
      await utimes(path, now, now).catch(() => {})
      const isThere = await stat(path).then(
        (found) => found.size === content.byteLength,
        () => false,
      )
      if (!isThere) {
        await mkdir(join(folder, sha256.slice(0, 2)), { recursive: true })
        // write beside and rename: a cut never leaves half a file under a good name
        const temporary = `${path}.${randomUUID()}`
        await writeFile(temporary, content, { flush: true })
        await rename(temporary, path)
      }
      return { sha256, sizeBytes: content.byteLength }
    },
    async get(sha256) {
      if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('not a content hash')
      return readFile(pathOf(sha256))
    },
    async touch(sha256) {
      const now = new Date()
      await utimes(pathOf(sha256), now, now).catch(() => {})
    },
    async sweep(named, now = Date.now()) {
      let gone = 0
      for (const shelf of await namesIn(folder)) {
        if (!/^[0-9a-f]{2}$/.test(shelf)) continue
        for (const name of await namesIn(join(folder, shelf))) {
          // a content, or what a cut left of writing one
          if (!/^[0-9a-f]{64}(?:\.[\w-]+)?$/.test(name) || named.has(name)) continue
          if (await takeAway(join(folder, shelf, name), now - leftAloneMilliseconds)) gone++
        }
      }
      return gone
    },
  }
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => [])

/** Set aside first: whoever puts the same bytes at this moment either has touched them, and they come back, or writes them anew. */
async function takeAway(path: string, before: number): Promise<boolean> {
  const isOld = (at: string) =>
    stat(at).then(
      (found) => found.mtimeMs < before,
      () => false,
    )
  if (!(await isOld(path))) return false
  const aside = `${path.replace(/\.[\w-]+$/, '')}.${randomUUID()}`
  await rename(path, aside)
  if (await isOld(aside)) {
    await rm(aside, { force: true })
    return true
  }
  await rename(aside, path)
  return false
}

/** What the sweep of `sweeps.ts` does: the rows of all tenants name what stays. */
export async function sweepFiles(files: FileStore, jobsDatabase: Database): Promise<number> {
  const rows = await jobsDatabase.query<{ sha256: string }>(
    'sweep_files_named',
    'select sha256 from platform.file union select sha256 from platform.file_width',
  )
  return files.sweep(new Set(rows.map((row) => row.sha256)))
}

export interface KeptFile {
  readonly id: string
  readonly sha256: string
  readonly name: string
  readonly mediaType: string
  readonly sizeBytes: number
}

/** Stores bytes and the row that names them. A public file is shown to strangers who look at a hub of the consortium. */
export async function keepFile(
  scope: Scope,
  file: { name: string; mediaType: string; content: Uint8Array },
  options: { isPublic: boolean; isStripped?: boolean },
): Promise<KeptFile> {
  const { sha256, sizeBytes } = await scope.files.put(file.content)
  const [row] = await scope.prepared<{ id: string }>(
    'file_keep',
    `insert into platform.file (consortium_id, sha256, name, media_type, size_bytes, is_public, created_by, is_stripped) values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
    [
      scope.consortiumId,
      sha256,
      file.name,
      file.mediaType,
      sizeBytes,
      options.isPublic,
      accountIdOf(scope.actor),
      options.isStripped ?? false,
    ],
  )
  if (row === undefined) throw new Error('the file row was not stored')
  return { id: row.id, sha256, name: file.name, mediaType: file.mediaType, sizeBytes }
}

/** A smaller width of a picture that was kept. */
export async function keepWidth(scope: Scope, fileId: string, picture: { width: number; content: Uint8Array }): Promise<void> {
  const { sha256, sizeBytes } = await scope.files.put(picture.content)
  await scope.prepared(
    'file_keep_width',
    'insert into platform.file_width (consortium_id, file_id, width, sha256, size_bytes) values ($1, $2, $3, $4, $5)',
    [scope.consortiumId, fileId, picture.width, sha256, sizeBytes],
  )
}

/**
 * The bytes of a file of this tenant, of a picture those of the smallest width that is enough; undefined where there is
 * none, or where it is not public and must be.
 */
export async function readFileOf(
  scope: Scope,
  fileId: string,
  options: { mustBePublic: boolean; width?: number | undefined },
): Promise<(KeptFile & { content: Uint8Array }) | undefined> {
  const [row] = await scope.prepared<{ id: string; sha256: string; name: string; media_type: string; size_bytes: number }>(
    'file_find',
    `select f.id, coalesce(w.sha256, f.sha256) as sha256, f.name, f.media_type, coalesce(w.size_bytes, f.size_bytes) as size_bytes
     from platform.file f
     left join lateral (
       select sha256, size_bytes from platform.file_width
       where consortium_id = f.consortium_id and file_id = f.id and width >= $4 order by width limit 1
     ) w on true
     where f.consortium_id = $1 and f.id = $2 and (f.is_public or not $3::boolean)`,
    [scope.consortiumId, fileId, options.mustBePublic, options.width ?? null],
  )
  if (row === undefined) return undefined
  return {
    id: row.id,
    sha256: row.sha256,
    name: row.name,
    mediaType: row.media_type,
    sizeBytes: row.size_bytes,
    content: await scope.files.get(row.sha256),
  }
}

/** Names, types and sizes of files of this tenant, without their bytes; what it does not have is not in the answer. */
export async function describeFiles(scope: Scope, fileIds: readonly string[]): Promise<ReadonlyMap<string, KeptFile>> {
  if (fileIds.length === 0) return new Map()
  const rows = await scope.prepared<{ id: string; sha256: string; name: string; media_type: string; size_bytes: number }>(
    'file_describe',
    'select id, sha256, name, media_type, size_bytes from platform.file where consortium_id = $1 and id = any($2::uuid[])',
    [scope.consortiumId, [...fileIds]],
  )
  return new Map(
    rows.map((row) => [row.id, { id: row.id, sha256: row.sha256, name: row.name, mediaType: row.media_type, sizeBytes: row.size_bytes }]),
  )
}

/** Takes the row away: nobody reads the file by it from now on. The bytes go by the sweep, unless another row names them. */
export async function dropFile(scope: Scope, fileId: string): Promise<void> {
  const rows = await scope.prepared<{ sha256: string }>(
    'file_drop',
    `with widths as (select sha256 from platform.file_width where consortium_id = $1 and file_id = $2),
       gone as (delete from platform.file where consortium_id = $1 and id = $2 returning sha256)
     select sha256 from gone union all select sha256 from widths`,
    [scope.consortiumId, fileId],
  )
  for (const { sha256 } of rows) await scope.files.touch(sha256)
}
