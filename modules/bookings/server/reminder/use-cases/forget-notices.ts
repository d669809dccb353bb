import type { PersonalData } from '#platform/server/module.ts'
import { usualSetting } from '../../../contract/reminder/schemas.ts'
import { deleteFeedsOfAccount, listFeedsOfAccount } from '../../calendar/repository.ts'
import { presentFeeds } from '../../calendar/presenter.ts'
import { findSetting, forgetReminders, listDevices } from '../repository.ts'

/** Calendars that a person subscribed to, the devices that get messages, and what they chose. */
export const ownNotices: PersonalData = {
  section: 'bookings.notices',
  collect: async (scope, accountId) => {
    const calendars = await presentFeeds(scope, await listFeedsOfAccount(scope, accountId))
    const devices = await listDevices(scope, accountId)
    const reminders = await findSetting(scope, accountId)
    // what everybody has who has chosen nothing is not about anybody
    if (calendars.length === 0 && devices.length === 0 && JSON.stringify(reminders) === JSON.stringify(usualSetting)) return []
    return {
      calendars,
      reminders,
      devices: devices.map(({ label, createdAt, deliveredAt }) => ({
        label,
        createdAt: createdAt.toString(),
        deliveredAt: deliveredAt?.toString() ?? null,
      })),
    }
  },
  forget: async (scope, accountId) => {
    await deleteFeedsOfAccount(scope, accountId)
    await forgetReminders(scope, accountId)
  },
}
