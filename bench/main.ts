/**
 * `npm run bench [-- --json] [-- --only <prefix>,<prefix>] [-- --runs <n>]`: prints each figure's median, least and most.
 * What takes many minutes is measured by its name only: `--only bookings.growth` (5,000 hubs; `HIROBA_COUNTRY_HUBS=200`
 * for a quick look, `HIROBA_COUNTRY_FOLDER=<folder>` to load once and measure often).
 * `--json`: a list of `{name, unit, median, min, max, runs}` and nothing else on standard output.
 */
import { readdir } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { median, startBenchServer, type BenchContext, type BenchServer, type Measurement } from './measure.ts'

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, only: { type: 'string' }, runs: { type: 'string', default: '3' } },
})
const say = (line: string) => process.stderr.write(`${line}\n`)

const files = (await readdir(import.meta.dirname)).filter((name) => name.endsWith('.bench.ts')).toSorted()
const all: Measurement[] = []
for (const file of files) {
  const { measurements } = (await import(`./${file}`)) as { measurements: readonly Measurement[] }
  all.push(...measurements)
}
const isNamed = (one: Measurement, only: string): boolean => only.length > one.name.indexOf('.') + 1
const wanted = values.only?.split(',')
const chosen = all.filter((one) =>
  wanted === undefined
    ? one.isLong !== true
    : wanted.some((only) => one.name.startsWith(only) && (one.isLong !== true || isNamed(one, only))),
)
if (chosen.length === 0) {
  say(`nothing begins with "${values.only}"; there are: ${all.map((one) => one.name).join(', ')}`)
  process.exit(2)
}

let shared: Promise<BenchServer> | undefined
const context: BenchContext = { server: () => (shared ??= startBenchServer()), runs: Number(values.runs) }
say(`${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}; the load generator runs on the same cores`)

const results: { name: string; unit: string; median: number; min: number; max: number; runs: number }[] = []
try {
  for (const one of chosen) {
    say(`… ${one.name}`)
    const figures = await one.run(context)
    const result = {
      name: one.name,
      unit: one.unit,
      median: round(median(figures)),
      min: round(Math.min(...figures)),
      max: round(Math.max(...figures)),
      runs: figures.length,
    }
    results.push(result)
    if (!values.json)
      process.stdout.write(
        `${one.name.padEnd(30)} ${String(result.median).padStart(9)} ${one.unit.padEnd(4)} (${result.min}–${result.max}, ${result.runs} runs; goal ${one.goal})\n`,
      )
    if (!values.json && one.spent !== undefined) process.stdout.write(`${''.padEnd(31)}processor a call: ${one.spent()}\n`)
    if (!values.json && one.limitedBy !== undefined) process.stdout.write(`${''.padEnd(31)}limited by ${one.limitedBy}\n`)
  }
} finally {
  await (await shared?.catch(() => undefined))?.stop()
}
if (values.json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`)

function round(value: number): number {
  return Math.round(value * 100) / 100
}
