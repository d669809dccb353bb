/** What a hub's page asks of bookings when it opens: what is free now, and the days of this month. */
import { urlOf } from '#platform/contract/client.ts'
import type { PublicPage } from '#platform/server/public-pages.ts'
import { getAvailability, getFreeNow } from '../../contract/endpoints.ts'

export const hubPage: PublicPage = {
  path: '/hubs/{hubKey}',
  reads: (params, now) => {
    // The screen does not know the hub's zone yet either; all of Japan has one.
    const today = now.toZonedDateTimeISO('Asia/Tokyo').toPlainDate()
    const range = { from: today.toString(), days: today.daysInMonth - today.day + 1, people: 1 }
    return [urlOf(getFreeNow, params), urlOf(getAvailability, params, range)]
  },
}
