/** `hiroba import <file> [--dry-run]`: consortia, hubs and spaces of the facts format, whole or not at all. */
import { importFacts, problemsOf } from '#modules/hubs/server/index.ts'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { UsageError, type Command } from './command.ts'
import { textsFor } from './texts.ts'
import { withProgram } from './with-program.ts'

export const importCommand: Command = {
  name: 'import',
  usage: 'import <file> [--dry-run] [--overlay <file>]',
  summary: { en: 'read consortia and hubs from a file', ja: 'ファイルからコンソーシアムと拠点を取り込む' },
  async run(context, args) {
    const { values, positionals } = readArgs(args)
    const [file] = positionals
    if (file === undefined || positionals.length > 1) throw new UsageError()
    const say = textsFor(context.language)
    const content = await readFile(file).catch((error: Error) => {
      context.note(say.cannotRead(file, error.message))
      return undefined
    })
    if (content === undefined) return 1
    const overlay = values.overlay === undefined ? undefined : await readFile(values.overlay, 'utf8')
    return withProgram(context, async (program) => {
      try {
        const report = await importFacts(program.runInTenants, content, {
          isDryRun: values['dry-run'],
          ...(overlay === undefined ? {} : { overlay }),
        })
        for (const row of report.rows) {
          const details = [
            row.fields.length > 0 ? say.importFields(row.fields.join(', ')) : '',
            row.kept.length > 0 ? say.importKept(row.kept.join(', ')) : '',
            row.notUnderstood.length > 0 ? say.importNotUnderstood(row.notUnderstood.join(', ')) : '',
          ]
          context.print(
            `${say.importOutcome[row.outcome]}  ${row.kind}  ${row.key}  (${row.path}, ${say.line} ${row.line})${details
              .filter((text) => text !== '')
              .map((text) => `  ${text}`)
              .join('')}`,
          )
        }
        context.print(say.importDone(report))
        return 0
      } catch (error) {
        const problems = problemsOf(error)
        if (problems === undefined) throw error
        for (const problem of problems) {
          context.note(
            `${problem.path} (${say.line} ${problem.line}): ${program.texts.say(context.language, 'hubs', `importProblems.${problem.code}`, { found: problem.found })}`,
          )
        }
        context.note(say.importRefused(problems.length))
        return 1
      }
    })
  },
}

function readArgs(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { 'dry-run': { type: 'boolean', default: false }, overlay: { type: 'string' } },
    })
  } catch {
    throw new UsageError()
  }
}
