import type { PersonalData } from '#platform/server/module.ts'
import type { Scope } from '#platform/server/scope.ts'
import { presentLoans } from './show-loans.ts'
import { listLoansHeldBy, updateLoan, type LoanRow } from '../repository.ts'

type HolderRef = { accountId: string } | { guestMail: string }

export const collectLoans = async (scope: Scope, holder: HolderRef): Promise<unknown> =>
  presentLoans(scope, await listLoansHeldBy(scope, holder))

export async function forgetLoans(scope: Scope, holder: HolderRef): Promise<void> {
  for (const row of await listLoansHeldBy(scope, holder)) await forgetLoan(scope, row)
}

export async function forgetLoan(scope: Scope, row: LoanRow): Promise<void> {
  await updateLoan(scope, row, { holderName: '', holderMail: null, holderPhone: null, accountId: null, forgottenAt: scope.clock.now() })
}

/** What somebody has borrowed is told to them; forgotten, the loans stay without a name. */
export const ownLoans: PersonalData = {
  section: 'loans',
  collect: (scope, accountId) => collectLoans(scope, { accountId }),
  forget: (scope, accountId) => forgetLoans(scope, { accountId }),
}
