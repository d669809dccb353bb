/**
 * `npm run proof [-- --only <name>]`: what takes long (kills, restores, audits of pages). Each result is written with
 * date and machine to `docs/proofs/runs/<name>.md`; `docs/proofs/foundation.md` says what they mean.
 */
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Proof } from './proof-type.ts'

const { values } = parseArgs({ options: { only: { type: 'string' } } })
const folder = join(import.meta.dirname, '../docs/proofs/runs')
await mkdir(folder, { recursive: true })
const say = (line: string) => process.stderr.write(`${line}\n`)

const files = (await readdir(import.meta.dirname)).filter((name) => name.endsWith('.proof.ts')).toSorted()
let failed = 0
for (const file of files) {
  const { proof } = (await import(`./${file}`)) as { proof: Proof }
  if (values.only !== undefined && !proof.name.startsWith(values.only)) continue
  say(`== ${proof.title}`)
  const started = Date.now()
  try {
    const lines = await proof.run(say)
    const text = [
      `# ${proof.title}`,
      '',
      `${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${Math.round((Date.now() - started) / 1000)} s.`,
      `Repeat: \`npm run proof -- --only ${proof.name}\``,
      '',
      ...lines.map((line) => (line.startsWith('|') || line === '' ? line : `- ${line}`)),
      '',
    ].join('\n')
    await writeFile(join(folder, `${proof.name}.md`), text)
    for (const line of lines) say(`  ${line}`)
  } catch (error) {
    failed++
    say(`FAILED ${proof.name}: ${(error as Error).stack ?? String(error)}`)
  }
}
process.exit(failed === 0 ? 0 : 1)
