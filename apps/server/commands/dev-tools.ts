/** Runs development tools with Node 26, by path: the shims in node_modules/.bin take whatever Node comes first. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'

/** The file behind a package's command. */
export function toolOf(root: string, name: string, command = name): string {
  const folder = path.join(root, 'node_modules', name)
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { bin: string | Record<string, string> }
  const file = typeof bin === 'string' ? bin : bin[command]
  if (file === undefined) throw new Error(`${name} has no command ${command}`)
  return path.join(folder, file)
}

/** Answers the exit code. The tool has the terminal; a signal is for it to obey. */
export function runNode(root: string, file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const child = spawn(process.execPath, [file, ...args], { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
  const forward = (signal: NodeJS.Signals) => void child.kill(signal)
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, forward)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      for (const one of signals) process.off(one, forward)
      resolve(code ?? (signal === 'SIGINT' ? 130 : 1))
    })
  })
}
