/** The list of all commands; a new one is a file beside this and a line here. */
import { adminCommand } from './admin.ts'
import { backup } from './backup.ts'
import type { Command } from './command.ts'
import { devCommands } from './dev.ts'
import { doctor } from './doctor.ts'
import { edge } from './edge.ts'
import { exportCommand } from './export.ts'
import { importCommand } from './import.ts'
import { restore } from './restore.ts'
import { sim } from './sim.ts'
import { start } from './start.ts'

export const commands: readonly Command[] = [
  start,
  importCommand,
  exportCommand,
  backup,
  restore,
  doctor,
  adminCommand,
  edge,
  sim,
  ...devCommands,
]
