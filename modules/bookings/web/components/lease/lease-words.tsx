/** The words that every screen of leases has in common. */
import { formatMonth, formatYen } from '#platform/web/format.ts'
import { StateMark } from '#ui/marks.tsx'
import type { Lease } from '../../../contract/lease/schemas.ts'
import { useSay, type Say } from '../say.tsx'

export function LeaseMark({ lease }: { lease: Pick<Lease, 'status' | 'isRunning' | 'isEnding'> }) {
  const { t } = useSay()
  const { status } = lease
  if (status === 'active' && lease.isEnding)
    return (
      <StateMark tone="wait" icon="clock">
        {t('lease.ending')}
      </StateMark>
    )
  if (status === 'active')
    return (
      <StateMark tone={lease.isRunning ? 'go' : 'ok'} icon={lease.isRunning ? 'door' : 'check'}>
        {t(lease.isRunning ? 'lease.running' : 'lease.coming')}
      </StateMark>
    )
  return (
    <StateMark
      tone={status === 'offered' ? 'wait' : 'off'}
      icon={status === 'offered' ? 'hourglass' : status === 'draft' ? 'edit' : status === 'ended' ? 'check' : 'cross'}
    >
      {t(`lease.status.${status}`)}
    </StateMark>
  )
}

export const leaseDays = (say: Say, lease: Pick<Lease, 'startsOn' | 'endsOn'>): string =>
  say.t('lease.detail.until', {
    from: say.day(lease.startsOn, { hasYear: true, hasWeekday: false }),
    until: say.day(lease.endsOn, { hasYear: true, hasWeekday: false }),
  })

export const leaseFee = (say: Say, lease: Pick<Lease, 'feeKind' | 'feeYen'>): string =>
  say.t(`lease.feeOf.${lease.feeKind}`, { yen: formatYen(lease.feeYen) })

export const monthText = (say: Say, month: string): string => formatMonth(month, say.language)

/** `△5,000円`: money that is owed the other way. */
export const signed = (yen: number): string => (yen < 0 ? `△${formatYen(-yen)}` : formatYen(yen))
