/** Which devices a topic is of: exact names by a map, filters with `+` and `#` one after the other (there are few). */
import { topicMatches } from '#modules/devices/contract/topics.ts'

export interface TopicIndex<T> {
  find(topic: string): readonly T[]
  readonly filters: readonly string[]
}

export function indexTopics<T>(entries: Iterable<readonly [filter: string, value: T]>): TopicIndex<T> {
  const exact = new Map<string, T[]>()
  const wild: { readonly filter: string; readonly value: T }[] = []
  const filters = new Set<string>()
  for (const [filter, value] of entries) {
    filters.add(filter)
    if (/[+#]/.test(filter)) wild.push({ filter, value })
    else exact.set(filter, [...(exact.get(filter) ?? []), value])
  }
  return {
    filters: [...filters],
    find(topic) {
      const found = exact.get(topic) ?? []
      if (wild.length === 0) return found
      const more = wild.filter((one) => topicMatches(one.filter, topic)).map((one) => one.value)
      return more.length === 0 ? found : [...new Set([...found, ...more])]
    },
  }
}
