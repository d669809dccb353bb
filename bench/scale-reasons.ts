/** What each busy statement is for, and why its plan does not grow with the country. */

export interface Reason {
  readonly name: string
  readonly why: string
}

const reasons: readonly (readonly [holds: RegExp, reason: Reason])[] = []

export function reasonFor(text: string): Reason {
  return reasons.find(([holds]) => holds.test(text))?.[1] ?? { name: text.replaceAll(/\s+/g, ' ').slice(0, 90), why: text.slice(0, 1500) }
}
