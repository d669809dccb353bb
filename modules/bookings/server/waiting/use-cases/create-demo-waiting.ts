/** The demonstration's line: two who wait for a time that somebody has. */
import type { Scope } from '#platform/server/scope.ts'
import type { Holder } from '../../booking/repository.ts'
import { insertWaiting } from '../repository.ts'

export interface DemoTaken {
  readonly hubId: string
  readonly targetId: string
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
}

export async function createDemoWaiting(scope: Scope, taken: DemoTaken, holders: readonly Holder[]): Promise<void> {
  const minutes = Math.round(taken.startsAt.until(taken.endsAt).total('minutes'))
  for (const holder of holders) {
    await insertWaiting(scope, {
      hubId: taken.hubId,
      kind: 'space',
      targetId: taken.targetId,
      targetType: null,
      count: 1,
      partySize: 2,
      fromAt: taken.startsAt,
      toAt: taken.endsAt,
      minutes,
      accountId: holder.accountId,
      name: holder.name,
      mail: holder.mail,
      phone: holder.phone,
      language: holder.language,
      consentedAt: holder.accountId === null ? scope.clock.now() : null,
      purpose: '',
    })
  }
}
