/**
 * Does the door open? One pure function for the gateway at a hub, the server, the phone's screen and the tests; read
 * docs/door-decisions.md for the same as a table. It never looks anything up but in the index of one snapshot.
 */
import type {
  CredentialKind,
  Decision,
  DecisionInput,
  DecisionReason,
  Factor,
  PinPeriod,
  Snapshot,
  SnapshotCredential,
  SnapshotDoor,
  SnapshotGrant,
} from './schemas.ts'

export interface IndexedGrant {
  readonly id: string
  readonly doorIds: readonly string[]
  readonly from: number
  readonly until: number
  readonly isRole: boolean
}

export interface SnapshotIndex {
  readonly zone: string
  readonly issuedAt: number
  readonly notAfter: number
  door(id: string): SnapshotDoor | undefined
  credential(id: string): SnapshotCredential | undefined
  credentialOfHash(kind: 'card' | 'pin' | 'near', hash: string): SnapshotCredential | undefined
  /** Whose phone the tracker heard; undefined also for one that is lost or blocked. */
  subjectOfNear(subjectKey: string): string | undefined
  grantsOf(subjectId: string): readonly IndexedGrant[]
  isStaff(subjectId: string): boolean
  /** The person has a card in use here, so a PIN alone does not do where both are asked for. */
  hasCard(subjectId: string): boolean
}

/** Of a grant that stays over a change of the rules the times are read once: half the work, with thousands of them. */
const indexed = new WeakMap<SnapshotGrant, IndexedGrant>()

/** Maps over a snapshot, made once when it is loaded: a decision then looks at one credential and the grants of one subject. */
export function indexSnapshot(snapshot: Snapshot): SnapshotIndex {
  const doors = new Map(snapshot.doors.map((door) => [door.id, door]))
  const credentials = new Map(snapshot.credentials.map((one) => [one.id, one]))
  const byHash = new Map<string, SnapshotCredential>()
  const withCard = new Set<string>()
  for (const one of snapshot.credentials) {
    if (one.hash === undefined) continue
    const key = hashKey(one.kind, one.hash)
    // a card that was lost, found and given out again has two rows; the one in use counts
    if (byHash.get(key)?.status !== 'active') byHash.set(key, one)
    if (one.kind === 'card' && one.status === 'active') withCard.add(one.subjectId)
  }
  const grants = new Map<string, IndexedGrant[]>()
  for (const given of snapshot.grants) {
    const { id, doorIds, subjectId, from, until, source } = given
    const of = grants.get(subjectId)
    let grant = indexed.get(given)
    if (grant === undefined) {
      grant = { id, doorIds, from: Date.parse(from), until: Date.parse(until), isRole: source.kind === 'role' }
      indexed.set(given, grant)
    }
    if (of === undefined) grants.set(subjectId, [grant])
    else of.push(grant)
  }
  const staff = new Set(snapshot.staffGroup)
  const ofHash = (kind: CredentialKind, hash: string) => byHash.get(hashKey(kind, hash))
  return {
    zone: snapshot.zone,
    issuedAt: Date.parse(snapshot.issuedAt),
    notAfter: Date.parse(snapshot.notAfter),
    door: (id) => doors.get(id),
    credential: (id) => credentials.get(id),
    credentialOfHash: ofHash,
    subjectOfNear(subjectKey) {
      const one = ofHash('near', subjectKey.toLowerCase())
      return one?.status === 'active' ? one.subjectId : undefined
    },
    grantsOf: (subjectId) => grants.get(subjectId) ?? none,
    isStaff: (subjectId) => staff.has(subjectId),
    hasCard: (subjectId) => withCard.has(subjectId),
  }
}

const none: readonly IndexedGrant[] = []
const hashKey = (kind: CredentialKind, hash: string): string => `${kind}\n${kind === 'near' ? hash.toLowerCase() : hash}`

/** A clock that shows a time this much before the rules were written is wrong: rules do not come from the future. */
const clockSlack = 10 * 60_000

/**
 * In this order: leaving is free; a door that stands open or locked down; an operator's hand; whom the credential is of and
 * whether it counts; whether the rules and the clock can be believed; a grant for this door and moment; what else this
 * door asks for. Every answer has one reason, and an opening `granted` names the one grant it is by.
 */
export function decide(index: SnapshotIndex, input: DecisionInput): Decision {
  const { at, factors } = input
  const door = index.door(input.doorId)
  if (input.direction === 'out') return { ...nobody, ...shownBy(index, factors), isOpen: true, reason: 'exit' }
  if (door === undefined) return refused('no_grant')
  if (door.mode === 'open-all') return { ...nobody, ...shownBy(index, factors), isOpen: true, reason: 'open_all' }
  if (door.mode === 'lock-down') return { ...refused('locked_down'), ...shownBy(index, factors) }
  const remote = lastOf(factors, 'remote')
  if (remote !== undefined && remote.by !== '' && remote.reason !== '') {
    // who goes in nobody knows; who opened stands with the command
    return { ...nobody, isOpen: true, reason: 'remote' }
  }

  const who = identify(index, input, door)
  if ('isOpen' in who) return who
  const about = { subjectId: who.subjectId, credentialId: who.credential?.id ?? null }
  const refuse = (reason: DecisionReason, more: Partial<Decision> = {}): Decision => ({ ...refused(reason), ...about, ...more })

  const isTimeKnown = input.isClockTrusted && at >= index.issuedAt - clockSlack
  const isTooOld = isTimeKnown && at >= index.notAfter
  if ((!isTimeKnown || isTooOld) && !index.isStaff(who.subjectId)) return refuse(isTimeKnown ? 'rules_too_old' : 'clock_unknown')
  if (isTimeKnown && who.credential !== undefined) {
    const { validFrom, validTo } = who.credential
    if (validTo !== undefined && at >= Date.parse(validTo)) return refuse('credential_expired')
    if (validFrom !== undefined && at < Date.parse(validFrom)) return refuse('too_early', { opensAt: Date.parse(validFrom) })
  }

  const grants = index.grantsOf(who.subjectId)
  const here = grants.filter((grant) => grant.doorIds.includes(door.id))
  // without a time nobody but the staff is left, and of theirs only what their role gives
  const isNow = (grant: IndexedGrant): boolean => (isTimeKnown && !isTooOld ? grant.from <= at && at < grant.until : isOfStaff(grant))
  const isOfStaff = (grant: IndexedGrant): boolean => grant.isRole && (!isTimeKnown || (grant.from <= at && at < grant.until))
  const grant = here
    .filter(isNow)
    .reduce<IndexedGrant | undefined>((best, one) => (best === undefined || one.until > best.until ? one : best), undefined)
  if (grant === undefined) {
    const opensAt = here.reduce((first, one) => (one.from > at && one.from < first ? one.from : first), Infinity)
    if (isTimeKnown && opensAt !== Infinity) return refuse('too_early', { opensAt })
    if (grants.some(isNow)) return refuse('other_door')
    return refuse(isTimeKnown && here.some((one) => one.until <= at) ? 'too_late' : 'no_grant')
  }

  if (door.needsPasskey && !factors.some((factor) => factor.kind === 'passkey' && factor.subjectId === who.subjectId)) {
    return refuse('passkey_wanted', { wants: 'passkey' })
  }
  // where the hour is not known it may be one of those
  const asksBoth = door.pinPeriods.length > 0 && (!isTimeKnown || isInPeriods(door.pinPeriods, at, index.zone))
  if (asksBoth && !who.isProof) {
    if (!who.hasPin) return input.triesLeft <= 0 ? refuse('too_many_tries') : refuse('pin_wanted', { wants: 'pin' })
    if (!who.hasThing && [who.subjectId, who.credential?.ofSubjectId].some((id) => id !== undefined && index.hasCard(id)))
      return refuse('card_wanted', { wants: 'card' })
  }
  return { isOpen: true, reason: 'granted', ...about, grantId: grant.id, until: grant.until }
}

const nobody = { subjectId: null, credentialId: null, grantId: null, until: null } as const
const refused = (reason: DecisionReason): Decision => ({ ...nobody, isOpen: false, reason })

type FactorOf<K extends Factor['kind']> = Extract<Factor, { kind: K }>

/** What was shown last counts. */
function lastOf<K extends Factor['kind']>(factors: readonly Factor[], kind: K): FactorOf<K> | undefined {
  return factors.findLast((factor): factor is FactorOf<K> => factor.kind === kind)
}

interface Identified {
  readonly subjectId: string
  readonly credential?: SnapshotCredential
  /** A proof of who it is, not a number that can be copied. */
  readonly isProof: boolean
  readonly hasPin: boolean
  /** Something one has, besides what one knows. */
  readonly hasThing: boolean
}

/** Whose credentials these are; or why they are nobody's. The strongest of what was shown says who it is. */
function identify(index: SnapshotIndex, input: DecisionInput, door: SnapshotDoor): Identified | Decision {
  const { factors } = input
  const passkey = lastOf(factors, 'passkey')
  if (passkey !== undefined) return { subjectId: passkey.subjectId, isProof: true, hasPin: false, hasThing: true }

  const phone = lastOf(factors, 'phone')
  if (phone !== undefined) {
    const credential = index.credential(phone.credentialId)
    if (credential?.kind !== 'phone' || !phone.isProven) return refused('unknown_credential')
    return refusedBy(credential) ?? { subjectId: credential.subjectId, credential, isProof: true, hasPin: false, hasThing: true }
  }
  const pass = lastOf(factors, 'pass')
  if (pass !== undefined) return { subjectId: pass.subjectId, isProof: true, hasPin: false, hasThing: true }

  const pin = lastOf(factors, 'pin')
  const card = lastOf(factors, 'card')
  const cardOf = card === undefined ? undefined : index.credentialOfHash('card', card.hash)
  if (card !== undefined) {
    if (cardOf === undefined) return refused('unknown_credential')
    const refusal = refusedBy(cardOf)
    if (refusal !== undefined) return refusal
  }
  if (pin === undefined && cardOf !== undefined) {
    return { subjectId: cardOf.subjectId, credential: cardOf, isProof: false, hasPin: false, hasThing: true }
  }
  if (pin !== undefined) {
    const about = cardOf === undefined ? {} : { subjectId: cardOf.subjectId, credentialId: cardOf.id }
    // also the right one, or trying on would tell which it is
    if (input.triesLeft <= 0) return { ...refused('too_many_tries'), ...about }
    const pinOf = index.credentialOfHash('pin', pin.hash)
    if (pinOf === undefined) return { ...refused('pin_wrong'), ...about }
    const refusal = refusedBy(pinOf)
    if (refusal !== undefined) return refusal
    // a booking's PIN is its member's, too
    const isOf = (subjectId: string): boolean => pinOf.subjectId === subjectId || pinOf.ofSubjectId === subjectId
    if (cardOf !== undefined) {
      if (!isOf(cardOf.subjectId)) return { ...refused('pin_wrong'), ...about }
      return { subjectId: cardOf.subjectId, credential: cardOf, isProof: false, hasPin: true, hasThing: true }
    }
    const isNear = door.nearCountsAsFactor && factors.some((factor) => factor.kind === 'near' && isOf(factor.subjectId))
    return { subjectId: pinOf.subjectId, credential: pinOf, isProof: false, hasPin: true, hasThing: isNear }
  }
  const near = lastOf(factors, 'near')
  if (near !== undefined && door.nearCountsAsFactor) return { subjectId: near.subjectId, isProof: false, hasPin: false, hasThing: true }
  return refused('unknown_credential')
}

function refusedBy(credential: SnapshotCredential): Decision | undefined {
  if (credential.status === 'active') return undefined
  const reason = credential.status === 'lost' ? 'credential_lost' : 'credential_blocked'
  return { ...refused(reason), subjectId: credential.subjectId, credentialId: credential.id }
}

/** Who it was, where nothing depends on it: presence wants to know who left. */
function shownBy(index: SnapshotIndex, factors: readonly Factor[]): Pick<Decision, 'subjectId' | 'credentialId'> {
  const factor = factors.findLast((one) => one.kind !== 'near') ?? factors.at(-1)
  switch (factor?.kind) {
    case 'card':
    case 'pin': {
      const credential = index.credentialOfHash(factor.kind, factor.hash)
      return { subjectId: credential?.subjectId ?? null, credentialId: credential?.id ?? null }
    }
    case 'phone': {
      const credential = factor.isProven ? index.credential(factor.credentialId) : undefined
      return { subjectId: credential?.subjectId ?? null, credentialId: credential?.id ?? null }
    }
    case 'near':
    case 'passkey':
    case 'pass':
      return { subjectId: factor.subjectId, credentialId: null }
    default:
      return { subjectId: null, credentialId: null }
  }
}

const clocks = new Map<string, Intl.DateTimeFormat>()
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** Whether an instant lies in one of the periods, by the hub's own clock. Half-open. */
export function isInPeriods(periods: readonly PinPeriod[], at: number, zone: string): boolean {
  let clock = clocks.get(zone)
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('en-US', { timeZone: zone, weekday: 'short', hour: 'numeric', minute: 'numeric', hourCycle: 'h23' })
    clocks.set(zone, clock)
  }
  const parts = Object.fromEntries(clock.formatToParts(at).map((part) => [part.type, part.value]))
  const day = weekdays.indexOf(parts['weekday'] ?? '') + 1
  const minute = Number(parts['hour']) * 60 + Number(parts['minute'])
  const before = day === 1 ? 7 : day - 1
  return periods.some(({ weekdays: on, fromMinute, toMinute }) =>
    fromMinute < toMinute
      ? on.includes(day) && minute >= fromMinute && minute < toMinute
      : (on.includes(day) && minute >= fromMinute) || (on.includes(before) && minute < toMinute),
  )
}
