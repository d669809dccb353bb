import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DeviceEvent } from '#modules/devices/contract/schemas.ts'
import { heard, standsBy, type ContactWord } from './contacts.ts'

const minute = 60_000
const event = (type: string, data: object) => ({ type, data }) as unknown as DeviceEvent
const open = event('contact', { isOpen: true })
const closed = event('contact', { isOpen: false })
const gone = event('availability', { isOnline: false })
const there = event('availability', { isOnline: true })
const battery = event('battery', { percent: 3 })
/** `[minute, event, isReplayed]` */
const after = (...words: readonly (readonly [number, DeviceEvent, boolean?])[]) =>
  words.reduce<ContactWord | undefined>((word, [at, one, isReplayed = false]) => heard(word, one, isReplayed, at * minute), undefined)
const at = (word: ContactWord | undefined, minutes: number) => standsBy(word, minutes * minute)

test.each([
  ['nothing was heard', after(), 999, 'closed'],
  ['open just now', after([0, open]), 1, 'open'],
  ['open, and the sensor reports now and then', after([0, open], [170, battery]), 340, 'open'],
  ['open, and nothing since for three hours', after([0, open]), 180, 'silent'],
  ['open, and its line ended', after([0, open], [10, gone]), 11, 'silent'],
  ['open, and its line ended just now', after([0, open], [10, gone]), 10.5, 'open'],
  ['open, away and back within the minute', after([0, open], [10, gone], [10.5, there]), 12, 'open'],
  ['said gone twice: the first counts', after([0, open], [10, gone], [10.9, gone]), 11, 'silent'],
  ['it lives again and says open', after([0, open], [10, gone], [400, open]), 401, 'open'],
  ['closed and dead', after([0, open], [1, closed], [2, gone]), 900, 'closed'],
  ['a word that the broker kept is no sign of life', after([0, open], [170, open, true]), 181, 'silent'],
  ['known by a kept word alone: from then on', after([0, open, true]), 179, 'open'],
  ['known by a kept word alone, and dead', after([0, open, true]), 180, 'silent'],
] as const)('%s', (_, word, minutes, stands) => {
  expect(at(word, minutes)).toBe(stands)
})

test('whatever was heard, no bolt waits longer than three hours for a sensor that says no more; none is thrown at a door that was just said to be open', () => {
  const one = fc.tuple(fc.integer({ min: 0, max: 600 }), fc.constantFrom(open, closed, gone, there, battery), fc.boolean())
  fc.assert(
    fc.property(fc.array(one, { maxLength: 20 }), (words) => {
      const sorted = words.toSorted(([first], [second]) => first - second)
      const end = sorted.at(-1)?.[0] ?? 0
      expect(at(after(...sorted), end + 180)).not.toBe('open')
      expect(at(after(...sorted, [end, open]), end)).toBe('open')
    }),
  )
})
