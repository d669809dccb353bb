/** The list of all commands; a new one is a file beside this and a line here. */
import type { Command } from './command.ts'
import { start } from './start.ts'

export const commands: readonly Command[] = [start]
