/** Structured logs, one JSON line each, with the request or job id. Never bodies, tokens or personal data. */
import pino from 'pino'

export type Log = pino.Logger

/**
 * PostgreSQL tells in these fields which values a row or statement held: names, addresses, telephone numbers. `client`
 * is the whole connection with all its statements, which the pool hangs on the error of a lost one.
 */
const unsaid = ['detail', 'where', 'parameters', 'internalQuery', 'client'] as const

function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const described: Record<string, unknown> = { ...pino.stdSerializers.err(error) }
  for (const field of unsaid) delete described[field]
  return described
}

export function createLog(level: string, destination?: pino.DestinationStream): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeError },
      redact: { paths: ['*.password', '*.token', 'headers.cookie', 'headers.authorization'], remove: true },
    },
    destination,
  )
}
