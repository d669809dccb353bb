import path from 'node:path'
import { restoreBackup } from '#platform/server/backup-restore.ts'
import { UsageError, type Command } from './command.ts'
import { textsFor } from './texts.ts'

export const restore: Command = {
  name: 'restore',
  usage: 'restore <file> [--replace]',
  summary: {
    en: 'bring a backup back; --replace moves present data aside',
    ja: 'バックアップを戻す（--replace で今のデータを別フォルダーへ移す）',
  },
  async run(context, args) {
    const { print, note, language } = context
    const [given, ...more] = args.filter((arg) => arg !== '--replace')
    if (given === undefined || more.length > 0 || given.startsWith('-')) throw new UsageError()
    const say = textsFor(language)
    const { dataFolder } = context.settings()
    const file = path.resolve(given)
    // not for every command: it takes the whole product along
    const { modules } = await import('../modules.ts')
    note(say.restoreReading(file))
    const result = await restoreBackup({
      dataFolder,
      file,
      isReplacing: args.includes('--replace'),
      log: note,
      onChecking: () => note(say.restoreChecking),
      setRight: modules.flatMap((module) => module.setRightAfterRestore ?? []),
    })
    print(say.restoreDone(dataFolder, result.manifest.takenAt, result.tables, result.rows))
    if (result.manifest.database === null) note(say.restoreExternal)
    if (result.aside !== undefined) note(say.restoreAside(result.aside))
    return 0
  },
}
