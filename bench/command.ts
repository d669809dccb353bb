/** A command of the program, as a person types it. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

export interface Done {
  readonly code: number | null
  readonly output: string
  readonly notes: string
  readonly seconds: number
}

export async function hiroba(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Done> {
  const started = performance.now()
  const child = spawn(process.execPath, [join(root, 'bin/hiroba.mjs'), ...args], {
    cwd: root,
    env: { ...process.env, HIROBA_LANG: 'en', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [output, notes] = ['', '']
  child.stdout.on('data', (part: Buffer) => (output += String(part)))
  child.stderr.on('data', (part: Buffer) => (notes += String(part)))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, output, notes, seconds: (performance.now() - started) / 1000 }
}

export async function mustRun(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Done> {
  const done = await hiroba(args, env)
  if (done.code !== 0) throw new Error(`hiroba ${args.join(' ')} ended with ${done.code}:\n${done.output}\n${done.notes}`)
  return done
}
