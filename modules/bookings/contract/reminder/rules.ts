/** When a reminder is due is decided on the server; what a device's address may be, on both sides. */

/**
 * The services of the browser makers. The server calls the address that a browser gives it, so it must be one of theirs:
 * otherwise anybody could make it call inside the hub's own network.
 */
const services = [
  /^fcm\.googleapis\.com$/,
  /^(?:[\w-]+\.)*push\.services\.mozilla\.com$/,
  /^(?:[\w-]+\.)*push\.apple\.com$/,
  /^(?:[\w-]+\.)*notify\.windows\.com$/,
]

const address = /^https:\/\/([\w.-]+)(?::443)?\/[^\s]*$/

export function isPushService(url: string): boolean {
  const host = address.exec(url)?.[1]?.toLowerCase()
  return host !== undefined && services.some((service) => service.test(host))
}
