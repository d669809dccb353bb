/** What is held about a person who waits or waited: told, and forgotten. */
import type { PersonalData } from '#platform/server/module.ts'
import type { Scope } from '#platform/server/scope.ts'
import { presentWaiting } from '../presenter.ts'
import { findWaiting, listWaitingHeldBy, updateWaiting } from '../repository.ts'
import { declineOffer } from './answer-offer.ts'

type Holder = { accountId: string } | { guestMail: string }

export async function collectWaiting(scope: Scope, holder: Holder): Promise<unknown> {
  const rows = await listWaitingHeldBy(scope, holder)
  const presented = await presentWaiting(scope, rows)
  return presented.map((one, i) => ({ ...one, name: rows[i]?.name, mail: rows[i]?.mail, phone: rows[i]?.phone, purpose: rows[i]?.purpose }))
}

/** Out of the line, since nobody could be told any more; then names and texts go. */
export async function forgetWaiting(scope: Scope, holder: Holder): Promise<void> {
  for (const { id } of await listWaitingHeldBy(scope, holder)) await forgetWaitingOne(scope, id)
}

export async function forgetWaitingOne(scope: Scope, id: string): Promise<void> {
  const row = await findWaiting(scope, id, { forChange: true })
  if (row === undefined) return
  const after = await declineOffer(scope, row)
  await updateWaiting(scope, after, { name: '', mail: null, phone: null, purpose: '', forgottenAt: scope.clock.now() })
}

export const ownWaiting: PersonalData = {
  section: 'waiting',
  collect: (scope, accountId) => collectWaiting(scope, { accountId }),
  forget: (scope, accountId) => forgetWaiting(scope, { accountId }),
}
