import type { IconName } from '#ui/icon.tsx'
import type { Tone } from '#ui/marks.tsx'
import type { InvoiceState } from '../../../contract/payment/schemas.ts'

export const invoiceLooks: Readonly<Record<InvoiceState, readonly [Tone, IconName]>> = {
  open: ['wait', 'hourglass'],
  overdue: ['bad', 'alert'],
  paid: ['ok', 'check'],
  corrected: ['off', 'cross'],
  credit: ['off', 'return'],
}
