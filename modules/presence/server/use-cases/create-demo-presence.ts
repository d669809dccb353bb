/** The demonstration: a few people in since this morning, one room with somebody in it, days of visits behind, a group nobody has counted. */
import { randomUUIDv7 } from 'node:crypto'
import type { Scope } from '#platform/server/scope.ts'
import { bookablePlaces, requireHubByKey } from '#modules/hubs/server/index.ts'
import { findMembersWithRole } from '#modules/people/server/index.ts'
import { sayIn } from '../papers/words.ts'
import { insertCorrection } from '../repository.ts'
import { instantOf } from '../rules.ts'
import { recordPassages, type SeenPassage } from './record-passages.ts'

const pastDays = 14
const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

export async function createDemoPresence(
  scope: Scope,
  { hubKey, accountIds }: { hubKey: string; accountIds: readonly string[] },
): Promise<void> {
  const hub = await requireHubByKey(scope, hubKey)
  const now = scope.clock.now().epochMilliseconds
  const spaces = (await bookablePlaces(scope, { hubId: hub.id })).filter((space) => space.bookableAs !== 'none')
  const seen = (accountId: string | null, at: number, spaceId: string | null): SeenPassage => ({
    id: randomUUIDv7(),
    doorId: null,
    at,
    timeQuality: 'edge',
    subject: accountId === null ? null : { kind: 'person', id: accountId },
    to: { isOut: spaceId === 'out', spaceId: spaceId === 'out' ? null : spaceId },
  })
  const [operator] = await findMembersWithRole(scope, 'operator', 1)
  const desk = operator?.accountId ?? undefined
  // rang the next day: the desk has put it right once
  const correct = async (subjectId: string, at: number, accountId: string): Promise<void> => {
    const about = {
      hubId: hub.id,
      subjectKind: 'person',
      subjectId,
      kind: 'left',
      at: instantOf(at),
      spaceId: null,
      people: null,
      targetId: null,
    }
    await insertCorrection(scope, { ...about, reason: sayIn('ja')('correct.reasons.forgot'), accountId })
  }
  const passages: SeenPassage[] = []
  for (const [i, accountId] of accountIds.slice(0, 5).entries()) {
    for (let back = pastDays; back >= 1; back--) {
      // not everybody every day
      if ((back + i) % 3 === 0) continue
      const from = now - back * dayMs - (i * 17 + 40) * minuteMs
      passages.push(seen(accountId, from, null))
      // one of them forgets the card on the way out now and then
      const leftAt = from + (180 + i * 25) * minuteMs
      if (i !== 0 || back % 5 !== 0) passages.push(seen(accountId, leftAt, 'out'))
      else if (back === 5 && desk !== undefined) await correct(accountId, leftAt, desk)
    }
    const cameAt = now - (i * 23 + 12) * minuteMs
    passages.push(seen(accountId, cameAt, null))
    const room = spaces[i % Math.max(1, spaces.length)]
    if (i < 3 && room !== undefined) passages.push(seen(accountId, cameAt + 2 * minuteMs, room.spaceId))
  }
  await recordPassages(scope, { id: hub.id, zone: hub.zone }, [...passages, seen(null, now - 30 * minuteMs, null)])
}
