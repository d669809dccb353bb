/** What new rules would mean: who, for how much, and the bookings that exist, which keep what they were promised unless chosen. */
import { formatYen } from '#platform/web/format.ts'
import { Checkbox } from '#ui/fields.tsx'
import { SectionHead, StateMark } from '#ui/marks.tsx'
import type { RulesTrial } from '../../../contract/policy/schemas.ts'
import { useSay } from '../say.tsx'

export function TrialView({
  trial,
  zone,
  reprice,
  onReprice,
}: {
  trial: RulesTrial
  zone: string
  reprice: ReadonlySet<string>
  onReprice: (ids: ReadonlySet<string>) => void
}) {
  const say = useSay()
  const { t } = say
  const { affected } = trial
  const samples = trial.fees[0]?.samples ?? []
  const toggle = (id: string, isOn: boolean): void => {
    const next = new Set(reprice)
    if (isOn) next.add(id)
    else next.delete(id)
    onReprice(next)
  }
  return (
    <div className="grid grid-cols-1 gap-8">
      <section>
        <SectionHead level={3} title={t('rules.whoTitle')} />
        <ul>
          {trial.who.map((one) => (
            <li key={one.booker} className="grid gap-x-6 gap-y-0.5 border-b border-rule py-2 md:grid-cols-[14rem_1fr]">
              <b>{t(`rules.booker.${one.booker}`)}</b>
              {one.mayBook ? (
                <span>
                  <StateMark tone={one.isConfirmedAtOnce ? 'ok' : 'wait'} icon={one.isConfirmedAtOnce ? 'check' : 'hourglass'}>
                    {t(one.isConfirmedAtOnce ? 'rules.atOnce' : 'rules.afterApproval')}
                  </StateMark>
                  {one.booker !== 'desk' && (
                    <span className="dense muted ms-4">
                      {say.facts([
                        t('rules.lengths', { shortest: say.length(one.shortestMinutes), longest: say.length(one.longestMinutes) }),
                        t('rules.until', { day: say.day(one.lastDay) }),
                      ])}
                    </span>
                  )}
                </span>
              ) : (
                <StateMark tone="off" icon="cross">
                  {t('rules.mayNot')}
                </StateMark>
              )}
            </li>
          ))}
        </ul>
      </section>
      <section>
        <SectionHead level={3} title={t('rules.feesTitle', { day: say.day(trial.fees[0]?.validFrom ?? '', { hasYear: true }) })} />
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- WCAG 2.1.1: what scrolls is reached by keys */}
        <div className="tbl-scroll relative" role="region" aria-label={t('rules.groups.fee')} tabIndex={0}>
          <table className="tbl">
            <thead>
              <tr>
                <th scope="col">{t('rules.fee.userClass')}</th>
                {samples.map(({ sample }) => (
                  <th key={sample} scope="col" className="end">
                    {t(`rules.fee.${sample}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {trial.fees.map((row) => (
                <tr key={row.userClass}>
                  <th scope="row" className="whitespace-nowrap">
                    {t(`rules.fee.classes.${row.userClass}`)}
                  </th>
                  {row.samples.map(({ sample, yen }) => (
                    <td key={sample} className="end whitespace-nowrap">
                      {say.fee(yen)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <section>
        <SectionHead
          level={3}
          title={affected.total === 0 ? t('rules.affectedNone') : t('rules.affectedTitle', { count: affected.total })}
        />
        {affected.total > 0 && (
          <>
            <p className="mb-3">{t('rules.affectedLead')}</p>
            <ul>
              {affected.items.map((one) => {
                const when = say.dayAndRange(one.startsAt, one.endsAt, zone)
                const isDearer = one.newFeeYen !== one.feeYen
                return (
                  <li key={one.bookingId} className="grid gap-x-6 gap-y-1 border-b border-rule py-3 md:grid-cols-[1fr_1fr_auto]">
                    <div className="min-w-0">
                      <p className="font-bold">{when}</p>
                      <p className="dense">{say.facts([say.local(one.targetName), say.name(one.holderName)])}</p>
                    </div>
                    <div className="dense">
                      {isDearer && (
                        <p>
                          {formatYen(one.feeYen)} → <b>{formatYen(one.newFeeYen)}</b>
                        </p>
                      )}
                      {one.refusals.length > 0 && (
                        <p>{one.refusals.map((refusal) => t(`rules.refusals.${refusal}`)).join(t('booking.listComma'))}</p>
                      )}
                    </div>
                    {isDearer ? (
                      <Checkbox
                        isChecked={reprice.has(one.bookingId)}
                        aria-label={t('rules.repriceLabel', { name: say.name(one.holderName), when })}
                        onChange={(isOn) => toggle(one.bookingId, isOn)}
                      >
                        {t('rules.reprice')}
                      </Checkbox>
                    ) : (
                      <span className="dense muted">{t('rules.keeps')}</span>
                    )}
                  </li>
                )
              })}
            </ul>
            {affected.total > affected.items.length && (
              <p className="muted mt-3">{t('rules.affectedMore', { count: affected.total - affected.items.length })}</p>
            )}
          </>
        )}
      </section>
    </div>
  )
}
