/** What a command is given and gives back. A command that others bring (import, export, admin) is one more value of this. */
import type { Settings } from '#platform/server/settings.ts'
import type { Language } from '#platform/server/start-failure.ts'

export interface CommandContext {
  /** The checkout: package.json, apps/, node_modules/. */
  readonly root: string
  readonly env: NodeJS.ProcessEnv
  readonly language: Language
  /** Read when first asked for, so that `help` works with a wrong setting. Throws StartFailure. */
  readonly settings: () => Settings
  /** One line to the person. */
  readonly print: (line: string) => void
  /** One line of progress; kept apart from what a script may read. */
  readonly note: (line: string) => void
}

export interface Command {
  readonly name: string
  /** How it is called, after `hiroba`. */
  readonly usage: string
  readonly summary: { readonly en: string; readonly ja: string }
  /** Commands of developers stand under `hiroba dev`. */
  readonly isDev?: boolean
  /** The exit code. */
  run(context: CommandContext, args: readonly string[]): Promise<number>
}

/** A person called it in a way it does not know; the usage is printed. */
export class UsageError extends Error {}
