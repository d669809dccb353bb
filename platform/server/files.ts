/** Files by content: bytes under `<data>/files/<aa>/<sha256>`, a row a use. The same bytes are kept once. */
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Scope } from './scope.ts'

export interface FileStore {
  /** Stores bytes durably before the row that names them is committed. */
  put(content: Uint8Array): Promise<{ sha256: string; sizeBytes: number }>
  get(sha256: string): Promise<Uint8Array>
}

export function openFileStore(folder: string): FileStore {
  const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256)
  return {
    async put(content) {
      const sha256 = createHash('sha256').update(content).digest('hex')
      const path = pathOf(sha256)
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
  }
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
  options: { isPublic: boolean },
): Promise<KeptFile> {
  const { sha256, sizeBytes } = await scope.files.put(file.content)
  const [row] = await scope.prepared<{ id: string }>(
    'file_keep',
    `insert into platform.file (consortium_id, sha256, name, media_type, size_bytes, is_public, created_by) values ($1, $2, $3, $4, $5, $6, $7) returning id`,
    [
      scope.consortiumId,
      sha256,
      file.name,
      file.mediaType,
      sizeBytes,
      options.isPublic,
      scope.actor.kind === 'person' ? scope.actor.accountId : null,
    ],
  )
  if (row === undefined) throw new Error('the file row was not stored')
  return { id: row.id, sha256, name: file.name, mediaType: file.mediaType, sizeBytes }
}

/** The bytes of a file of this tenant; undefined where there is none, or where it is not public and must be. */
export async function readFileOf(
  scope: Scope,
  fileId: string,
  options: { mustBePublic: boolean },
): Promise<(KeptFile & { content: Uint8Array }) | undefined> {
  const [row] = await scope.prepared<{ id: string; sha256: string; name: string; media_type: string; size_bytes: number }>(
    'file_find',
    'select id, sha256, name, media_type, size_bytes from platform.file where consortium_id = $1 and id = $2 and (is_public or not $3::boolean)',
    [scope.consortiumId, fileId, options.mustBePublic],
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

/** Takes the row away: nobody reads the file by it from now on. The bytes stay, since another row may name them. */
export async function dropFile(scope: Scope, fileId: string): Promise<void> {
  await scope.prepared('file_drop', 'delete from platform.file where consortium_id = $1 and id = $2', [scope.consortiumId, fileId])
}
