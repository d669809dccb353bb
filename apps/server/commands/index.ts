/** The list of all commands; a new one is a file beside this and a line here. */
import { backup } from './backup.ts'
import type { Command } from './command.ts'
import { devCommands } from './dev.ts'
import { doctor } from './doctor.ts'
import { restore } from './restore.ts'
import { start } from './start.ts'

export const commands: readonly Command[] = [start, backup, restore, doctor, ...devCommands]
