/** When something happened, by clocks that may all be wrong. Pure: server and edge ask the same. */
import type { DeviceEvent, TimeQuality } from './schemas.ts'

export interface EffectiveTime {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly quality: TimeQuality
}

/** So far may a device's own clock be behind the edge that heard it (it kept what it saw while the line was down) or ahead of it. */
const mostBehindMs = 7 * 24 * 60 * 60_000
const mostAheadMs = 5 * 60_000

/**
 * The device's time where its clock is right and within [-7 days, +5 minutes] of the edge's, else the edge's, else when the
 * server received it. Nothing is ever refused for its time: doubt is marked instead (complaints: chirpstack 519, SentryGuard
 * 210).
 */
export function effectiveTime(
  event: Pick<DeviceEvent, 'deviceTime' | 'deviceClock' | 'edgeTime' | 'edgeClock'>,
  receivedAt: number,
): EffectiveTime {
  const edgeAt = Date.parse(event.edgeTime)
  const isEdgeRight = event.edgeClock !== 'unsynced' && edgeAt - receivedAt <= mostAheadMs
  const deviceAt = event.deviceTime === null ? undefined : Date.parse(event.deviceTime)
  const heardAt = isEdgeRight ? edgeAt : receivedAt
  if (deviceAt !== undefined && event.deviceClock === 'synced' && deviceAt >= heardAt - mostBehindMs && deviceAt <= heardAt + mostAheadMs)
    return { at: deviceAt, quality: 'device' }
  if (isEdgeRight) return { at: edgeAt, quality: 'edge' }
  // an edge that does not know the time says when it thinks it was; received is the only thing that is known
  return { at: receivedAt, quality: event.edgeClock === 'unsynced' ? 'doubtful' : 'server' }
}
