/** One line of JSON an event on standard error. No names, no numbers of cards: what the gateway says holds none. */
import type { GatewayLog } from '#modules/access/gateway/index.ts'

export type EdgeLog = GatewayLog

const order = ['debug', 'info', 'warn', 'error', 'silent']

export function createEdgeLog(least: string): EdgeLog {
  const from = Math.max(0, order.indexOf(least))
  return (level, message, facts) => {
    if (order.indexOf(level) < from) return
    process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...facts })}\n`)
  }
}
