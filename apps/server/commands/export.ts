/** `hiroba export [<consortium>] [--to <file>]`: the facts format again, to a file or to standard output. */
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { exportFacts } from '#modules/hubs/server/index.ts'
import { UsageError, type Command } from './command.ts'
import { textsFor } from './texts.ts'
import { withProgram } from './with-program.ts'

export const exportCommand: Command = {
  name: 'export',
  usage: 'export [<consortium>] [--to <file>]',
  summary: { en: 'write consortia and hubs to a file', ja: 'コンソーシアムと拠点をファイルに書き出す' },
  async run(context, args) {
    const { to, consortium } = readArgs(args)
    const text = await withProgram(context, (program) => exportFacts(program.runInTenants, consortium === undefined ? {} : { consortium }))
    if (to === undefined) context.print(text)
    else {
      await writeFile(to, text)
      context.note(textsFor(context.language).exportDone(to))
    }
    return 0
  },
}

function readArgs(args: readonly string[]): { to: string | undefined; consortium: string | undefined } {
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { to: { type: 'string' } } })
    if (positionals.length > 1) throw new UsageError()
    return { to: values.to, consortium: positionals[0] }
  } catch {
    throw new UsageError()
  }
}
