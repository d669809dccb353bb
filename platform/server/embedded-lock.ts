/**
 * One Hiroba a data folder. The lock file names the process and when that process began, so that a lock left by
 * `kill -9` is told from a living one even when its number was given to another process meanwhile. It also tells
 * `backup` and the other commands how to reach the running database; so it is for its owner's eyes only.
 */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { codeOf, explainFileError, StartFailure } from './start-failure.ts'

export interface LockContent {
  readonly pid: number
  /** What the system says about the process's begin; compared as text only. */
  readonly began: string
  readonly databaseUrl?: string
}

export interface FolderLock {
  /** Tells other processes of the machine the address of the database. */
  publish(databaseUrl: string): void
  release(): void
}

export function lockFile(dataFolder: string): string {
  return path.join(dataFolder, 'hiroba.lock')
}

/** The living process that holds the folder, or undefined. */
export function readHolder(dataFolder: string): LockContent | undefined {
  let content: LockContent
  try {
    content = JSON.parse(readFileSync(lockFile(dataFolder), 'utf8')) as LockContent
  } catch (error) {
    // An unreadable lock of another user is a lock; a missing, empty or torn one is not.
    if (codeOf(error) === 'EACCES') throw explainFileError(error, dataFolder)
    return undefined
  }
  const isHeld = typeof content.pid === 'number' && beginOf(content.pid) === content.began
  return isHeld ? content : undefined
}

export function lockFolder(dataFolder: string): FolderLock {
  const file = lockFile(dataFolder)
  const own: LockContent = { pid: process.pid, began: beginOf(process.pid) ?? 'unknown' }
  const draft = `${file}.${process.pid}.tmp`
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
    writeFileSync(draft, JSON.stringify(own), { mode: 0o600, flush: true })
    // `link` makes the whole content appear at once and refuses when the file exists: no moment of an empty lock.
    for (let round = 0; ; round++) {
      try {
        linkSync(draft, file)
        break
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error
        const holder = readHolder(dataFolder)
        if (holder !== undefined || round > 20) throw new StartFailure('data.in_use', { folder: dataFolder, pid: holder?.pid ?? '?' })
        setAside(file, `${file}.stale.${process.pid}`)
      }
    }
  } catch (error) {
    removeQuietly(draft)
    throw explainFileError(error, dataFolder)
  }
  removeQuietly(draft)

  let isReleased = false
  const release = () => {
    if (isReleased) return
    isReleased = true
    process.off('exit', release)
    if (readHolder(dataFolder)?.pid === process.pid) rmSync(file, { force: true })
  }
  process.on('exit', release)
  return {
    publish(databaseUrl) {
      writeFileSync(draft, JSON.stringify({ ...own, databaseUrl }), { mode: 0o600 })
      renameSync(draft, file)
    },
    release,
  }
}

/** What is removed may be in a place that is no folder at all; the first error is the one to tell. */
function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {
    // told by the step before
  }
}

/** Two processes may find the same stale lock: `rename` lets one of them move it, the other starts over. */
function setAside(file: string, place: string): void {
  try {
    renameSync(file, place)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
  rmSync(place, { force: true })
}

/** Undefined when there is no such process. */
export function beginOf(pid: number): string | undefined {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return undefined
  }
  try {
    if (process.platform === 'linux') {
      // Field 22 of /proc/<pid>/stat; the second one, the name, may hold spaces and brackets. Field 3: Z is a corpse.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\)\s/s, '')
        .split(' ')
      return fields[0] === 'Z' ? undefined : (fields[19] ?? 'unknown')
    }
    if (process.platform === 'win32') return 'unknown'
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
  } catch {
    return undefined
  }
}
