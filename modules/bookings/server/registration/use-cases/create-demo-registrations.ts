/** The demonstration's registrations: one accepted, one that waits for the office, one that was asked back. All invented. */
import type { Scope } from '#platform/server/scope.ts'
import { takeNumber } from '../../counter/repository.ts'
import { todayIn } from '../presenter.ts'
import { insertRegistration, insertStep, updateRegistration } from '../repository.ts'
import { endOfFiscalYear, searchTextOf, sortKeyOf } from '../rules.ts'

export interface DemoRegistration {
  readonly name: string
  readonly kana: string
  readonly representative: string
  readonly membersCount: number
  readonly residentsCount: number
  readonly purpose: string
  readonly state: 'accepted' | 'asked' | 'returned'
  /** What the office asked back. */
  readonly reason?: string
}

export async function createDemoRegistrations(scope: Scope, wanted: readonly DemoRegistration[]): Promise<void> {
  const validUntil = endOfFiscalYear(todayIn(scope))
  for (const { state, reason, ...fields } of wanted) {
    const whole = { ...fields, phone: null, mail: null }
    const row = await insertRegistration(scope, {
      ...whole,
      kind: 'group',
      accountId: null,
      postalCode: null,
      address: '',
      language: 'ja',
      search: searchTextOf(whole),
      sortKey: sortKeyOf(whole),
    })
    await insertStep(scope, row.id, { kind: 'asked' })
    if (state === 'accepted') {
      const number = await takeNumber(scope, { ownerId: scope.consortiumId, series: 'registration', fiscalYear: 0 })
      await updateRegistration(scope, row, { status: 'accepted', number, userClass: 'resident', validUntil })
      await insertStep(scope, row.id, { kind: 'accepted', userClass: 'resident', validUntil })
    } else if (state === 'returned') {
      await updateRegistration(scope, row, { status: 'returned' })
      await insertStep(scope, row.id, { kind: 'returned', reason })
    }
  }
}
