/** What is held about a person who applied: told, and forgotten. */
import type { PersonalData } from '#platform/server/module.ts'
import { presentApplication } from '../presenter.ts'
import { findLottery, listApplicationsOfAccount, updateApplication } from '../repository.ts'
import { stateOf } from '../rules.ts'
import { withdraw } from './apply-for-lottery.ts'

/** Out of a lottery that is not drawn; the number and what it was given stay, so that a drawing can still be checked. */
export const ownApplications: PersonalData = {
  section: 'lotteries',
  collect: async (scope, accountId) =>
    (await listApplicationsOfAccount(scope, accountId)).map((row) => ({
      ...presentApplication(row),
      lotteryId: row.lotteryId,
      name: row.name,
      mail: row.mail,
    })),
  forget: async (scope, accountId) => {
    for (const row of await listApplicationsOfAccount(scope, accountId)) {
      const lottery = await findLottery(scope, row.lotteryId, { forChange: true })
      const isOpen = lottery !== undefined && !['drawn', 'cancelled'].includes(stateOf(lottery, scope.clock.now()))
      const after = isOpen && row.withdrawnAt === null ? await withdraw(scope, lottery, row) : row
      await updateApplication(scope, after, { name: '', mail: null, purpose: '', forgottenAt: scope.clock.now() })
    }
  },
}
