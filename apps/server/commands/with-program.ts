/** For commands that act as the program does: the same modules and rules, on the running database or one started for the time. */
import { migrate } from '#platform/server/migrations.ts'
import { buildProgram, type Program } from '#platform/server/program.ts'
import { ensureSecret } from '#platform/server/settings.ts'
import type { CommandContext } from './command.ts'
import { withDatabase } from './with-database.ts'

export async function withProgram<T>(context: CommandContext, work: (program: Program) => Promise<T>): Promise<T> {
  const given = context.settings()
  const settings = { ...given, secret: ensureSecret(given), logLevel: 'error' as const }
  return withDatabase(context, async (databaseUrl) => {
    await migrate(databaseUrl)
    const { programOptionsOf } = await import('../server.ts')
    const program = await buildProgram({ ...programOptionsOf(settings, databaseUrl), hasWorker: false })
    try {
      return await work(program)
    } finally {
      await program.stop()
    }
  })
}
