/**
 * An edge in its own process, as it stands at a hub: 20 doors, 500 people, the line to the server up. A card is shown, and
 * the time runs until the unlock command is at the lock: over MQTT both ways, with the decision on the disk in between.
 */
import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MqttClient } from 'mqtt'
import { cardMessage, connectDevice, identityOf, makeDoorHub, startEdge, startServerDouble, topicOf } from './door-hub.ts'
import { percentile, type Measurement } from './measure.ts'
import { freePort } from './ports.ts'

const doors = 20
const people = 500
const perSecond = 200
const seconds = 20

interface Run {
  readonly p99: number
  readonly p50: number
  readonly memoryMb: number
  readonly refused: number
}

let lastRun: Run | undefined

/** What stands at a hub is the one built file, so that is what is measured. */
function builtEdge(folder: string): string {
  const file = join(folder, 'hiroba-edge.mjs')
  const { status, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, '../apps/server/cli.ts'), 'edge', '--to', file])
  if (status !== 0) throw new Error(`the edge could not be built: ${String(stderr)}`)
  return file
}

async function showCards(): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'hiroba-edge-bench-'))
  const hub = makeDoorHub({ doors, people })
  const server = await startServerDouble(hub)
  const edge = await startEdge({
    folder,
    file: builtEdge(folder),
    mqttPort: await freePort(),
    statusPort: await freePort(),
    identity: identityOf(hub, server.url),
  })
  const clients: MqttClient[] = []
  try {
    // devices are let in as soon as the rules are there
    const readers = await Promise.all(hub.readers.map((reader) => connectDevice(edge.mqttUrl, reader)))
    const locks = await Promise.all(hub.locks.map((lock) => connectDevice(edge.mqttUrl, lock)))
    clients.push(...readers, ...locks)
    const shownAt: number[][] = hub.readers.map(() => [])
    const took: number[] = []
    await Promise.all(
      locks.map(async (client, at) => {
        await client.subscribeAsync(topicOf(hub, hub.locks[at] ?? hub.edgeDevice, 'cmd'), { qos: 1 })
        client.on('message', (_topic, payload) => {
          const { action } = JSON.parse(payload.toString()) as { action: string }
          const shown = action === 'unlock' ? shownAt[at]?.shift() : undefined
          if (shown !== undefined) took.push(performance.now() - shown)
        })
      }),
    )
    const total = perSecond * seconds
    const warm = perSecond * 2
    const started = performance.now()
    for (let n = 0; n < total + warm; n++) {
      const due = started + (n * 1_000) / perSecond
      const wait = due - performance.now()
      if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait))
      if (n === warm) took.length = 0
      const at = n % doors
      shownAt[at]?.push(performance.now())
      readers[at]?.publish(topicOf(hub, hub.readers[at] ?? hub.edgeDevice, 'event'), cardMessage('bench', n, hub.cards[n % people] ?? ''), {
        qos: 1,
      })
    }
    const until = performance.now() + 5_000
    while (took.length < total && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 20))
    const status = await readFile(`/proc/${edge.process.pid}/status`, 'utf8')
    return {
      p99: percentile(took, 0.99),
      p50: percentile(took, 0.5),
      memoryMb: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? Number.NaN) / 1_024,
      refused: total - took.length,
    }
  } finally {
    await Promise.all(clients.map((client) => client.endAsync(true)))
    await edge.kill('SIGTERM')
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
}

export const measurements: readonly Measurement[] = [
  {
    name: 'access.decide_p99_ms',
    unit: 'ms',
    goal: `20 or less, ${perSecond} cards a second at one edge`,
    limitedBy: 'the disk: the decision is there before the command leaves; what comes in one turn shares a commit',
    spent: () => (lastRun === undefined ? 'not run' : `half within ${lastRun.p50.toFixed(1)} ms; ${lastRun.refused} not answered`),
    async run({ runs }) {
      const figures: number[] = []
      for (let n = 0; n < runs; n++) {
        lastRun = await showCards()
        figures.push(lastRun.p99)
      }
      return figures
    },
  },
  {
    name: 'edge.memory_mb',
    unit: 'MiB',
    goal: '150 or less, after 4,400 cards',
    async run() {
      lastRun ??= await showCards()
      return [lastRun.memoryMb]
    },
  },
]
