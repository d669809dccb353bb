/** The demonstration's counter: guests that are found, a tablet that is out and one that is late, things somebody left behind. */
import type { Scope } from '#platform/server/scope.ts'
import { bookableEquipment } from '#modules/hubs/server/index.ts'
import type { Holder } from '../../booking/repository.ts'
import { listActive } from '../repository.ts'
import { keepGuest } from '../../guests/use-cases/keep-guest.ts'
import { insertLoan, insertLost, occupyForLoan } from '../../lending/repository.ts'
import { addDays, dayAt } from '../../rules.ts'

export interface DemoLost {
  readonly what: string
  readonly place: string
  readonly marks: string
  readonly keptAt: string
  readonly daysAgo: number
}

export async function createDemoDesk(
  scope: Scope,
  { hubId, zone, guests, lost }: { hubId: string; zone: string; guests: readonly Holder[]; lost: readonly DemoLost[] },
): Promise<void> {
  const now = scope.clock.now()
  const span = { from: now.subtract({ hours: 24 }).epochMilliseconds, to: now.add({ hours: 10 * 24 }).epochMilliseconds }
  for (const row of await listActive(scope, hubId, span)) await keepGuest(scope, row)
  const units = (await bookableEquipment(scope, { hubId }))
    .filter((one) => one.handling === 'lendable')
    .flatMap((one) => one.units.map((unit) => ({ unitId: unit.id, equipmentId: one.equipmentId })))
  for (const [at, { unitId, equipmentId }] of units.slice(0, 2).entries()) {
    const holder = guests[at]
    if (holder === undefined) continue
    // the second is late
    const dueAt = at === 0 ? now.add({ hours: 3 }) : now.subtract({ minutes: 40 })
    const loan = await insertLoan(scope, {
      hubId,
      equipmentId,
      unitId,
      bookingId: null,
      accountId: null,
      holderName: holder.name,
      holderMail: holder.mail,
      holderPhone: holder.phone,
      holderLanguage: holder.language,
      outAt: now.subtract({ hours: 2 }),
      outBy: null,
      dueAt,
      conditionOut: '',
    })
    await occupyForLoan(scope, loan, loan.outAt, dueAt)
  }
  for (const one of lost) {
    const foundAt = now.subtract({ hours: 24 * one.daysAgo + 2 })
    await insertLost(scope, {
      hubId,
      what: one.what,
      place: one.place,
      marks: one.marks,
      foundAt,
      foundBy: '',
      keptAt: one.keptAt,
      policeBy: addDays(dayAt(foundAt.epochMilliseconds, zone), 7),
      createdBy: null,
    })
  }
}
