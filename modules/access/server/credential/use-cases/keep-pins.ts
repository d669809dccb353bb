/** PINs of bookings, visits and persons: six digits, nobody else's at the hub while they hold. */
import { hashPin } from '#modules/access/gateway/hash.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { SubjectKind } from '../../../contract/schemas.ts'
import { isPoorPin } from '../../rules.ts'
import { cardKeyOf, pinOf } from '../../use-cases/derive-keys.ts'
import { insertPins, keepPins, listPins, type CredentialRow, type NewPin } from '../repository.ts'

export interface PinWish {
  readonly hubId: string
  readonly subjectKind: SubjectKind
  readonly subjectId: string
  readonly ofSubjectId: string | null
  /** Null: until it is taken back. */
  readonly keptUntil: Temporal.Instant | null
}

const mostRounds = 60

/** One PIN each; who has one keeps it. Answers the hubs where something is new. */
export async function ensurePins(scope: Scope, wishes: readonly PinWish[], { from = 0 } = {}): Promise<readonly string[]> {
  if (wishes.length === 0) return []
  const there = new Map(
    (
      await listPins(
        scope,
        wishes.map((wish) => wish.subjectId),
      )
    ).map((row) => [keyOf(row), row]),
  )
  const moved = wishes.flatMap((wish) => {
    const row = there.get(keyOf(wish))
    const isSame = row?.keptUntil?.toString() === wish.keptUntil?.toString() && row?.ofSubjectId === wish.ofSubjectId
    return row === undefined || isSame ? [] : [{ id: row.id, keptUntil: wish.keptUntil, ofSubjectId: wish.ofSubjectId }]
  })
  await keepPins(scope, moved)
  let left = wishes.filter((wish) => !there.has(keyOf(wish)))
  const hubs = new Set(left.map((wish) => wish.hubId))
  for (let number = from; left.length > 0; number++) {
    if (number > from + mostRounds) throw new Error('no PIN could be had: too many of a hub are in use')
    const tried = left.flatMap((wish): NewPin[] => {
      const pin = pinOf(scope, { hubId: wish.hubId, subjectId: wish.subjectId, number })
      return isPoorPin(pin) ? [] : [{ ...wish, number, hash: hashPin(cardKeyOf(scope, wish.hubId), pin) }]
    })
    const got = await insertPins(scope, tried)
    left = left.filter((wish) => !got.has(keyOf(wish)))
  }
  return [...hubs]
}

const keyOf = (one: { hubId: string | null; subjectId: string }): string => `${one.hubId}/${one.subjectId}`

/** The PIN that a row stands for. */
export const shownPin = (scope: Scope, row: CredentialRow): string =>
  pinOf(scope, { hubId: row.hubId ?? '', subjectId: row.subjectId, number: row.pinNumber ?? 0 })
