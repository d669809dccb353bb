/** What tells one happening from another where a device sends neither number nor time. */

const bucketMilliseconds = 2_000

/**
 * A hash of topic, content and part with the two seconds in which it came: what a device sends again at once counts once,
 * what happens again later counts again. 53 bits keep apart what one device says within two seconds; against a forger the
 * topic rights of the connection stand, not this.
 */
export function contentKey(message: { topic: string; payload: Uint8Array; receivedAt: number }, part = ''): string {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  const mix = (byte: number) => {
    high = Math.imul(high ^ byte, 2_654_435_761)
    low = Math.imul(low ^ byte, 1_597_334_677)
  }
  for (const text of [message.topic, '\n', part, '\n']) for (let at = 0; at < text.length; at++) mix(text.charCodeAt(at))
  for (const byte of message.payload) mix(byte)
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909)
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909)
  const hash = (4_294_967_296 * (2_097_151 & low) + (high >>> 0)).toString(36)
  return `~${Math.floor(message.receivedAt / bucketMilliseconds).toString(36)}:${hash}`
}
