/** `hiroba edge [--to <file>]`: writes the one file that runs at a hub. docs/operator/edge.md says how it is set up. */
import { copyFile, mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { UsageError, type Command } from './command.ts'
import { runNode, toolOf } from './dev-tools.ts'
import { textsFor } from './texts.ts'

export const edge: Command = {
  name: 'edge',
  usage: 'edge [--to <file>]',
  summary: { en: 'write the program of a hub gateway to one file', ja: '拠点ゲートウェイのプログラムを 1 ファイルに書き出す' },
  async run({ root, note, print, language }, args) {
    const to = path.resolve(fileOf(args))
    const made = path.join(root, '.cache', `edge-${process.pid}`)
    try {
      const code = await runNode(root, toolOf(root, 'vite'), [
        'build',
        path.join(root, 'apps/edge'),
        '--outDir',
        made,
        '--emptyOutDir',
        '--logLevel',
        'warn',
      ])
      if (code !== 0) return code
      await mkdir(path.dirname(to), { recursive: true })
      await copyFile(path.join(made, 'hiroba-edge.mjs'), to)
    } finally {
      await rm(made, { recursive: true, force: true })
    }
    note(textsFor(language).edgeDone)
    print(to)
    return 0
  },
}

function fileOf(args: readonly string[]): string {
  try {
    return parseArgs({ args: [...args], options: { to: { type: 'string', default: 'hiroba-edge.mjs' } } }).values.to
  } catch {
    throw new UsageError()
  }
}
