/** What all components of Home Assistant's discovery share: where a value stands, and how it is told that a device is there. */
import * as z from 'zod'
import { unnumbered, type DriverFact, type DriverMessage } from './driver.ts'
import { readJson, readText } from './text.ts'
import { applyTemplate, asPayload, parseTemplate } from './template.ts'

/** A topic and the place in its messages. */
export const valueAt = z.object({ topic: z.string().min(1), template: z.string().optional() })
export type ValueAt = z.infer<typeof valueAt>

export const availabilityConfig = z.object({
  mode: z.enum(['all', 'any', 'latest']),
  topics: z.array(valueAt.extend({ online: z.string(), offline: z.string() })).max(20),
})
export type AvailabilityConfig = z.infer<typeof availabilityConfig>

/** What every adopted thing has. `expireSeconds`: a value that is older holds no more; `devices` calls it silent then. */
export const adoptedBase = z.object({
  availability: availabilityConfig.optional(),
  expireSeconds: z.number().positive().optional(),
  battery: valueAt.optional(),
})

/** The value as it came: text, number or what the JSON holds. Undefined: this message has none. */
export function valueOf(at: ValueAt, message: DriverMessage): unknown {
  const text = readText(message.payload)
  if (at.template === undefined) return text
  const template = parseTemplate(at.template)
  return template === undefined ? undefined : applyTemplate(template, text, () => readJson(message.payload))
}

/** `false` in JSON is the text `False` in Home Assistant's templates; whoever announces writes either. */
export const isSaid = (payload: string | undefined, wanted: string): boolean =>
  payload === wanted || (payload !== undefined && /^(true|false)$/i.test(wanted) && payload.toLowerCase() === wanted.toLowerCase())

export const payloadOf = (at: ValueAt, message: DriverMessage): string | undefined => asPayload(valueOf(at, message))

/**
 * Online or not, as one topic says. Where all of several topics must be online, one that is not is the whole truth; that all
 * are is believed of the last in the list alone, which is the device's own (Zigbee2MQTT lists the bridge first): a bridge that
 * comes back says nothing of a lock that is away. Where any is enough it is the other way round.
 */
export function readAvailability(availability: AvailabilityConfig | undefined, message: DriverMessage): DriverFact[] {
  const topics = availability?.topics ?? []
  const own = topics.at(-1)
  for (const one of topics) {
    if (one.topic !== message.topic) continue
    const payload = payloadOf(one, message)
    const isOnline = isSaid(payload, one.online)
    if (!isOnline && !isSaid(payload, one.offline)) continue
    const saysLittle = isOnline ? 'all' : 'any'
    if (availability?.mode === saysLittle && one !== own) continue
    return [{ ...unnumbered(message, 'availability'), type: 'availability', data: { isOnline } }]
  }
  return []
}

export const topicsOfBase = (config: z.infer<typeof adoptedBase>): string[] => [
  ...(config.availability?.topics.map((one) => one.topic) ?? []),
  ...(config.battery === undefined ? [] : [config.battery.topic]),
]
