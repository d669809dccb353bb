import type { PersonalData } from '#platform/server/module.ts'
import { presentLoans } from './show-loans.ts'
import { listLoansHeldBy, updateLoan } from '../repository.ts'

/** What somebody has borrowed is told to them; forgotten, the loans stay without a name. */
export const ownLoans: PersonalData = {
  section: 'loans',
  collect: async (scope, accountId) => presentLoans(scope, await listLoansHeldBy(scope, accountId)),
  forget: async (scope, accountId) => {
    for (const row of await listLoansHeldBy(scope, accountId)) {
      await updateLoan(scope, row, { holderName: '', holderMail: null, holderPhone: null, accountId: null, forgottenAt: scope.clock.now() })
    }
  },
}
