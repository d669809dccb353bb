/** Before booking: what it costs, for which reason less, whose yes it needs, what is left of one's quota, what cancelling costs. */
import { formatInstant, formatYen } from '#platform/web/format.ts'
import { useLanguage } from '#platform/web/language.ts'
import { useLocalText } from '#platform/web/local-text.tsx'
import { Select } from '#ui/fields.tsx'
import { Note } from '#ui/marks.tsx'
import type { Quote } from '../../../contract/policy/schemas.ts'
import { useBookingsTexts } from '../../texts.ts'

export interface TermsProps {
  quote: Quote
  zone: string
  reductionId: string
  onReduction: (id: string) => void
}

export function Terms({ quote, zone, reductionId, onReduction }: TermsProps) {
  const t = useBookingsTexts()
  const local = useLocalText()
  const language = useLanguage()
  const when = (instant: string): string => formatInstant(instant, language, zone)
  const chosen = quote.reductions.find((one) => one.id === reductionId)
  const costs = quote.cancellation.steps.filter((step) => step.yen > 0)
  const hasDeadline = quote.cancellation.until !== '' && costs.length + quote.cancellation.noShowYen > 0
  return (
    <div className="grid gap-4">
      {quote.needsApproval && (
        <Note tone="wait" icon="hourglass">
          {t('public.rules.needsApproval', { hours: quote.approvalHours })}
        </Note>
      )}
      {quote.reductions.length > 0 && quote.listFeeYen > 0 && (
        <Select
          label={t('public.rules.reduction')}
          value={reductionId}
          onChange={onReduction}
          hint={chosen?.needsProof === true ? t('public.rules.proof') : undefined}
          choices={[
            { value: '', label: t('public.rules.reductionNone') },
            ...quote.reductions.map((one) => ({
              value: one.id,
              label:
                one.percent === null
                  ? t('public.rules.reductionYen', { name: local(one.names), yen: formatYen(one.yen ?? 0) })
                  : t('public.rules.reductionPercent', { name: local(one.names), percent: one.percent }),
            })),
          ]}
        />
      )}
      {(quote.listFeeYen > 0 || quote.feeYen > 0) && (
        <p aria-live="polite">
          {t('public.rules.fee')} <b className="text-[1.25rem]">{quote.feeYen === 0 ? t('public.rules.free') : formatYen(quote.feeYen)}</b>
          {quote.feeYen !== quote.listFeeYen && (
            <span className="dense muted">
              {'　'}
              {t('public.rules.listFee', { yen: formatYen(quote.listFeeYen) })}
            </span>
          )}
        </p>
      )}
      <ul className="dense muted grid gap-1 empty:hidden">
        {quote.quotas.map((quota) => (
          <li key={`${quota.of}${quota.per}${quota.unit}`}>
            {t(quota.of === 'person' ? 'public.rules.quotaPerson' : 'public.rules.quotaOrganisation', {
              limit: t(`guestMail.quota.${quota.per}.${quota.unit}`, { count: quota.most }),
              rest: t(`guestMail.quota.left.${quota.unit}`, { count: Number(quota.left.toFixed(1)) }),
            })}
          </li>
        ))}
        {hasDeadline && <li>{t('public.rules.cancelUntil', { until: when(quote.cancellation.until) })}</li>}
        {costs.map((step) => (
          <li key={step.from}>
            {t('public.rules.cancelStep', { from: when(step.from), yen: formatYen(step.yen), percent: step.percent })}
          </li>
        ))}
        {quote.cancellation.noShowYen > 0 && <li>{t('public.rules.noShow', { yen: formatYen(quote.cancellation.noShowYen) })}</li>}
        {quote.releaseMinutes !== null && <li>{t('public.rules.release', { minutes: quote.releaseMinutes })}</li>}
      </ul>
    </div>
  )
}

/** What pressing "cancel" costs now. */
export function CancellationCost({ cost }: { cost: { feeYen: number; percent: number } | undefined }) {
  const t = useBookingsTexts()
  if (cost === undefined || cost.feeYen === 0) return null
  return (
    <Note tone="wait" icon="card">
      {t('public.rules.cancelCosts', { yen: formatYen(cost.feeYen), percent: cost.percent })}
    </Note>
  )
}
