import type { TaxKind } from '../../contract/payment/schemas.ts'

interface Rate {
  readonly kind: TaxKind
  readonly validFrom: string
  readonly percent: number
}

/** The rate of a kind on a day; of several of the same day the last one told holds. 0 before the tax was made. */
export function percentOn(rates: readonly Rate[], kind: TaxKind, day: string): number {
  let found: Rate | undefined
  for (const rate of rates)
    if (rate.kind === kind && rate.validFrom <= day && (found === undefined || rate.validFrom >= found.validFrom)) found = rate
  return found?.percent ?? 0
}
