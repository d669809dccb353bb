/** graphile-worker logs every job at INFO and looks for a crontab file; ours says errors only, in our log. */
import { Logger } from 'graphile-worker'
import type { Log } from './log.ts'

export const quietWorkerLogger = new Logger(() => () => {})

export function workerLogger(log: Log): Logger {
  return new Logger(() => (level, message, meta) => {
    if (level === 'error') log.error({ meta }, message)
    else if (level === 'warning') log.warn({ meta }, message)
  })
}
