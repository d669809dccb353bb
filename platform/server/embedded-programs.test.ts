/** Machines on which root starts Hiroba. The way of the machine at hand is tried for real in database-server.db.test.ts. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { chooseWay, type Launcher, type Machine } from './embedded-programs.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'hiroba-way-'))
const closed = path.join(folder, 'closed')
mkdirSync(closed, { mode: 0o700 })
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Facts {
  readonly programsClosed?: boolean
  readonly dataClosed?: boolean
  readonly hasSetpriv?: boolean
  readonly hasNamespaces?: boolean
  readonly hasRoomForCopy?: boolean
  readonly hasPostgresUser?: boolean
}

/** Behaves as measured: the right to pass folders opens data, not programs; a namespace opens both. */
function machineOf(facts: Facts): Machine {
  const mayTry = (launcher: Launcher) =>
    (launcher.kind !== 'user-with-right' || facts.hasSetpriv === true) && (launcher.kind !== 'namespace' || facts.hasNamespaces === true)
  return {
    uid: 0,
    users: () => [
      ...(facts.hasPostgresUser === false ? [] : [{ name: 'postgres', uid: 101, gid: 104 }]),
      { name: 'nobody', uid: 65534, gid: 65534 },
    ],
    copyPrograms: () => (facts.hasRoomForCopy === true ? '/copy' : undefined),
    tryOut(launcher, program) {
      if (!mayTry(launcher)) return 'ENOENT'
      if (launcher.kind === 'namespace') return undefined
      if (program === 'ls') return facts.dataClosed === true && launcher.kind !== 'user-with-right' ? 'EACCES' : undefined
      return facts.programsClosed === true && !program.startsWith('/copy') ? 'EACCES' : undefined
    },
  }
}

const choose = (facts: Facts) => {
  const { folder: programs, launcher } = chooseWay(path.join(closed, 'native'), path.join(closed, 'data'), machineOf(facts))
  return { isCopy: programs === '/copy', kind: launcher.kind, uid: launcher.uid }
}

test('an open place: as postgres, or as nobody where there is no postgres', () => {
  expect(choose({})).toEqual({ isCopy: false, kind: 'user', uid: 101 })
  expect(choose({ hasPostgresUser: false })).toEqual({ isCopy: false, kind: 'user', uid: 65534 })
})

test('closed data need the right to pass, closed programs a copy', () => {
  expect(choose({ dataClosed: true, hasSetpriv: true })).toEqual({ isCopy: false, kind: 'user-with-right', uid: 101 })
  expect(choose({ programsClosed: true, hasRoomForCopy: true })).toEqual({ isCopy: true, kind: 'user', uid: 101 })
  expect(choose({ programsClosed: true, dataClosed: true, hasSetpriv: true, hasRoomForCopy: true })).toEqual({
    isCopy: true,
    kind: 'user-with-right',
    uid: 101,
  })
})

test('where neither can be had, a namespace; where that is forbidden, a sentence that names the closed folder', () => {
  expect(choose({ programsClosed: true, hasNamespaces: true })).toEqual({ isCopy: false, kind: 'namespace', uid: 0 })
  expect(choose({ dataClosed: true, hasNamespaces: true })).toEqual({ isCopy: false, kind: 'namespace', uid: 0 })
  for (const facts of [{ programsClosed: true }, { dataClosed: true }]) {
    expect(() => choose(facts)).toThrow(
      expect.objectContaining({ failure: 'postgres.closed_folder', message: expect.stringContaining(`chmod o+x ${folder}`) }),
    )
  }
})

test('an ordinary user runs it directly, or is told why it cannot be run', () => {
  const machine = { ...machineOf({}), uid: 1000 }
  expect(chooseWay('/native', '/data', machine).launcher).toMatchObject({ kind: 'self', uid: undefined })
  expect(() => chooseWay('/native', '/data', { ...machine, tryOut: () => 'ENOEXEC' })).toThrow(
    expect.objectContaining({ failure: 'postgres.cannot_run', message: expect.stringContaining('ENOEXEC') }),
  )
})
