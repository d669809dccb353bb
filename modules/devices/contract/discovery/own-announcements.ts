/** Devices that announce themselves in a form of their own: Tasmota (`tasmota/discovery/<mac>/config`) and Shelly from the second generation on. */
import * as z from 'zod'
import type { JsonObject } from '../drivers/text.ts'
import type { AdoptableDevice } from './types.ts'

const tasmota = z.object({
  /** Device name, topic, full topic, prefixes of command, status and telemetry. */
  dn: z.string().nullish(),
  t: z.string().min(1),
  ft: z.string().min(1),
  tp: z.tuple([z.string(), z.string(), z.string()]),
  mac: z.string().min(6),
  md: z.string().nullish(),
  sw: z.string().nullish(),
  ofln: z.string().optional(),
  onln: z.string().optional(),
})

export function readTasmota(json: JsonObject): AdoptableDevice | undefined {
  const parsed = tasmota.safeParse(json)
  if (!parsed.success) return undefined
  const { dn, t, ft, tp, mac, md, sw, ofln, onln } = parsed.data
  const full = (prefix: string) => ft.replaceAll('%prefix%', prefix).replaceAll('%topic%', t).replace(/\/$/, '')
  // with %hostname% or %id% in it nobody can tell the topic
  if (/[%+#]/.test(full(''))) return undefined
  return {
    id: `tasmota/${mac}`,
    hardwareId: mac,
    name: (dn ?? t).slice(0, 120),
    kind: 'plug',
    driver: 'tasmota',
    config: {
      telemetry: full(tp[2]),
      status: full(tp[1]),
      ...(onln === undefined ? {} : { online: onln }),
      ...(ofln === undefined ? {} : { offline: ofln }),
    },
    manufacturer: 'Tasmota',
    model: md ?? null,
    firmware: sw ?? null,
  }
}

const shelly = z.object({
  src: z.string().regex(/^shelly[\w-]+$/i),
  method: z.literal('NotifyFullStatus'),
  params: z.record(z.string(), z.unknown()),
})

/** It tells its whole status when it connects: that is its announcement. */
export function readShelly(prefix: string, json: JsonObject): AdoptableDevice | undefined {
  const parsed = shelly.safeParse(json)
  if (!parsed.success) return undefined
  const parts = Object.keys(parsed.data.params)
  const isMeter = parts.some((part) => /^(em|em1|pm1):/.test(part))
  return {
    id: `shelly/${parsed.data.src}`,
    hardwareId: parsed.data.src,
    name: parsed.data.src,
    kind: isMeter ? 'meter' : parts.some((part) => part.startsWith('switch:')) ? 'plug' : 'sensor',
    driver: 'shelly',
    config: { id: prefix },
    manufacturer: 'Shelly',
    model: parsed.data.src.split('-')[0] ?? null,
    firmware: null,
  }
}
