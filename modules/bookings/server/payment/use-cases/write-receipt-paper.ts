/** What a receipt says, kept with it: a paper that is printed again years later is the same paper. */
import type { LocalText } from '#platform/contract/schemas.ts'
import type { Scope } from '#platform/server/scope.ts'
import { taxByRate, type RateTotal } from '../../../contract/payment/rules.ts'
import { withPlaces } from '../../booking/presenter.ts'
import type { BookingRow } from '../../booking/repository.ts'
import { findRule, type RuleRow } from '../../money-rule/repository.ts'
import { rateLookup } from '../../money-rule/use-cases/keep-rule.ts'
import { dayAt } from '../../rules.ts'

export interface PaperIssuer {
  readonly name: string
  readonly title: string
  readonly address: string
  readonly phone: string
  readonly invoiceNumber: string | null
  readonly sealText: string
  readonly bankAccount: string
}

export interface PaperLine {
  readonly bookingId: string
  readonly what: LocalText
  readonly hub: LocalText
  readonly startsAt: string
  readonly endsAt: string
  readonly zone: string
  readonly isCancelled: boolean
  readonly amountYen: number
  readonly percent: number
  readonly isReduced: boolean
  /** `2026-11`: the fee of a lease for this month; then `bookingId` is the lease. */
  readonly leaseMonth?: string
}

export interface MoneyPaper {
  readonly issuer: PaperIssuer
  readonly lines: readonly PaperLine[]
  readonly taxes: readonly RateTotal[]
}

export const issuerOf = (rule: RuleRow): PaperIssuer => ({
  name: rule.issuerName,
  title: rule.issuerTitle,
  address: rule.issuerAddress,
  phone: rule.issuerPhone,
  invoiceNumber: rule.invoiceNumber,
  sealText: rule.sealText,
  bankAccount: rule.bankAccount,
})

/** The rate is that of the day of use: the service is rendered then. A fee for cancelling is no price of a service and holds no tax. */
export async function writeReceiptPaper(
  scope: Scope,
  hubId: string,
  items: readonly { row: BookingRow; amountYen: number }[],
): Promise<MoneyPaper> {
  const rule = await findRule(scope, hubId)
  const percentOn = await rateLookup(scope)
  const placed = await withPlaces(
    scope,
    items.map((item) => item.row),
  )
  const lines = items.map(({ row, amountYen }, at): PaperLine => {
    const place = placed[at]?.place
    const zone = place?.zone ?? 'Asia/Tokyo'
    const isCancelled = row.status !== 'confirmed'
    const kind = isCancelled ? 'exempt' : rule.taxKind
    return {
      bookingId: row.id,
      what: place?.names ?? { ja: '' },
      hub: place?.hubNames ?? { ja: '' },
      startsAt: row.startsAt.toString(),
      endsAt: row.endsAt.toString(),
      zone,
      isCancelled,
      amountYen,
      percent: percentOn(kind, dayAt(row.startsAt.epochMilliseconds, zone)),
      isReduced: kind === 'reduced',
    }
  })
  return { issuer: issuerOf(rule), lines, taxes: taxByRate(lines) }
}
