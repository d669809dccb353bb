import { failOf } from '#platform/server/errors.ts'
import type { FileAnswer } from '#platform/server/module.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { findRule } from '../../money-rule/repository.ts'
import { writeLeasePermit } from '../../papers/lease.ts'
import { paperLanguage, paperWords } from '../../papers/words.ts'
import { issuerOf } from '../../payment/use-cases/write-receipt-paper.ts'
import { dayAt } from '../../rules.ts'
import { presentPeople, withLeasePlaces } from '../presenter.ts'
import { requireLease } from './require-lease.ts'

const fail = failOf(bookingsErrors)

/** The permission to use the room, as the lease stands. */
export async function writeLeasePaper(scope: MemberScope, of: { hubId: string; leaseId: string }): Promise<FileAnswer> {
  const row = await requireLease(scope, of)
  if (row.status !== 'active' && row.status !== 'ended') fail('bookings.lease_not_open')
  const [placed] = await withLeasePlaces(scope, [row])
  if (placed === undefined) return fail('platform.not_found')
  const rule = await findRule(scope, row.hubId)
  const language = paperLanguage(row.language)
  const now = scope.clock.now()
  const content = await writeLeasePermit({
    language,
    kind: row.kind,
    issuedOn: dayAt(now.epochMilliseconds, placed.hub.zone),
    madeAt: now,
    holder: row.holderName,
    isCompany: row.isCompany,
    hub: placed.hub.names,
    place: placed.place?.names ?? { ja: '' },
    startsOn: row.startsOn,
    endsOn: row.endsOn,
    feeKind: row.feeKind,
    feeYen: row.feeYen,
    purpose: row.purpose,
    members: (await presentPeople(scope, placed.members)).map((person) => person.name),
    conditions: language === 'en' && rule.permitConditionsEn !== '' ? rule.permitConditionsEn : rule.permitConditions,
    issuer: issuerOf(rule),
  })
  const name = `${paperWords(language).say(`lease.paper.title.${row.kind}`)}-${row.startsOn}`
  return { name: `${name}.pdf`, mediaType: 'application/pdf', content, isInline: true }
}
