import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { beginOf, lockFile, lockFolder, readHolder } from './embedded-lock.ts'

const folders: string[] = []
function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'hiroba-lock-'))
  folders.push(folder)
  return folder
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

test('a living holder keeps others out, its release lets them in', () => {
  const folder = newFolder()
  const lock = lockFolder(folder)
  expect(() => lockFolder(folder)).toThrow(expect.objectContaining({ failure: 'data.in_use', params: { folder, pid: process.pid } }))
  lock.publish('postgres://somewhere')
  expect(readHolder(folder)).toMatchObject({ pid: process.pid, databaseUrl: 'postgres://somewhere' })
  expect(statSync(lockFile(folder)).mode & 0o777).toBe(0o600)
  lock.release()
  lock.release()
  expect(readdirSync(folder)).toEqual([])
  lockFolder(folder).release()
})

test('the lock of a process that is gone is taken over', async () => {
  const folder = newFolder()
  const gone = spawn(process.execPath, ['-e', ''])
  const pid = gone.pid ?? 0
  const began = beginOf(pid)
  await once(gone, 'exit')
  writeFileSync(lockFile(folder), JSON.stringify({ pid, began }))
  const lock = lockFolder(folder)
  expect(readHolder(folder)?.pid).toBe(process.pid)
  lock.release()
})

test('a number that was given to another process since is not the holder', () => {
  const folder = newFolder()
  writeFileSync(lockFile(folder), JSON.stringify({ pid: process.pid, began: 'long ago' }))
  expect(readHolder(folder)).toBeUndefined()
  lockFolder(folder).release()
})

test.each(['', '{"pid": 1', '[]'])('a torn lock (%j) is taken over', (text) => {
  const folder = newFolder()
  writeFileSync(lockFile(folder), text)
  lockFolder(folder).release()
  expect(existsSync(lockFile(folder))).toBe(false)
})
