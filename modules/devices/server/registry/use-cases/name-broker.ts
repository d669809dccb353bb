/** Where the broker is, as the program that runs it or speaks to it says once. */
let brokerUrl: () => string | null = () => null
let isOneForAll = false

/** Where devices connect, as they are told when they are claimed. `isShared`: a broker elsewhere, which knows nothing of hubs. */
export function provideBrokerUrl(read: () => string | null, { isShared = false } = {}): void {
  brokerUrl = read
  isOneForAll = isShared
}

export const brokerUrlNow = (): string | null => brokerUrl()

export const isBrokerShared = (): boolean => isOneForAll
