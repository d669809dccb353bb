/**
 * A lock, or the relay of an electric strike, with an address of its own on the hub's network: one request opens it. It tells
 * nothing by itself, so what it did is never known (`confirms: 'none'`). `{id}`, `{expiresAt}` and `{seconds}` in address and
 * body are filled in.
 */
import * as z from 'zod'
import { configReader, readError, type DeviceDriver, type DriverCommand } from './driver.ts'

const call = z.object({
  method: z.enum(['GET', 'POST', 'PUT']).default('POST'),
  url: z.url({ protocol: /^https?$/ }).max(500),
  headers: z.record(z.string().regex(/^[\w-]{1,60}$/), z.string().regex(/^[^\r\n]{0,500}$/)).optional(),
  body: z.string().max(2_000).optional(),
})
export const httpLockConfig = z.object({ unlock: call, lock: call.optional(), open: call.optional() })
const configOf = configReader(httpLockConfig)

export const httpLockDriver: DeviceDriver = {
  name: 'http-lock',
  kinds: ['lock'],
  confirms: 'none',
  topicsOf: () => [],
  read() {
    throw readError('unknown_shape', 'a lock with an address of its own sends no messages')
  },
  write(config, command) {
    const calls = configOf(config)
    const one =
      command.action === 'lock'
        ? calls.lock
        : command.action === 'unlock'
          ? calls.unlock
          : command.action === 'open'
            ? (calls.open ?? calls.unlock)
            : undefined
    if (one === undefined) return { unsupported: command.action }
    return {
      http: {
        method: one.method,
        url: fill(one.url, command, encodeURIComponent),
        ...(one.headers === undefined ? {} : { headers: one.headers }),
        ...(one.body === undefined ? {} : { body: fill(one.body, command, (text) => JSON.stringify(text).slice(1, -1)) }),
      },
    }
  },
}

function fill(text: string, command: DriverCommand, escape: (value: string) => string): string {
  const seconds = command.params?.['seconds']
  const values: Readonly<Record<string, string>> = {
    id: command.id,
    expiresAt: command.expiresAt,
    seconds: typeof seconds === 'number' ? String(seconds) : '',
  }
  return text.replaceAll(/\{(id|expiresAt|seconds)\}/g, (_whole, name: string) => escape(values[name] ?? ''))
}
