/** The command line, run by Node 26. `bin/hiroba.mjs` hands over to it. */
import path from 'node:path'
import { readSettings, settingNames } from '#platform/server/settings.ts'
import { describeFailure, languageOf, StartFailure } from '#platform/server/start-failure.ts'
import { UsageError, type Command, type CommandContext } from './commands/command.ts'
import { commands } from './commands/index.ts'
import { textsFor } from './commands/texts.ts'

// A reader that went away (`| head`, a closed terminal) must not end a server in the middle.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

process.exitCode = await main(process.argv.slice(2), process.env)
// Libraries may keep a timer or a socket; a command is over when it says so.
process.exit()

async function main(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const root = path.resolve(import.meta.dirname, '../..')
  const language = languageOf(env)
  const say = textsFor(language)
  const context: CommandContext = {
    root,
    env,
    language,
    settings: () => readSettings(env, root),
    print: (line) => void process.stdout.write(`${line}\n`),
    note: (line) => void process.stderr.write(`${line}\n`),
  }
  const [first = 'help', ...others] = args
  const isDev = first === 'dev'
  const name = isDev ? (others[0] ?? 'help') : first
  const rest = isDev ? others.slice(1) : others
  if (['help', '--help', '-h'].includes(name)) {
    printHelp(context)
    return 0
  }
  const command = commands.find((one) => one.name === name && (one.isDev ?? false) === isDev)
  if (command === undefined) {
    context.note(say.unknownCommand(isDev ? `dev ${name}` : name))
    printHelp(context)
    return 2
  }
  try {
    return await command.run(context, rest)
  } catch (error) {
    if (error instanceof UsageError) context.note(say.usage(command.usage))
    else if (error instanceof StartFailure) context.note(describeFailure(error, language))
    else context.note(say.bug(error instanceof Error ? (error.stack ?? error.message) : String(error)))
    return error instanceof UsageError ? 2 : 1
  }
}

function printHelp({ print, language }: CommandContext): void {
  const say = textsFor(language)
  const line = (command: Command) => `  ${command.usage.padEnd(28)} ${command.summary[language]}`
  print(say.helpHead)
  for (const command of commands.filter((one) => one.isDev !== true)) print(line(command))
  print(say.helpDev)
  for (const command of commands.filter((one) => one.isDev === true)) print(line(command))
  print(say.helpSettings)
  print(`  ${settingNames.join(' ')}`)
}
