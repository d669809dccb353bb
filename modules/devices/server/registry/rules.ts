/** Which topics a bridge may be given, and how a code is written. */

/** As it is shown: `7K3M-9QXA`. */
export const spellCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`

/** Roots under which vendors speak. A bridge that may listen to everything would hear the hub's other devices. */
const vendorRoots = new Set(['homeassistant', 'zigbee2mqtt', 'tasmota', 'tele', 'stat', 'cmnd'])

/** A filter names its first level, none of ours and none of the broker's own; wildcards stand alone in their level, `#` at the end. */
export function isTopicAllowed(filter: string): boolean {
  const levels = filter.split('/')
  const [root = ''] = levels
  if (root === '' || root === '+' || root === '#' || root === 'hiroba' || root.startsWith('$')) return false
  if (/[\p{Cc}]/u.test(filter)) return false
  if (vendorRoots.has(root) && levels.length < 2) return false
  return levels.every((level, at) => level === '+' || (level === '#' && at === levels.length - 1) || !/[+#]/.test(level))
}
