/** The decision as properties: whatever is shown, wherever and whenever, and whatever the snapshot says. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decide, indexSnapshot, isInPeriods } from './rules.ts'
import { decisionReason, openReasons, type Decision, type DecisionInput, type Factor, type Snapshot, type SnapshotDoor } from './schemas.ts'

const t0 = Date.parse('2026-11-24T00:00:00Z')
const iso = (ms: number): string => new Date(ms).toISOString()
const hour = 3_600_000
const uuid = (kind: string, n: number): string => `00000000-0000-4000-8000-${kind}00000000${String(n).padStart(3, '0')}`
const doors = [uuid('a', 1), uuid('a', 2), uuid('a', 3)]
const subjects = [uuid('b', 1), uuid('b', 2), uuid('b', 3), uuid('b', 4)]

const period = fc.record({
  weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
  fromMinute: fc.integer({ min: 0, max: 1_439 }),
  toMinute: fc.integer({ min: 0, max: 1_440 }),
})
const anySubject = fc.constantFrom(...subjects)

const anySnapshot: fc.Arbitrary<Snapshot> = fc
  .record({
    doors: fc.tuple(...doors.map((id) => anyDoor(id))),
    credentials: fc.array(
      fc.record({
        kind: fc.constantFrom('card', 'pin', 'phone', 'near'),
        hash: fc.constantFrom('h1', 'h2', 'h3', 'h4'),
        subjectId: anySubject,
        status: fc.constantFrom('active', 'active', 'lost', 'blocked', 'replaced'),
        validFrom: fc.option(fc.integer({ min: -48, max: 48 }), { nil: undefined, freq: 5 }),
        validTo: fc.option(fc.integer({ min: -48, max: 48 }), { nil: undefined, freq: 5 }),
      }),
      { maxLength: 8 },
    ),
    grants: fc.array(
      fc.record({
        subjectId: anySubject,
        doorIds: fc.subarray(doors, { minLength: 1 }),
        from: fc.integer({ min: -48, max: 48 }),
        length: fc.integer({ min: 1, max: 60 }),
        kind: fc.constantFrom('booking', 'lease', 'role', 'visit'),
      }),
      { maxLength: 8 },
    ),
    staff: fc.subarray(subjects),
    age: fc.integer({ min: 1, max: 96 }),
  })
  .map(({ doors: made, credentials, grants, staff, age }): Snapshot => ({
    v: 1 as const,
    consortiumId: uuid('c', 1),
    hubId: uuid('d', 1),
    version: 1,
    issuedAt: iso(t0 - age * hour),
    notAfter: iso(t0 - age * hour + 72 * hour),
    zone: 'Asia/Tokyo',
    cardKey: 'a2V5',
    doors: [...made],
    devices: [],
    credentials: credentials.map(({ validFrom, validTo, kind, ...one }, n) => ({
      ...one,
      id: uuid('e', n),
      kind: kind as 'card',
      ...(validFrom === undefined ? {} : { validFrom: iso(t0 + validFrom * hour) }),
      ...(validTo === undefined ? {} : { validTo: iso(t0 + validTo * hour) }),
      status: one.status as 'active',
    })),
    grants: grants.map((one, n) => ({
      id: uuid('f', n),
      doorIds: one.doorIds,
      subjectId: one.subjectId,
      from: iso(t0 + one.from * hour),
      until: iso(t0 + (one.from + one.length) * hour),
      source: { kind: one.kind as 'booking', id: 's' },
    })),
    staffGroup: staff,
  }))

function anyDoor(id: string): fc.Arbitrary<SnapshotDoor> {
  return fc.record({
    id: fc.constant(id),
    names: fc.constant({ ja: '扉' }),
    lockDeviceId: fc.constant(null),
    readerDeviceIds: fc.constant([]),
    contactDeviceId: fc.constant(null),
    unlockSeconds: fc.constant(5),
    heldOpenSeconds: fc.constant(60),
    pinPeriods: fc.array(period, { maxLength: 2 }),
    needsPasskey: fc.boolean(),
    nearCountsAsFactor: fc.boolean(),
    mode: fc.constantFrom('normal' as const, 'normal' as const, 'normal' as const, 'open-all' as const, 'lock-down' as const),
    isExitFree: fc.constant(true as const),
  })
}

const anyHash = fc.constantFrom('h1', 'h2', 'h3', 'h4', 'nobody')
const anyFactor: fc.Arbitrary<Factor> = fc.oneof(
  fc.record({ kind: fc.constant('card' as const), hash: anyHash }),
  fc.record({ kind: fc.constant('pin' as const), hash: anyHash }),
  fc.record({
    kind: fc.constant('phone' as const),
    credentialId: fc.integer({ min: 0, max: 9 }).map((n) => uuid('e', n)),
    isProven: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('near' as const), subjectId: anySubject }),
  fc.record({ kind: fc.constant('passkey' as const), subjectId: anySubject }),
  fc.record({ kind: fc.constant('pass' as const), subjectId: anySubject }),
  fc.record({ kind: fc.constant('remote' as const), by: fc.constantFrom('', 'desk'), reason: fc.constantFrom('', 'forgot') }),
)
const anyInput: fc.Arbitrary<DecisionInput> = fc.record({
  doorId: fc.constantFrom(...doors, uuid('a', 9)),
  at: fc.integer({ min: -48, max: 48 }).map((n) => t0 + n * hour),
  direction: fc.constantFrom('in', 'in', 'in', 'out'),
  factors: fc.array(anyFactor, { maxLength: 4 }),
  isClockTrusted: fc.boolean(),
  triesLeft: fc.integer({ min: 0, max: 3 }),
})

const runs = { numRuns: 1_500 }
const holds = (says: (snapshot: Snapshot, input: DecisionInput, decision: Decision) => void): void => {
  fc.assert(
    fc.property(anySnapshot, anyInput, (snapshot, input) => says(snapshot, input, decide(indexSnapshot(snapshot), input))),
    runs,
  )
}
const doorOf = (snapshot: Snapshot, input: DecisionInput) => snapshot.doors.find((door) => door.id === input.doorId)

describe('whatever is shown', () => {
  test('no grant that is valid at that instant, no opening', () => {
    holds((snapshot, input, decision) => {
      if (decision.reason !== 'granted') return
      const grant = snapshot.grants.find((one) => one.id === decision.grantId)
      expect(grant?.doorIds).toContain(input.doorId)
      expect(grant?.subjectId).toBe(decision.subjectId)
      // without a clock nobody can say; then it is the staff, by their role
      if (input.isClockTrusted && input.at >= Date.parse(snapshot.issuedAt)) {
        expect(Date.parse(grant?.from ?? '')).toBeLessThanOrEqual(input.at)
        expect(Date.parse(grant?.until ?? '')).toBeGreaterThan(input.at)
      } else if (!input.isClockTrusted) {
        expect(grant?.source.kind).toBe('role')
        expect(snapshot.staffGroup).toContain(decision.subjectId)
      }
    })
  })

  test('every answer has one reason of the list, and what opens names its grant, or needs none', () => {
    holds((_snapshot, _input, decision) => {
      expect(decisionReason.options).toContain(decision.reason)
      expect(decision.isOpen).toBe((openReasons as readonly string[]).includes(decision.reason))
      expect(decision.grantId !== null).toBe(decision.reason === 'granted')
      expect(decision.until !== null).toBe(decision.reason === 'granted')
    })
  })

  test('leaving never needs a grant', () => {
    holds((_snapshot, input, decision) => {
      if (input.direction === 'out') expect(decision).toMatchObject({ isOpen: true, reason: 'exit' })
    })
  })

  test('what is lost, blocked, replaced or over opens nothing', () => {
    holds((snapshot, input, decision) => {
      if (decision.reason !== 'granted' || decision.credentialId === null) return
      const credential = snapshot.credentials.find((one) => one.id === decision.credentialId)
      expect(credential?.status).toBe('active')
      if (input.isClockTrusted && input.at >= Date.parse(snapshot.issuedAt) && credential?.validTo !== undefined)
        expect(Date.parse(credential.validTo)).toBeGreaterThan(input.at)
    })
  })

  test('a lost card shown beside anything weaker opens nothing', () => {
    holds((snapshot, input, decision) => {
      const cards = input.factors.filter((factor) => factor.kind === 'card')
      const last = cards.at(-1)
      if (last === undefined || input.factors.some((factor) => !['card', 'pin', 'near'].includes(factor.kind))) return
      const rows = snapshot.credentials.filter((one) => one.kind === 'card' && one.hash === last.hash)
      if (rows.length > 0 && rows.every((one) => one.status !== 'active')) expect(decision.reason).not.toBe('granted')
    })
  })

  test('in its hours a door asks for card and PIN, and both are the same person’s', () => {
    holds((snapshot, input, decision) => {
      const door = doorOf(snapshot, input)
      if (decision.reason !== 'granted' || door === undefined || !input.isClockTrusted) return
      if (input.at < Date.parse(snapshot.issuedAt) || !isInPeriods(door.pinPeriods, input.at, snapshot.zone)) return
      const kinds = new Set(input.factors.map((factor) => factor.kind))
      if (kinds.has('phone') || kinds.has('passkey') || kinds.has('pass')) return
      expect(kinds.has('pin')).toBe(true)
      const hasCard = snapshot.credentials.some(
        (one) => one.kind === 'card' && one.status === 'active' && one.subjectId === decision.subjectId && one.hash !== undefined,
      )
      if (hasCard && !door.nearCountsAsFactor) expect(kinds.has('card')).toBe(true)
    })
  })

  test('a clock that is not known lets in the staff only, as do rules that are too old', () => {
    holds((snapshot, input, decision) => {
      if (decision.reason !== 'granted') return
      const isTooOld = input.at >= Date.parse(snapshot.notAfter)
      if (!input.isClockTrusted || isTooOld) expect(snapshot.staffGroup).toContain(decision.subjectId)
    })
  })

  test('no PIN is tried when none may be: also the right one is refused', () => {
    holds((_snapshot, input, decision) => {
      const kinds = input.factors.map((factor) => factor.kind)
      if (input.triesLeft > 0 || !kinds.includes('pin') || kinds.some((kind) => !['pin', 'card', 'near'].includes(kind))) return
      expect(decision.reason).not.toBe('granted')
      expect(decision.reason).not.toBe('pin_wrong')
    })
  })

  test('a door that is locked down lets nobody in, and one that stands open everybody', () => {
    holds((snapshot, input, decision) => {
      const mode = doorOf(snapshot, input)?.mode
      if (input.direction === 'out') return
      if (mode === 'lock-down') expect(decision.reason).toBe('locked_down')
      if (mode === 'open-all') expect(decision.reason).toBe('open_all')
    })
  })

  test('nothing shown, nothing opened', () => {
    holds((snapshot, input) => {
      const decision = decide(indexSnapshot(snapshot), { ...input, factors: [], direction: 'in' })
      if (doorOf(snapshot, input)?.mode === 'normal') expect(decision).toMatchObject({ isOpen: false, reason: 'unknown_credential' })
    })
  })

  test('"too early" says the time at which a grant or the credential begins', () => {
    holds((snapshot, input, decision) => {
      if (decision.reason !== 'too_early') return
      expect(decision.opensAt).toBeGreaterThan(input.at)
      const begins = [
        ...snapshot.grants
          .filter((one) => one.subjectId === decision.subjectId && one.doorIds.includes(input.doorId))
          .map((one) => one.from),
        ...snapshot.credentials.filter((one) => one.id === decision.credentialId).map((one) => one.validFrom),
      ]
      expect(begins).toContain(iso(decision.opensAt ?? 0))
    })
  })
})

describe('hours at which a PIN is asked for', () => {
  const at = (text: string): number => Date.parse(text)
  test('by the clock of the hub, half-open, over midnight with the day they begin on', () => {
    const night = [{ weekdays: [5], fromMinute: 22 * 60, toMinute: 6 * 60 }]
    // Friday 27 November 2026, Tokyo
    expect(isInPeriods(night, at('2026-11-27T12:59:00Z'), 'Asia/Tokyo')).toBe(false)
    expect(isInPeriods(night, at('2026-11-27T13:00:00Z'), 'Asia/Tokyo')).toBe(true)
    expect(isInPeriods(night, at('2026-11-27T20:59:59Z'), 'Asia/Tokyo')).toBe(true)
    expect(isInPeriods(night, at('2026-11-27T21:00:00Z'), 'Asia/Tokyo')).toBe(false)
    expect(isInPeriods(night, at('2026-11-28T13:30:00Z'), 'Asia/Tokyo')).toBe(false)
    const whole = [{ weekdays: [1, 2, 3, 4, 5, 6, 7], fromMinute: 0, toMinute: 1_440 }]
    expect(isInPeriods(whole, at('2026-11-27T15:00:00Z'), 'Asia/Tokyo')).toBe(true)
    // where clocks change, what the clock on the wall shows: in spring there is no hour from two, in autumn that from one is there twice
    const nights = [{ weekdays: [1, 2, 3, 4, 5, 6, 7], fromMinute: 90, toMinute: 180 }]
    const newYork = (text: string) => isInPeriods(nights, at(text), 'America/New_York')
    expect(['2026-03-08T06:29:00Z', '2026-03-08T06:30:00Z', '2026-03-08T06:59:00Z', '2026-03-08T07:00:00Z'].map(newYork)).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect(['2026-11-01T05:30:00Z', '2026-11-01T06:15:00Z', '2026-11-01T06:30:00Z', '2026-11-01T08:00:00Z'].map(newYork)).toEqual([
      true,
      false,
      true,
      false,
    ])
  })
})
