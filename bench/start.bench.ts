import { memoryOfTree, startBenchServer, type Measurement } from './measure.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const measurements: readonly Measurement[] = [
  {
    name: 'start.ready_s',
    unit: 's',
    goal: '3',
    limitedBy: 'loading of the libraries by Node; PostgreSQL on existing data is up within a tenth of a second',
    async run({ runs }) {
      const dataFolder = await mkdtemp(join(tmpdir(), 'hiroba-start-'))
      const seconds: number[] = []
      // the first start makes the database; what people wait for each day are the later ones
      for (let run = 0; run <= runs; run++) {
        const server = await startBenchServer({ dataFolder })
        if (run > 0) seconds.push(server.readySeconds)
        await server.stop()
      }
      await rm(dataFolder, { recursive: true, force: true })
      return seconds
    },
  },
  {
    name: 'memory.rest_mb',
    unit: 'MB',
    goal: '350',
    limitedBy: 'server, launcher and PostgreSQL with the connections of its pools; shared pages are counted once',
    async run() {
      const server = await startBenchServer()
      await new Promise((resolve) => setTimeout(resolve, 10_000))
      const pid = server.process.pid ?? 0
      const figure = await memoryOfTree(pid)
      await server.stop()
      return [figure]
    },
  },
]
