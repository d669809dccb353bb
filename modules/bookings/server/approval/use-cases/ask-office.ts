import type { Scope } from '#platform/server/scope.ts'
import { requested } from '../../../contract/events.ts'
import type { BookingRow } from '../../booking/repository.ts'
import { factOf } from '../../booking/use-cases/record-fact.ts'
import { lapseWhenDue, tellApprovers, tellHolder } from '../../booking/use-cases/tell-holder.ts'

/** A booking waits for the office: the one who asks and those who answer are told, and the time for it runs. */
export function askOffice(scope: Scope, row: BookingRow): void {
  scope.emit(requested, factOf(row), { subjectId: row.id })
  tellHolder(scope, row, 'requested')
  tellApprovers(scope, row)
  lapseWhenDue(scope, row)
}
