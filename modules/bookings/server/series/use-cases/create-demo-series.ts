/** The demonstration's series: an afternoon each week for a member, with what is taken already left out. */
import type { Scope } from '#platform/server/scope.ts'
import type { Holder } from '../../booking/repository.ts'
import { addDays, dayAt, type Target } from '../../rules.ts'
import { storeSeries } from './book-series.ts'
import { previewSeries, sameEachDay } from './try-days.ts'

export async function createDemoSeries(scope: Scope, { target, holder }: { target: Target; holder: Holder }): Promise<void> {
  const today = dayAt(scope.clock.now().epochMilliseconds, target.zone)
  const weekday = Temporal.PlainDate.from(today).dayOfWeek
  const tuesday = addDays(today, 7 + ((2 - weekday + 7) % 7))
  const wish = {
    what: { kind: 'space' as const, spaceId: target.id },
    rule: { startsOn: tuesday, pattern: { kind: 'weekly' as const, every: 1, weekdays: [2] }, end: { count: 6 } },
    start: '15:00',
    end: '17:00',
    partySize: Math.min(4, target.capacity ?? 2),
    forOrganisation: false,
    choices: [],
  }
  const booker = { accountId: holder.accountId, mail: holder.mail, memberOf: null, isMember: holder.accountId !== null }
  const caller = { isDesk: true, hub: target.hubId, booker }
  const { days } = await previewSeries(scope, wish, caller)
  const choices = days.filter(({ state }) => state !== 'free').map(({ day }) => ({ day, isLeftOut: true as const }))
  if (days.length - choices.length < 3) return
  await storeSeries(scope, { ...wish, choices }, { each: sameEachDay(wish), caller, holder, note: '' })
}
