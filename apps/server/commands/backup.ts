import { existsSync } from 'node:fs'
import path from 'node:path'
import { makeBackup } from '#platform/server/backup.ts'
import { clusterFolder } from '#platform/server/embedded-cluster.ts'
import { StartFailure } from '#platform/server/start-failure.ts'
import { version } from '../version.ts'
import { UsageError, type Command } from './command.ts'
import { textsFor } from './texts.ts'
import { withDatabase } from './with-database.ts'

export const backup: Command = {
  name: 'backup',
  usage: 'backup [file]',
  summary: {
    en: 'database and files into one file, while people go on working',
    ja: '利用を続けたまま、データベースとファイルを一つのファイルに保存する',
  },
  async run(context, args) {
    const { print, note, language } = context
    if (args.length > 1 || args[0]?.startsWith('-') === true) throw new UsageError()
    const say = textsFor(language)
    const { dataFolder, databaseUrl } = context.settings()
    const isOwn = databaseUrl !== undefined
    if (isOwn ? !existsSync(dataFolder) : !existsSync(clusterFolder(dataFolder)))
      throw new StartFailure('backup.nothing', { folder: dataFolder })

    const begin = performance.now()
    const file = path.resolve(args[0] ?? `hiroba-${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}.tar.gz`)
    note(say.backupStart(file))
    if (isOwn) note(say.backupExternal)
    const make = (url: string | undefined) => makeBackup({ dataFolder, file, databaseUrl: url, hirobaVersion: version })
    const { manifest, bytes } = isOwn ? await make(undefined) : await withDatabase(context, make)
    print(
      say.backupDone(
        file,
        `${(bytes / 1_048_576).toFixed(1)} MB`,
        Object.keys(manifest.files).length,
        Math.round((performance.now() - begin) / 100) / 10,
      ),
    )
    note(say.backupSecret)
    return 0
  },
}
