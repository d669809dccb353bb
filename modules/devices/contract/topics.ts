/**
 * Topics of Hiroba's own devices: `hiroba/v1/<hub>/<device>/…`. `event` and `cmd/ack` are QoS 1 and never retained, `state` and
 * `avail` are retained, `cmd` comes from the server or the edge, is never retained and carries the time after which it is void.
 */
export const topicRoot = 'hiroba/v1'

export const deviceLeaves = ['event', 'state', 'avail', 'cmd/ack'] as const
export type DeviceLeaf = (typeof deviceLeaves)[number]
const retainedLeaves: readonly DeviceLeaf[] = ['state', 'avail']

/** A device whose vendor announces by Home Assistant's MQTT discovery does so below this. */
export const discoveryRoot = 'homeassistant'
/** Said once after a start, spread over some seconds: bridges then announce their devices again. Never retained. */
export const birthTopic = `${discoveryRoot}/status`
/** What a server listens to for announcements: Home Assistant's form, Tasmota's own, Shelly's own. */
export const announcementFilters: readonly string[] = [
  `${discoveryRoot}/+/+/config`,
  `${discoveryRoot}/+/+/+/config`,
  'tasmota/discovery/+/config',
  '+/events/rpc',
]

export interface DevicePlace {
  readonly hubId: string
  readonly deviceId: string
}

export const deviceTopic = ({ hubId, deviceId }: DevicePlace, leaf: DeviceLeaf | 'cmd'): string =>
  `${topicRoot}/${hubId}/${deviceId}/${leaf}`

/** What a device of ours is told when it is claimed. */
export function topicsOfDevice(place: DevicePlace) {
  return {
    event: deviceTopic(place, 'event'),
    state: deviceTopic(place, 'state'),
    availability: deviceTopic(place, 'avail'),
    command: deviceTopic(place, 'cmd'),
    acknowledgement: deviceTopic(place, 'cmd/ack'),
  }
}

/** Whose topic it is; undefined where it is not one of ours. */
export function readDeviceTopic(topic: string): (DevicePlace & { readonly leaf: DeviceLeaf | 'cmd' }) | undefined {
  const match = /^hiroba\/v1\/([^/+#]+)\/([^/+#]+)\/(event|state|avail|cmd|cmd\/ack)$/.exec(topic)
  const [, hubId, deviceId, leaf] = match ?? []
  return hubId === undefined || deviceId === undefined ? undefined : { hubId, deviceId, leaf: leaf as DeviceLeaf | 'cmd' }
}

/** As MQTT 3.1.1 section 4.7 has it: a filter that begins with a wildcard finds no topic that begins with `$`. */
export function topicMatches(filter: string, topic: string): boolean {
  const wanted = filter.split('/')
  const levels = topic.split('/')
  if (topic.startsWith('$') && (wanted[0] === '+' || wanted[0] === '#')) return false
  for (const [at, level] of wanted.entries()) {
    if (level === '#') return true
    if (at >= levels.length || (level !== '+' && level !== levels[at])) return false
  }
  return wanted.length === levels.length
}

/** Whether whatever `inner` finds is found by `outer` too: a subscription inside a right. */
export function filterCovers(outer: string, inner: string): boolean {
  const wide = outer.split('/')
  const narrow = inner.split('/')
  if (inner.startsWith('$') && (wide[0] === '+' || wide[0] === '#')) return false
  for (const [at, level] of wide.entries()) {
    if (level === '#') return true
    const other = narrow[at]
    if (other === undefined || other === '#') return false
    if (level !== '+' && level !== other) return false
  }
  return wide.length === narrow.length
}

/** Whether some topic is found by both. */
export function filtersMeet(one: string, other: string): boolean {
  const a = one.split('/')
  const b = other.split('/')
  if ((one.startsWith('$') && /^[+#]/.test(other)) || (other.startsWith('$') && /^[+#]/.test(one))) return false
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    if (a[at] === '#' || b[at] === '#') return true
    if (a[at] === undefined || b[at] === undefined) return false
    if (a[at] !== '+' && b[at] !== '+' && a[at] !== b[at]) return false
  }
  return true
}

/** What a connection may do: a device of ours speaks for itself alone, a bridge for the topics it was given. */
export type Speaker =
  | ({ readonly kind: 'device' } & DevicePlace)
  | { readonly kind: 'bridge'; readonly hubId: string; readonly topicFilters: readonly string[] }

/** Topics on which something is ordered: whoever may speak there opens doors, so nothing is ever kept there. */
const commandTopics = /(^|\/)(cmd|set|get|command|rpc)$|^cmnd\/|(^|\/)(set|command)\//

/** Commands in the forms of every protocol that we know: never retained, whoever publishes. */
export const isCommandTopic = (topic: string): boolean => commandTopics.test(topic)

export function maySpeak(speaker: Speaker, topic: string, isRetained: boolean): boolean {
  if (isRetained && isCommandTopic(topic)) return false
  const own = readDeviceTopic(topic)
  if (speaker.kind === 'device') {
    if (own === undefined || own.hubId !== speaker.hubId || own.deviceId !== speaker.deviceId || own.leaf === 'cmd') return false
    return !isRetained || retainedLeaves.includes(own.leaf)
  }
  // whatever its list says, a bridge is none of our own devices
  if (topic === topicRoot || topic.startsWith('hiroba/') || topic.startsWith('$')) return false
  return speaker.topicFilters.some((filter) => topicMatches(filter, topic))
}

export function mayListen(speaker: Speaker, filter: string): boolean {
  if (speaker.kind === 'device') return filter === deviceTopic(speaker, 'cmd')
  if (filter.startsWith('hiroba/') || filter.startsWith('$') || filter.startsWith('+') || filter.startsWith('#')) return false
  return filter === birthTopic || speaker.topicFilters.some((right) => filterCovers(right, filter))
}
