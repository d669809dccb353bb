/**
 * A base backup by PostgreSQL's own low-level interface, while people go on working, and what stands beside the
 * database in the data folder.
 *
 * pg_backup_start makes a checkpoint and turns full page images on; the files are copied as they change; pg_backup_stop
 * ends in a switch of the WAL segment. A start on the copy replays the WAL between the two, which is copied last, and
 * refuses to open before the end record is reached. A temporary replication slot of the same session keeps that WAL
 * from being recycled meanwhile, and vanishes with the session however it ends.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { link, open, readdir, rename, stat } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { createArchive, readArchive, type ArchiveWriter, type Manifest } from './backup-archive.ts'
import { clusterFolder, postgresMajor } from './embedded-cluster.ts'
import { codeOf, explainFileError, StartFailure } from './start-failure.ts'

export interface BackupOptions {
  readonly dataFolder: string
  /** The file to make. */
  readonly file: string
  /** The running embedded database as its superuser; undefined when the database is a server of the user's own. */
  readonly databaseUrl: string | undefined
  readonly hirobaVersion: string
}

export interface BackupResult {
  readonly manifest: Manifest
  readonly bytes: number
}

/** In the data folder, but of no use elsewhere: the database (copied by its own rules), locks, logs, what was set aside. */
const leftOut = /^(pg|pg\..*|hiroba\.lock.*|log|tmp|.*\.tmp|before-restore-.*|restoring\..*|failed-restore-.*|.*\.tar\.gz(\.part.*)?)$/

/** What a cluster makes anew; their folders must exist. From the manual, "Making a Base Backup Using the Low Level API". */
const emptied = new Set(['pg_wal', 'pg_replslot', 'pg_dynshmem', 'pg_notify', 'pg_serial', 'pg_snapshots', 'pg_stat_tmp', 'pg_subtrans'])
const skipped =
  /^(postmaster\.pid|postmaster\.opts|backup_label(\.old)?|tablespace_map(\.old)?|pg_internal\.init.*|pgsql_tmp.*|postgresql\.auto\.conf\.tmp|current_logfiles.*)$/

export async function makeBackup(options: BackupOptions): Promise<BackupResult> {
  if (existsSync(options.file)) throw new StartFailure('backup.exists', { file: options.file })
  const part = `${options.file}.part.${process.pid}`
  let archive: ArchiveWriter | undefined
  try {
    archive = createArchive(part)
    const database =
      options.databaseUrl === undefined ? null : await addCluster(archive, clusterFolder(options.dataFolder), options.databaseUrl)
    const takenAt = new Date().toISOString()
    // After the database: a file is stored before the row that names it, so each row finds its file.
    await addRest(archive, options.dataFolder)
    const manifest = await archive.finish({ hirobaVersion: options.hirobaVersion, takenAt, database })
    await readArchive(part)
    await takeName(part, options.file)
    return { manifest, bytes: (await stat(options.file)).size }
  } catch (error) {
    await archive?.abandon()
    rmSync(part, { force: true })
    throw explainFileError(error, path.dirname(options.file))
  }
}

/** Never over a file that appeared meanwhile. */
async function takeName(part: string, file: string): Promise<void> {
  try {
    await link(part, file)
    rmSync(part)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw new StartFailure('backup.exists', { file }, error)
    // File systems without hard links.
    await rename(part, file)
  }
}

async function addCluster(archive: ArchiveWriter, folder: string, databaseUrl: string): Promise<NonNullable<Manifest['database']>> {
  // The session must stay until pg_backup_stop: a client of its own, whatever limits idle ones.
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'hiroba backup',
    options: '-c idle_session_timeout=0 -c statement_timeout=0',
    keepAlive: true,
  })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query("select pg_create_physical_replication_slot('hiroba_backup_' || pg_backend_pid(), true, true)")
    const { rows: begun } = await client.query<{ lsn: string }>("select pg_backup_start('hiroba', fast => true)::text as lsn")
    await refuseTablespaces(folder)
    await archive.addFolder('pg')
    await addTree(archive, folder, 'pg', 0)
    // Last, as pg_basebackup does: never older than the files, its checkpoint is replaced by that of backup_label.
    await archive.addText('pg/global/pg_control', await readControl(folder))
    const { rows: ended } = await client.query<{ lsn: string; labelfile: string; wal: string }>(
      `select lsn::text, labelfile, pg_walfile_name(lsn) as wal
         from pg_backup_stop(wait_for_archive => false)`,
    )
    const end = ended[0]
    const startWal = /START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)/.exec(end?.labelfile ?? '')?.[1]
    if (end === undefined || startWal === undefined) throw new Error(`backup label not understood: ${end?.labelfile}`)
    await archive.addText('pg/backup_label', end.labelfile)
    await addWal(archive, folder, startWal, end.wal)
    return { postgresMajor, startLsn: begun[0]?.lsn ?? '', stopLsn: end.lsn, startWal, stopWal: end.wal }
  } finally {
    await client.end().catch(() => {})
  }
}

async function addTree(archive: ArchiveWriter, folder: string, name: string, depth: number): Promise<void> {
  for (const entry of await readFolder(folder)) {
    const place = path.join(folder, entry.name)
    const inside = `${name}/${entry.name}`
    if (skipped.test(entry.name)) continue
    if (entry.isDirectory()) {
      await archive.addFolder(inside)
      if (depth === 0 && emptied.has(entry.name)) continue
      await addTree(archive, place, inside, depth + 1)
    } else if (entry.isFile() && inside !== 'pg/global/pg_control') {
      await archive.addFile(inside, place)
    }
  }
  if (depth === 0) for (const inside of ['archive_status', 'summaries']) await archive.addFolder(`pg/pg_wal/${inside}`)
}

/** A dropped database takes its folder with it. */
async function readFolder(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

async function refuseTablespaces(folder: string): Promise<void> {
  const list = await readdir(path.join(folder, 'pg_tblspc'))
  if (list.length > 0) throw new StartFailure('backup.tablespace', { list: list.join(', ') })
}

/** Read until two readings agree: the server may write it at this moment. */
async function readControl(folder: string): Promise<Buffer> {
  const read = async () => {
    const handle = await open(path.join(folder, 'global', 'pg_control'), 'r')
    try {
      const bytes = Buffer.alloc(8192)
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0)
      return bytes.subarray(0, bytesRead)
    } finally {
      await handle.close()
    }
  }
  for (let previous = await read(); ;) {
    const next = await read()
    if (next.equals(previous)) return next
    previous = next
  }
}

/** Every segment from the first to the last; the end of the WAL may stand exactly on the edge of one that is not begun. */
async function addWal(archive: ArchiveWriter, folder: string, startWal: string, stopWal: string): Promise<void> {
  const wal = path.join(folder, 'pg_wal')
  const names = (await readdir(wal)).toSorted()
  const segments = names.filter((name) => /^[0-9A-F]{24}$/.test(name) && name >= startWal && name <= stopWal)
  const first = segmentNumber(startWal)
  const isWhole = segments.length > 0 && segments.every((name, index) => segmentNumber(name) === first + index)
  const missing = segmentNumber(stopWal) - (first + segments.length - 1)
  if (!isWhole || missing > 1) throw new Error(`WAL ${startWal} to ${stopWal} is not whole in ${wal}`)
  // Histories of timelines are small and kept whole.
  for (const name of [...segments, ...names.filter((one) => one.endsWith('.history'))]) {
    if (!(await archive.addFile(`pg/pg_wal/${name}`, path.join(wal, name)))) throw new Error(`WAL ${name} was taken away`)
  }
}

/** Timeline, then 4 GB pieces, then 16 MB segments in them: eight hexadecimal digits each. */
function segmentNumber(name: string): number {
  return Number.parseInt(name.slice(8, 16), 16) * 256 + Number.parseInt(name.slice(16), 16)
}

async function addRest(archive: ArchiveWriter, dataFolder: string): Promise<void> {
  if (!existsSync(dataFolder)) return
  const names = readdirSync(dataFolder).filter((name) => !leftOut.test(name))
  const walk = async (place: string, name: string): Promise<void> => {
    const facts = await stat(place).catch(() => undefined)
    if (facts?.isDirectory() === true) {
      await archive.addFolder(name)
      for (const entry of await readFolder(place)) await walk(path.join(place, entry.name), `${name}/${entry.name}`)
    } else if (facts?.isFile() === true) await archive.addFile(name, place)
  }
  for (const name of names) await walk(path.join(dataFolder, name), name)
}
