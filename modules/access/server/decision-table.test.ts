/**
 * What doors decide, as a table that an operator can read: docs/door-decisions.md is written from these cases
 * (`UPDATE=1`), and is wrong as soon as the rules say otherwise.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { decide, indexSnapshot } from '../contract/rules.ts'
import type { DecisionInput, Factor, Snapshot, SnapshotDoor } from '../contract/schemas.ts'
import { en } from '../locales/en.ts'
import { ja } from '../locales/ja.ts'

const zone = 'Asia/Tokyo'
const at = (time: string, day = '2026-11-25'): number => Date.parse(`${day}T${time}:00+09:00`)
const iso = (ms: number): string => new Date(ms).toISOString()

const door = (id: string, more: Partial<SnapshotDoor> = {}): SnapshotDoor => ({
  id,
  names: { ja: id },
  lockDeviceId: null,
  readerDeviceIds: [],
  contactDeviceId: null,
  unlockSeconds: 5,
  heldOpenSeconds: 60,
  pinPeriods: [],
  needsPasskey: false,
  nearCountsAsFactor: false,
  mode: 'normal',
  isExitFree: true,
  ...more,
})

const grant = (id: string, subjectId: string, doorIds: string[], from: string, until: string, kind: 'booking' | 'role' = 'booking') => ({
  id,
  subjectId,
  doorIds,
  from: iso(at(from)),
  until: iso(at(until)),
  source: { kind, id },
})

/** A booking of 10:00 to 12:00 with ten minutes before and after; at night (18:00 to 8:00) the back door asks for both. */
const rules: Snapshot = {
  v: 1,
  consortiumId: 'c',
  hubId: 'h',
  version: 7,
  issuedAt: iso(at('06:00')),
  notAfter: iso(at('06:00', '2026-11-28')),
  zone,
  cardKey: '',
  doors: [
    door('front'),
    door('other'),
    door('back', { pinPeriods: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], fromMinute: 18 * 60, toMinute: 8 * 60 }] }),
    door('safe', { needsPasskey: true }),
    door('near', { nearCountsAsFactor: true }),
    door('open', { mode: 'open-all' }),
    door('shut', { mode: 'lock-down' }),
  ],
  devices: [],
  credentials: [
    { id: 'card-a', kind: 'card', hash: 'card-a', subjectId: 'a', status: 'active' },
    { id: 'lost-a', kind: 'card', hash: 'lost-a', subjectId: 'a', status: 'lost' },
    { id: 'blocked-a', kind: 'card', hash: 'blocked-a', subjectId: 'a', status: 'blocked' },
    { id: 'over-a', kind: 'card', hash: 'over-a', subjectId: 'a', status: 'active', validTo: iso(at('09:00')) },
    { id: 'pin-a', kind: 'pin', hash: 'pin-a', subjectId: 'a', status: 'active' },
    { id: 'phone-a', kind: 'phone', publicKey: 'k', subjectId: 'a', status: 'active' },
    { id: 'pin-booking', kind: 'pin', hash: 'pin-booking', subjectId: 'booking', ofSubjectId: 'a', status: 'active' },
    { id: 'pin-guest', kind: 'pin', hash: 'pin-guest', subjectId: 'guest', status: 'active' },
    { id: 'pin-cancelled', kind: 'pin', hash: 'pin-cancelled', subjectId: 'cancelled', status: 'active' },
    { id: 'pin-moved', kind: 'pin', hash: 'pin-moved', subjectId: 'moved', status: 'active' },
    { id: 'card-staff', kind: 'card', hash: 'card-staff', subjectId: 'staff', status: 'active' },
  ],
  grants: [
    grant('g-a', 'a', ['front', 'back', 'safe', 'near'], '09:50', '12:10'),
    grant('g-a-night', 'a', ['back'], '18:00', '23:00'),
    grant('g-booking-night', 'booking', ['back'], '18:00', '23:00'),
    grant('g-guest-night', 'guest', ['back'], '18:00', '23:00'),
    grant('g-guest', 'guest', ['front'], '09:50', '12:10'),
    grant('g-moved', 'moved', ['front'], '13:50', '16:10'),
    { ...grant('g-staff', 'staff', ['front', 'back', 'safe'], '00:00', '23:00', 'role'), until: '9999-01-01T00:00:00Z' },
  ],
  staffGroup: ['staff'],
}
const index = indexSnapshot(rules)

const card = (hash: string): Factor => ({ kind: 'card', hash })
const pin = (hash: string): Factor => ({ kind: 'pin', hash })

const cases: readonly (readonly [says: string, input: Partial<DecisionInput> & { factors: readonly Factor[] }])[] = [
  ['A card within the time of the booking', { factors: [card('card-a')] }],
  ['The PIN of a guest’s booking within its time', { factors: [pin('pin-guest')] }],
  ['A phone’s signed code', { factors: [{ kind: 'phone', credentialId: 'phone-a', isProven: true }] }],
  ['The door’s own QR scanned, with the booking’s link', { factors: [{ kind: 'pass', subjectId: 'guest' }] }],
  ['Ten minutes before the booking: the minute the rule lets in', { factors: [card('card-a')], at: at('09:50') }],
  ['A minute earlier', { factors: [card('card-a')], at: at('09:49') }],
  ['Ten minutes after its end', { factors: [card('card-a')], at: at('12:10') }],
  ['The booking was cancelled', { factors: [pin('pin-cancelled')] }],
  ['The booking was moved to 14:00: the old time', { factors: [pin('pin-moved')], at: at('10:00') }],
  ['The booking was moved to 14:00: the new time', { factors: [pin('pin-moved')], at: at('14:00') }],
  ['Another door than the booking’s', { factors: [card('card-a')], doorId: 'other' }],
  ['A card of another town', { factors: [card('elsewhere')] }],
  ['A card that was reported lost', { factors: [card('lost-a')] }],
  ['A card that was blocked', { factors: [card('blocked-a')] }],
  ['A card past its date', { factors: [card('over-a')] }],
  ['A phone’s code that is old, copied or of another key', { factors: [{ kind: 'phone', credentialId: 'phone-a', isProven: false }] }],
  ['A wrong PIN', { factors: [pin('guessed')] }],
  ['The right PIN after too many wrong ones', { factors: [pin('pin-guest')], triesLeft: 0 }],
  ['A card after too many wrong PINs', { factors: [card('card-a')], triesLeft: 0 }],
  ['At night: the card alone', { factors: [card('card-a')], doorId: 'back', at: at('20:00') }],
  ['At night: the PIN alone, of somebody who has a card', { factors: [pin('pin-a')], doorId: 'back', at: at('20:00') }],
  ['At night: card and PIN', { factors: [card('card-a'), pin('pin-a')], doorId: 'back', at: at('20:00') }],
  ['At night: the PIN of the booking of somebody who has a card', { factors: [pin('pin-booking')], doorId: 'back', at: at('20:00') }],
  ['At night: that PIN and their card', { factors: [card('card-a'), pin('pin-booking')], doorId: 'back', at: at('20:00') }],
  ['At night: the PIN of a guest’s booking; a guest has no card', { factors: [pin('pin-guest')], doorId: 'back', at: at('20:00') }],
  ['At night: the card and somebody else’s PIN', { factors: [card('card-a'), pin('pin-guest')], doorId: 'back', at: at('20:00') }],
  [
    'At night: the phone’s signed code',
    { factors: [{ kind: 'phone', credentialId: 'phone-a', isProven: true }], doorId: 'back', at: at('20:00') },
  ],
  ['A door marked for a passkey: the card', { factors: [card('card-a')], doorId: 'safe' }],
  ['A door marked for a passkey: the passkey', { factors: [{ kind: 'passkey', subjectId: 'a' }], doorId: 'safe' }],
  ['A phone recognised near the door, where that counts', { factors: [{ kind: 'near', subjectId: 'a' }], doorId: 'near' }],
  ['A phone recognised near the door, where it does not', { factors: [{ kind: 'near', subjectId: 'a' }] }],
  ['Opened from afar by the desk, with a reason', { factors: [{ kind: 'remote', by: 'staff', reason: 'forgot the card' }] }],
  ['The door stands open for everybody', { factors: [card('elsewhere')], doorId: 'open' }],
  ['Locked down: a booking', { factors: [card('card-a')], doorId: 'shut' }],
  ['Locked down: opened from afar (first end the lock-down)', { factors: [{ kind: 'remote', by: 'staff', reason: 'x' }], doorId: 'shut' }],
  ['Locked down: somebody leaves', { factors: [], doorId: 'shut', direction: 'out' }],
  ['Leaving, with any card or none', { factors: [card('lost-a')], direction: 'out' }],
  ['No news from the server for more than 72 hours: a booking', { factors: [card('card-a')], at: at('10:00', '2026-11-29') }],
  ['No news from the server for more than 72 hours: the staff', { factors: [card('card-staff')], at: at('10:00', '2026-11-29') }],
  ['The gateway does not know the time: a booking', { factors: [card('card-a')], isClockTrusted: false }],
  ['The gateway does not know the time: the staff', { factors: [card('card-staff')], isClockTrusted: false }],
  ['The gateway’s clock shows a day before the rules were made', { factors: [card('card-a')], at: at('10:00', '2026-11-20') }],
]

const file = path.join(import.meta.dirname, '../../../docs/door-decisions.md')

test('docs/door-decisions.md says what the rules say', () => {
  const rows = cases.map(([says, given]) => {
    const decision = decide(index, { doorId: 'front', at: at('10:00'), direction: 'in', isClockTrusted: true, triesLeft: 5, ...given })
    return `| ${says} | ${decision.isOpen ? '**opens**' : 'stays shut'} | ${ja.public.reason[decision.reason]} | ${String(en.public.reason[decision.reason])} | \`${decision.reason}\` |`
  })
  const text = `# What a door decides

A booking of 10:00 to 12:00, ten minutes before and after by the hub's rule; shown at 10:00 at the front door where nothing
else is said. Each row is a case that \`npm test\` decides anew (modules/access/server/decision-table.test.ts); the same
function decides at the hub, on the server and on the phone (modules/access/contract/rules.ts).

| case | door | 理由 | reason | code |
|---|---|---|---|---|
${rows.join('\n')}
`
  if (process.env['UPDATE'] !== undefined) writeFileSync(file, text)
  expect(readFileSync(file, 'utf8')).toBe(text)
})

test('each reason has its case', () => {
  const seen = new Set(
    cases.map(
      ([, given]) =>
        decide(index, { doorId: 'front', at: at('10:00'), direction: 'in', isClockTrusted: true, triesLeft: 5, ...given }).reason,
    ),
  )
  expect(Object.keys(ja.public.reason).filter((reason) => !seen.has(reason as 'granted'))).toEqual([])
})
