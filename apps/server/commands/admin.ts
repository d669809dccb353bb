/** `hiroba admin <mail> [<consortium>]`: a link that brings back a lost administrator, for whoever stands at the machine. */
import { makeAdminLink } from '#modules/people/server/index.ts'
import { openDatabase } from '#platform/server/database.ts'
import { createLog } from '#platform/server/log.ts'
import { UsageError, type Command } from './command.ts'
import { textsFor } from './texts.ts'
import { withProgram } from './with-program.ts'

export const adminCommand: Command = {
  name: 'admin',
  usage: 'admin <mail> [<consortium>]',
  summary: { en: 'a one-time link for a lost administrator', ja: '管理者が入れなくなったときの一回限りのリンク' },
  async run(context, args) {
    const [mail, consortium] = args
    if (mail === undefined || args.length > 2) throw new UsageError()
    const say = textsFor(context.language)
    const link = await withProgram(context, async (program) => {
      const authDatabase = openDatabase({
        url: program.databaseUrl,
        role: 'hiroba_auth',
        poolSize: 1,
        log: createLog('error'),
        searchPath: 'auth',
      })
      try {
        return await makeAdminLink(
          { authDatabase, runInTenant: program.runInTenant, publicUrl: context.settings().publicUrl },
          { mail, ...(consortium === undefined ? {} : { consortium }) },
        )
      } finally {
        await authDatabase.close()
      }
    })
    switch (link.kind) {
      case 'link':
        context.print(say.adminLink(mail, link.consortia.join(', '), link.url))
        return 0
      case 'no-such-consortium':
        context.note(say.adminNoConsortium(link.known.join(', ')))
        return 1
      case 'which-consortium':
        context.note(say.adminWhichConsortium(link.known.join(', ')))
        return 1
      case 'not-a-mail':
        context.note(say.adminNotAMail(mail))
        return 1
    }
  },
}
