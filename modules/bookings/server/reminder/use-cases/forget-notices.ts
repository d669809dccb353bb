import type { PersonalData } from '#platform/server/module.ts'
import { deleteFeedsOfAccount, listFeedsOfAccount } from '../../calendar/repository.ts'
import { presentFeeds } from '../../calendar/presenter.ts'
import { findSetting, forgetReminders, listDevices } from '../repository.ts'

/** Calendars that a person subscribed to, the devices that get messages, and what they chose. */
export const ownNotices: PersonalData = {
  section: 'bookings.notices',
  collect: async (scope, accountId) => ({
    calendars: await presentFeeds(scope, await listFeedsOfAccount(scope, accountId)),
    reminders: await findSetting(scope, accountId),
    devices: (await listDevices(scope, accountId)).map(({ label, createdAt, deliveredAt }) => ({
      label,
      createdAt: createdAt.toString(),
      deliveredAt: deliveredAt?.toString() ?? null,
    })),
  }),
  forget: async (scope, accountId) => {
    await deleteFeedsOfAccount(scope, accountId)
    await forgetReminders(scope, accountId)
  },
}
