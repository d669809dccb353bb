/**
 * Wrong passwords of devices, counted in this process. Secrets have 192 bits, so this is not against guessing one: it keeps a
 * flood of wrong ones from the database. A device with an old password must not shut out the others of its hub, which share
 * an address; nor may a stranger shut out a device by using its name.
 */
const windowMilliseconds = 5 * 60_000
const mostOfName = 10
const mostOfAddress = 60
/** Names and addresses kept; the oldest go first. */
const mostKept = 20_000

export interface Tried {
  readonly address: string
  readonly username: string
}

export function createTries(now: () => number = Date.now) {
  const counts = new Map<string, { count: number; until: number }>()
  /** Who has proven itself from that address. */
  const proven = new Map<string, number>()

  const keyOf = ({ address, username }: Tried) => `${address}\n${username}`
  const countOf = (key: string) => {
    const entry = counts.get(key)
    return entry === undefined || entry.until <= now() ? 0 : entry.count
  }
  function add(key: string): void {
    const entry = counts.get(key)
    if (entry !== undefined && entry.until > now()) entry.count++
    else {
      counts.delete(key)
      counts.set(key, { count: 1, until: now() + windowMilliseconds })
    }
    shrink(counts)
  }

  return {
    mayTry(who: Tried): boolean {
      if (countOf(keyOf(who)) >= mostOfName) return false
      return proven.has(keyOf(who)) || countOf(who.address) < mostOfAddress
    },
    wrong(who: Tried): void {
      add(keyOf(who))
      // the same name again and again is a device with an old password, not somebody who guesses
      if (countOf(keyOf(who)) <= 2) add(who.address)
    },
    right(who: Tried): void {
      counts.delete(keyOf(who))
      proven.set(keyOf(who), now())
      shrink(proven)
    },
  }
}

function shrink(map: Map<string, unknown>): void {
  for (const key of map.keys()) {
    if (map.size <= mostKept) return
    map.delete(key)
  }
}
