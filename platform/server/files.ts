/** Files by content: bytes under `<data>/files/<aa>/<sha256>`, a row a use. The same bytes are kept once. */
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

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
