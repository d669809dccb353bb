import type { PlaceName } from '#modules/hubs/server/index.ts'
import type { Loan, LostItem } from '../../contract/lending/schemas.ts'
import type { LoanRow, LostRow } from './repository.ts'

export function presentLoan(
  row: LoanRow,
  place: PlaceName | undefined,
  at: { now: Temporal.Instant; nextBookingAt: Temporal.Instant | undefined },
): Loan {
  const isLate = row.backAt === null && Temporal.Instant.compare(row.dueAt, at.now) < 0
  return {
    id: row.id,
    hubId: row.hubId,
    equipmentId: row.equipmentId,
    equipmentName: place?.names ?? { ja: '' },
    unitId: row.unitId,
    unitLabel: place?.units.find((unit) => unit.id === row.unitId)?.label ?? '',
    bookingId: row.bookingId,
    holder: {
      accountId: row.accountId,
      name: row.holderName,
      mail: row.holderMail,
      phone: row.holderPhone,
      language: row.holderLanguage,
    },
    outAt: row.outAt.toString(),
    dueAt: row.dueAt.toString(),
    backAt: row.backAt?.toString() ?? null,
    state: row.backAt !== null ? 'back' : isLate ? 'late' : 'out',
    conditionOut: row.conditionOut,
    conditionBack: row.conditionBack,
    isDamaged: row.isDamaged,
    remindedAt: row.remindedAt?.toString() ?? null,
    nextBookingAt: at.nextBookingAt?.toString() ?? null,
    version: row.version,
  }
}

export function presentLost(row: LostRow): LostItem {
  return {
    id: row.id,
    hubId: row.hubId,
    number: row.number,
    what: row.what,
    place: row.place,
    marks: row.marks,
    foundAt: row.foundAt.toString(),
    foundBy: row.foundBy,
    keptAt: row.keptAt,
    hasPhoto: row.fileId !== null,
    state: row.state,
    policeBy: row.policeBy,
    settledAt: row.settledAt?.toString() ?? null,
    settledTo: row.settledTo,
    settledNote: row.settledNote,
    version: row.version,
  }
}
