/** For commands that need the database whether Hiroba runs or not: the running one, else one started for the time. */
import { readHolder } from '#platform/server/embedded-lock.ts'
import { startDatabaseServer } from '#platform/server/database-server.ts'
import type { CommandContext } from './command.ts'

export async function withDatabase<T>(context: CommandContext, work: (databaseUrl: string) => Promise<T>): Promise<T> {
  const settings = context.settings()
  const running = settings.databaseUrl === undefined ? readHolder(settings.dataFolder)?.databaseUrl : undefined
  if (running !== undefined) return work(running)
  const server = await startDatabaseServer(settings, context.note)
  try {
    return await work(server.url)
  } finally {
    await server.stop()
  }
}
