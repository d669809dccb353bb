/** What a device says of itself, in any of the forms we know. Undefined: the topic is no announcement. */
import { isReadError } from '../drivers/driver.ts'
import { readJson } from '../drivers/text.ts'
import { discoveryRoot } from '../topics.ts'
import { readHomeAssistant } from './home-assistant.ts'
import { readShelly, readTasmota } from './own-announcements.ts'
import type { AdoptableDevice, Announcement, RefusalCode } from './types.ts'

export function parseAnnouncement(topic: string, payload: Uint8Array): Announcement | undefined {
  const levels = topic.split('/')
  if (levels[0] === discoveryRoot && levels.at(-1) === 'config' && (levels.length === 4 || levels.length === 5)) {
    const announcementId = levels.slice(1, -1).join('/')
    return guarded(announcementId, payload, (json) => {
      const platform = levels[1] ?? ''
      const fallbackId = platform === 'device' ? (levels[2] ?? '') : levels.slice(2, -1).join('_')
      const found = readHomeAssistant(json, platform === 'device' ? { fallbackId } : { platform, fallbackId })
      return { kind: 'announced', announcementId, ...found }
    })
  }
  if (levels[0] === 'tasmota' && levels[1] === 'discovery' && levels[3] === 'config' && levels.length === 4) {
    const announcementId = `tasmota/${levels[2]}`
    return guarded(announcementId, payload, (json) => one(announcementId, readTasmota(json)))
  }
  if (levels.length === 3 && levels[1] === 'events' && levels[2] === 'rpc') {
    const prefix = levels[0] ?? ''
    // most of what comes here is a reading of a device that is known
    if (payload.length === 0) return undefined
    const found = guarded(`shelly/${prefix}`, payload, (json) => one(`shelly/${prefix}`, readShelly(prefix, json)))
    return found.kind === 'announced' ? found : undefined
  }
  return undefined
}

function one(announcementId: string, device: AdoptableDevice | undefined): Announcement {
  return device === undefined
    ? { kind: 'refused', announcementId, code: 'unknown_shape', detail: 'not an announcement' }
    : { kind: 'announced', announcementId, adoptable: [device], refused: [] }
}

function guarded(
  announcementId: string,
  payload: Uint8Array,
  read: (json: Readonly<Record<string, unknown>>) => Announcement,
): Announcement {
  // an empty message takes it back
  if (payload.length === 0) return { kind: 'removed', announcementId }
  try {
    return read(readJson(payload))
  } catch (error) {
    if (!isReadError(error)) throw error
    const code: RefusalCode = error.code === 'not_json' || error.code === 'not_text' ? 'not_json' : 'unknown_shape'
    return { kind: 'refused', announcementId, code, detail: error.detail }
  }
}
