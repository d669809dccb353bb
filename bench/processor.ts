/** Processor time by part, from `/proc`: a figure per second says that something is slow, this says what. */
import { readFile } from 'node:fs/promises'
import { treeOf, type BenchServer } from './measure.ts'

export interface ProcessorTime {
  readonly server: number
  readonly database: number
  readonly generator: number
}

/** Milliseconds so far of the server, its PostgreSQL and this process. */
export async function processorTime(server: BenchServer): Promise<ProcessorTime> {
  const total = { server: 0, database: 0, generator: 0 }
  for (const pid of await treeOf(server.process.pid ?? 0)) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // user and system time in hundredths of a second
    const spent = (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10
    total[name.startsWith('postgres') ? 'database' : 'server'] += spent
  }
  const { user, system } = process.cpuUsage()
  return { ...total, generator: (user + system) / 1000 }
}

/** `server 1.2 ms, PostgreSQL 0.8 ms, load generator 0.2 ms` a call. */
export function spentPerCall(from: ProcessorTime, to: ProcessorTime, calls: number): string {
  const of = (part: keyof ProcessorTime) => `${((to[part] - from[part]) / calls).toFixed(2)} ms`
  return `server ${of('server')}, PostgreSQL ${of('database')}, load generator ${of('generator')}`
}
