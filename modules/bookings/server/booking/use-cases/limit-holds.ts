/** How much a stranger may keep from others without having answered: by mail address, and by the line they come by. */
import { failOf } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { hasShareLeft, resizeShare, takeShare, type Share } from '#platform/server/shares.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { findOpenHolds, lockHolds, type BookingRow } from '../repository.ts'
import type { DecidedWish } from './decide-wish.ts'

const fail = failOf(bookingsErrors)

/** So many places may one mail address keep from others without ever having answered. */
const mostOpenHolds = 3
/** And so many seats or pieces, all its holds together; a whole space counts as one. */
const mostHeldUnits = 8
/**
 * And so many of one hub all who come by one line, whatever addresses they write: three parties as large as a guest's may
 * be. A family or an office books, opens its mails within minutes, and books on; a line that never answers keeps a dozen
 * seats for as long as a hold lasts.
 */
const mostHeldUnitsOfLine = 12

type Wish = Pick<DecidedWish, 'target' | 'choice' | 'policy'>

const unitsOf = (held: { readonly kind: BookingRow['kind']; readonly count: number }): number => (held.kind === 'space' ? 1 : held.count)

/** Before the wish is decided: a guest's holds are made one after another, and there are so many at most. */
export async function requireHoldLeft(scope: Scope, mail: string): Promise<{ holds: number; units: number }> {
  await lockHolds(scope, mail)
  const open = await findOpenHolds(scope, mail)
  if (open.holds >= mostOpenHolds) fail('bookings.too_many_holds', { params: { count: open.holds } })
  return open
}

/** The share of the line that the hold will take; store it with `takeShare` once the hold has an id. */
export async function requireUnitsLeft(scope: Scope, wish: Wish, open: { holds: number; units: number }): Promise<Share> {
  const units = unitsOf(wish.choice)
  if (open.units + units > mostHeldUnits) fail('bookings.too_many_holds', { params: { count: open.holds } })
  const share = shareOf(wish, units)
  if (!(await hasShareLeft(scope, share))) failLine(wish)
  return share
}

export async function takeLineShare(scope: Scope, share: Share, row: BookingRow): Promise<void> {
  if (row.holdExpiresAt !== null) await takeShare(scope, share, { subjectId: row.id, until: row.holdExpiresAt })
}

/** A hold that its guest changes is counted as it will be: what could not be held at once cannot be had by changing either. */
export async function requireShareOfChange(scope: Scope, row: BookingRow, wish: Wish): Promise<void> {
  if (row.status !== 'held' || row.holdExpiresAt === null || row.holderMail === null || scope.actor.kind !== 'guest') return
  const was = unitsOf({ kind: row.kind, count: row.unitIds.length })
  const units = unitsOf(wish.choice)
  if (units === was) return
  await lockHolds(scope, row.holderMail)
  const open = await findOpenHolds(scope, row.holderMail)
  if (units > was && open.units - was + units > mostHeldUnits) fail('bookings.too_many_holds', { params: { count: open.holds } })
  if (!(await resizeShare(scope, shareOf(wish, units), { subjectId: row.id, until: row.holdExpiresAt }))) failLine(wish)
}

const shareOf = ({ target }: Wish, units: number): Share => ({ placeId: target.hubId, amount: units, most: mostHeldUnitsOfLine })

const failLine = ({ policy }: Wish): never => fail('bookings.too_many_holds_here', { params: { minutes: policy.holdMinutes } })
