/** Structured logs, one JSON line each, with the request or job id. Never bodies, tokens or personal data. */
import pino from 'pino'

export type Log = pino.Logger

export function createLog(level: string): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: { paths: ['*.password', '*.token', 'headers.cookie', 'headers.authorization'], remove: true } })
}
