/** The stream's connection to the database: one, also after the database was away. */
import { createServer, connect, type Server, type Socket } from 'node:net'
import pg from 'pg'
import { expect, inject, test, vi } from 'vitest'
import type { LiveHint } from '#platform/contract/events.ts'
import { installationId, openDatabase } from './database.ts'
import { announceSessions, startLive } from './live.ts'
import type { Log } from './log.ts'
import { liveChannel } from './outbox.ts'

test('while the database is away one try follows another, and afterwards one connection listens', { timeout: 20_000 }, async () => {
  const url = new URL(inject('databaseServerUrl'))
  const target = { host: url.hostname, port: Number(url.port) }
  const open = new Set<Socket>()
  let accepted = 0
  const listen = (port: number) =>
    new Promise<Server>((resolve) => {
      const server = createServer((socket) => {
        accepted++
        open.add(socket)
        const beyond = connect(target)
        socket.pipe(beyond).pipe(socket)
        for (const [one, other] of [
          [socket, beyond],
          [beyond, socket],
        ] as const)
          one.on('error', () => {}).on('close', () => other.destroy())
        socket.on('close', () => open.delete(socket))
      })
      server.listen(port, '127.0.0.1', () => resolve(server))
    })
  const first = await listen(0)
  const { port } = first.address() as { port: number }
  url.hostname = '127.0.0.1'
  url.port = String(port)
  let tries = 0
  const log = { warn: () => void tries++ } as unknown as Log
  const live = await startLive({ databaseUrl: url.href, log, publicTypes: new Set() })
  const heard: string[] = []
  live.subscribe({ consortiumId: 'any', send: (hint) => void heard.push(hint.type) })
  heard.length = 0

  first.close()
  for (const socket of open) socket.destroy()
  await new Promise((resolve) => setTimeout(resolve, 3_000))
  expect(tries).toBeLessThanOrEqual(4)

  accepted = 0
  const second = await listen(port)
  await expect.poll(() => heard, { timeout: 5_000 }).toEqual(['platform.refetch'])
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  expect({ accepted, heard }).toEqual({ accepted: 1, heard: ['platform.refetch'] })
  await live.stop()
  second.close()
})

test('a stream that begins now hears what has just happened, once, and nothing of others', async () => {
  const url = inject('databaseServerUrl')
  const began = performance.now()
  const live = await startLive({ databaseUrl: url, log: { warn: () => {} } as unknown as Log, publicTypes: new Set(['bookings.booked']) })
  const sent = new pg.Client({ connectionString: url })
  await sent.connect()
  const message = { consortiumId: 'one', hubId: 'hub', type: 'bookings.booked', subjectId: 'b1' }
  const first: string[] = []
  live.subscribe({ consortiumId: 'one', send: (hint) => void first.push(hint.type) })
  first.length = 0
  await sent.query('select pg_notify($1, $2)', [liveChannel, JSON.stringify([message, { ...message, type: 'bookings.noted' }])])
  await sent.query('select pg_notify($1, $2)', [liveChannel, JSON.stringify([message])])
  await expect.poll(() => first).toEqual(['bookings.booked', 'bookings.noted', 'bookings.booked'])

  // a server that has just begun cannot know what another told the screen before: it is asked for again
  const early: LiveHint[] = []
  live.subscribe({ consortiumId: 'two', send: (hint) => void early.push(hint) })
  expect(early).toEqual([{ type: 'platform.refetch' }])

  // twelve seconds after its begin it heard all of the last ten
  vi.spyOn(performance, 'now').mockReturnValue(began + 12_000)
  await sent.query('select pg_notify($1, $2)', [liveChannel, JSON.stringify([message, { ...message, type: 'bookings.noted' }])])
  await expect.poll(() => first).toHaveLength(5)
  const late: Record<string, LiveHint[]> = { member: [], stranger: [], elsewhere: [] }
  live.subscribe({ consortiumId: 'one', send: (hint) => void late['member']?.push(hint) })
  live.subscribe({ hubId: 'hub', send: (hint) => void late['stranger']?.push(hint) })
  live.subscribe({ consortiumId: 'two', send: (hint) => void late['elsewhere']?.push(hint) })
  expect(late).toEqual({
    member: [
      { type: 'bookings.booked', hubId: 'hub', subjectId: 'b1' },
      { type: 'bookings.noted', hubId: 'hub', subjectId: 'b1' },
    ],
    stranger: [{ type: 'bookings.booked', hubId: 'hub' }],
    elsewhere: [],
  })
  vi.restoreAllMocks()
  await sent.end()
  await live.stop()
})

test('a session that ended in one process is known in all, and told to no screen', async () => {
  const url = inject('databaseServerUrl')
  const log = { warn: () => {} } as unknown as Log
  const forgotten: string[] = []
  const told: LiveHint[] = []
  const start = (name: string) =>
    startLive({
      databaseUrl: url,
      log,
      publicTypes: new Set(),
      sessionTypes: new Set(['people.roles_changed']),
      onSessions: () => void forgotten.push(name),
    })
  const [one, two] = await Promise.all([start('one'), start('two')])
  for (const live of [one, two]) live.subscribe({ consortiumId: installationId, send: (hint) => void told.push(hint) })
  told.length = 0
  const database = openDatabase({ url, role: 'hiroba_app', poolSize: 1, log })
  await announceSessions(database)
  await expect.poll(() => forgotten.toSorted()).toEqual(['one', 'two'])
  expect(told).toEqual([])
  await Promise.all([one.stop(), two.stop(), database.close()])
})
