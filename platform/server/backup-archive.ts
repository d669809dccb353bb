/**
 * The file that a backup is: a tar.gz whose last entry, manifest.json, lists every other entry with its SHA-256. It is
 * written under another name and takes its own only when it was read back and every hash was right.
 */
import { createHash, type Hash } from 'node:crypto'
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import tar from 'tar-stream'
import { z } from 'zod'
import { codeOf, StartFailure } from './start-failure.ts'

export const manifestSchema = z.object({
  format: z.literal('hiroba-backup'),
  formatVersion: z.literal(1),
  hirobaVersion: z.string(),
  /** When the backup ended: everything committed before is in it. */
  takenAt: z.iso.datetime(),
  database: z
    .object({ postgresMajor: z.number(), startLsn: z.string(), stopLsn: z.string(), startWal: z.string(), stopWal: z.string() })
    .nullable(),
  files: z.record(z.string(), z.object({ size: z.number(), sha256: z.string() })),
})

export type Manifest = z.output<typeof manifestSchema>
const manifestName = 'manifest.json'

export interface ArchiveWriter {
  addFolder(name: string): Promise<void>
  addText(name: string, text: string | Buffer): Promise<void>
  /** False when the file has gone meanwhile. What it grows while it is read is left out, what it loses is filled with zeros. */
  addFile(name: string, place: string): Promise<boolean>
  finish(facts: Omit<Manifest, 'files' | 'format' | 'formatVersion'>): Promise<Manifest>
  abandon(): Promise<void>
}

export function createArchive(file: string): ArchiveWriter {
  const pack = tar.pack()
  const output = createWriteStream(file, { mode: 0o600, flags: 'wx', flush: true })
  // Level 3: on the two cores that people work on at the same time, time counts more than a few per cent.
  const written = pipeline(pack, createGzip({ level: 3 }), output)
  // The error reaches whoever awaits `written`; until then it must not count as unhandled.
  written.catch(() => {})
  const files: Manifest['files'] = {}

  /** A full disk destroys the stream: waiting for room in it must end then, too. */
  const push = async (entry: NodeJS.WritableStream, chunk: Buffer) => {
    if (entry.write(chunk)) return
    await Promise.race([new Promise<void>((resolve) => entry.once('drain', () => resolve())), written])
  }
  /** After a full disk the tar is destroyed: what counts is why. Each entry has an error event of its own. */
  const begin = async (header: Partial<tar.Header> & { name: string }, done?: (error?: Error | null) => void) => {
    try {
      const stream = pack.entry(header, done)
      stream.on('error', () => {})
      return stream
    } catch (error) {
      await written
      throw error
    }
  }
  const entry = async (name: string, size: number, fill: (put: (chunk: Buffer) => Promise<void>) => Promise<void>) => {
    const hash = createHash('sha256')
    const { promise: taken, resolve, reject } = Promise.withResolvers<void>()
    taken.catch(() => {})
    const stream = await begin({ name, size, mode: 0o600, mtime: new Date() }, (error) => (error == null ? resolve() : reject(error)))
    await fill(async (chunk) => {
      hash.update(chunk)
      await push(stream, chunk)
    })
    ;(stream as unknown as NodeJS.WritableStream).end()
    await Promise.race([taken, written])
    files[name] = { size, sha256: hash.digest('hex') }
  }
  const addText = (name: string, text: string | Buffer) => {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text
    return entry(name, bytes.length, (put) => put(bytes))
  }

  return {
    addText,
    async addFolder(name) {
      await begin({ name: `${name}/`, type: 'directory', mode: 0o700, mtime: new Date() })
    },
    async addFile(name, place) {
      let handle
      try {
        handle = await open(place, 'r')
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return false
        throw error
      }
      try {
        const { size } = await handle.stat()
        await entry(name, size, async (put) => {
          let position = 0
          while (position < size) {
            // A new buffer each time: the stream keeps the last one until it is compressed.
            const chunk = Buffer.allocUnsafe(Math.min(256 * 1024, size - position))
            const { bytesRead } = await handle.read(chunk, 0, chunk.length, position)
            // Cut meanwhile (vacuum, a dropped table): the WAL in the backup tells of the cut, as with pg_basebackup.
            await put(bytesRead === 0 ? chunk.fill(0) : chunk.subarray(0, bytesRead))
            position += bytesRead === 0 ? chunk.length : bytesRead
          }
        })
        return true
      } finally {
        await handle.close()
      }
    },
    async finish(facts) {
      const manifest: Manifest = { format: 'hiroba-backup', formatVersion: 1, ...facts, files: { ...files } }
      await addText(manifestName, `${JSON.stringify(manifest, undefined, 1)}\n`)
      pack.finalize()
      await written
      return manifest
    },
    async abandon() {
      pack.destroy()
      await written.catch(() => {})
    },
  }
}

/** Reads the whole file; unpacks to `target` if given. Throws `backup.damaged` unless everything is as its manifest says. */
export async function readArchive(file: string, target?: string): Promise<Manifest> {
  const damaged = (reason: string, cause?: unknown) => new StartFailure('backup.damaged', { file, reason }, cause)
  const found: Manifest['files'] = {}
  let manifestText: string | undefined
  const extract = tar.extract()
  const input = createReadStream(file)
  const gunzip = createGunzip()
  const done = pipeline(input, gunzip, extract)
  done.catch(() => {})
  try {
    for await (const entry of extract) {
      const { name, type } = entry.header
      if (!isSafe(name)) throw damaged(`"${name}" points out of its folder`)
      if (type === 'directory') {
        if (target !== undefined) mkdirSync(path.join(target, name), { recursive: true, mode: 0o700 })
        entry.resume()
        continue
      }
      if (type !== 'file') throw damaged(`"${name}" is a ${type}`)
      if (name === manifestName) {
        const chunks: Buffer[] = []
        for await (const chunk of entry) chunks.push(chunk as Buffer)
        manifestText = Buffer.concat(chunks).toString('utf8')
        continue
      }
      const hash = createHash('sha256')
      const place = target === undefined ? undefined : path.join(target, name)
      found[name] = { size: await drain(entry as unknown as AsyncIterable<Buffer>, hash, place), sha256: hash.digest('hex') }
    }
    await done
  } catch (error) {
    input.destroy()
    if (error instanceof StartFailure) throw error
    const code = codeOf(error)
    // Only what gzip and tar say is about the file; a full disk or a missing file is another matter.
    if (code === 'ENOSPC' || code === 'EDQUOT') throw error
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR' || code === 'EPERM')
      throw new StartFailure('backup.no_file', { file, reason: code }, error)
    throw damaged((error as Error).message, error)
  }
  return compare(manifestText, found, damaged)
}

function compare(text: string | undefined, found: Manifest['files'], damaged: (reason: string, cause?: unknown) => StartFailure): Manifest {
  if (text === undefined) throw damaged('it ends before its list of files')
  let manifest: Manifest
  try {
    manifest = manifestSchema.parse(JSON.parse(text))
  } catch (error) {
    throw damaged('its list of files cannot be read', error)
  }
  for (const [name, { sha256, size }] of Object.entries(manifest.files)) {
    const there = found[name]
    if (there === undefined) throw damaged(`"${name}" is missing`)
    if (there.sha256 !== sha256 || there.size !== size) throw damaged(`"${name}" was changed`)
  }
  const extra = Object.keys(found).find((name) => manifest.files[name] === undefined)
  if (extra !== undefined) throw damaged(`"${extra}" is not in its list`)
  return manifest
}

async function drain(entry: AsyncIterable<Buffer>, hash: Hash, place: string | undefined): Promise<number> {
  let size = 0
  if (place !== undefined) mkdirSync(path.dirname(place), { recursive: true, mode: 0o700 })
  const output = place === undefined ? undefined : await open(place, 'wx', 0o600)
  try {
    for await (const chunk of entry) {
      hash.update(chunk)
      size += chunk.length
      if (output !== undefined) await output.writeFile(chunk)
    }
    // A restored database that a power cut could take back would be no restore.
    await output?.sync()
  } finally {
    await output?.close()
  }
  return size
}

/** A tar may name any place; this one names places under its folder only. */
function isSafe(name: string): boolean {
  return name !== '' && !path.posix.isAbsolute(name) && !name.includes('\\') && !name.split('/').includes('..')
}
