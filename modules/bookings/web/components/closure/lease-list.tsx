/** Whoever has a room let at the closed time: told, not moved. */
import { Link } from '#ui/link.tsx'
import { SectionHead, StateMark } from '#ui/marks.tsx'
import type { HitLease } from '../../../contract/closure/schemas.ts'
import type { HubRef } from '../../queries.ts'
import { leaseDays } from '../lease/lease-words.tsx'
import { useSay } from '../say.tsx'

export function LeaseList({ hub, leases, isMade }: { hub: HubRef; leases: readonly HitLease[]; isMade: boolean }) {
  const say = useSay()
  return (
    <section aria-labelledby="hit-leases">
      <SectionHead id="hit-leases" title={say.t('closure.leases', { count: leases.length })} />
      {!isMade && <p className="mb-3 max-w-3xl">{say.t('closure.leasesLead')}</p>}
      <ul className="border-t border-rule">
        {leases.map((lease) => (
          <li key={lease.id} className="flex flex-wrap items-center gap-x-6 gap-y-1 border-b border-rule py-3">
            <span className="min-w-0 flex-1 basis-60">
              <Link to={`/operate/${hub.key}/leases/${lease.id}`}>{say.bareName(lease.holderName)}</Link>
              <span className="dense muted block">
                {say.facts([say.t(`lease.kind.${lease.kind}`), say.local(lease.spaceNames), leaseDays(say, lease)])}
              </span>
            </span>
            <Told lease={lease} isMade={isMade} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Told({ lease, isMade }: { lease: HitLease; isMade: boolean }) {
  const { t } = useSay()
  if (isMade && !lease.isTold)
    return (
      <StateMark tone="wait" icon="hourglass">
        {t('closure.leaseWaits')}
      </StateMark>
    )
  if (lease.mails === 0)
    return (
      <StateMark tone="bad" icon="alert">
        {lease.contactPhone === null ? t('closure.noMail') : t('closure.leasePhone', { phone: lease.contactPhone })}
      </StateMark>
    )
  return (
    <StateMark tone={isMade ? 'ok' : 'go'} icon={isMade ? 'check' : 'mail'}>
      {t(isMade ? 'closure.leaseTold' : 'closure.leaseMails', { count: lease.mails })}
    </StateMark>
  )
}
