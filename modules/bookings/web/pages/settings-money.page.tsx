/** What a hub has decided about money: when fees are due, who issues its papers and what stands on them; the rates of tax. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { listOwnHubs } from '#modules/hubs/contract/endpoints.ts'
import { SettingsFrame } from '#platform/web/pages/settings-frame.tsx'
import { reading } from '#platform/web/client.ts'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { Checkbox, RadioChips, Select, TextArea, TextField } from '#ui/fields.tsx'
import { Note, SectionHead, Tag } from '#ui/marks.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { addTaxRate, setMoneyRule } from '../../contract/payment/endpoints.ts'
import { foldInvoiceNumber } from '../../contract/payment/rules.ts'
import { taxKinds, type MoneyRule } from '../../contract/payment/schemas.ts'
import { MoneyProblem, yenIn } from '../components/payment/parts.tsx'
import { useSay } from '../components/say.tsx'
import { useSearchState } from '../components/use-search-state.tsx'
import { moneyRuleQuery, taxRatesQuery, useMoney } from '../payment/queries.ts'

export function SettingsMoneyPage() {
  const { t, local } = useSay()
  const hubs = useQuery(reading(listOwnHubs, {}))
  const { search, change } = useSearchState()
  const hubId = hubs.data?.items.find((hub) => hub.id === search['hub'])?.id ?? hubs.data?.items[0]?.id ?? ''
  const rule = useQuery(moneyRuleQuery(hubId))
  return (
    <SettingsFrame title={t('payment.settingsTitle')}>
      <div className="grid max-w-3xl gap-10">
        {hubs.data !== undefined && hubs.data.items.length > 1 && (
          <Select
            label={t('payment.hub')}
            value={hubId}
            onChange={(hub) => change({ hub }, { replace: true })}
            choices={hubs.data.items.map((hub) => ({ value: hub.id, label: local(hub.names) }))}
          />
        )}
        {rule.data !== undefined ? (
          <RuleForm key={rule.data.hubId} rule={rule.data} />
        ) : rule.error === null ? (
          <SkeletonLines count={8} label={t('payment.loading')} />
        ) : (
          <ProblemState error={rule.error} onRetry={() => void rule.refetch()} isRetrying={rule.isFetching} />
        )}
        <Rates />
      </div>
    </SettingsFrame>
  )
}

function RuleForm({ rule }: { rule: MoneyRule }) {
  const { t } = useSay()
  const { toast } = useToast()
  const save = useMoney(setMoneyRule)
  const [draft, setDraft] = useState(rule)
  const [base, setBase] = useState(rule)
  const isDirty = JSON.stringify(draft) !== JSON.stringify(base)
  // what somebody else saved shows in a form that nobody has touched
  useEffect(() => {
    if (!isDirty && rule.version !== base.version) {
      setDraft(rule)
      setBase(rule)
    }
  }, [rule, isDirty, base.version])
  const set = (part: Partial<MoneyRule>): void => setDraft((now) => ({ ...now, ...part }))
  const isNumberFine = foldInvoiceNumber(draft.invoiceNumber ?? '') !== undefined
  const text = (
    field: 'issuerName' | 'issuerTitle' | 'issuerAddress' | 'issuerPhone' | 'sealText' | 'permitPrefix' | 'bankAccount',
    max: number,
  ) => <TextField label={t(`payment.rule.${field}`)} value={draft[field]} onChange={(value) => set({ [field]: value })} maxLength={max} />
  const days = (field: 'dueDays' | 'warnDays' | 'invoiceDueDays', most: number) => (
    <div className="max-w-60">
      <TextField
        label={t(`payment.rule.${field}`)}
        inputMode="numeric"
        value={String(draft[field])}
        onChange={(value) => set({ [field]: Math.min(most, yenIn(value) ?? 0) })}
      />
    </div>
  )
  return (
    <form
      className="grid gap-10"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!isNumberFine) return
        const { hubId, isNumberDoubtful: _doubt, ...body } = draft
        save.mutate(
          { params: { hubId }, body: { ...body, invoiceNumber: draft.invoiceNumber ?? '' } },
          {
            onSuccess: (saved) => {
              setDraft(saved)
              setBase(saved)
              toast(t('payment.saved'))
            },
          },
        )
      }}
    >
      <section className="grid gap-5">
        <SectionHead title={t('payment.rule.due')} />
        <RadioChips
          legend={t('payment.rule.due')}
          isLegendHidden
          layout="flow"
          value={draft.due}
          onChange={(due) => set({ due, ...(due === 'day-of-use' ? { cancelsUnpaid: false } : {}) })}
          choices={(['after-confirmation', 'before-use', 'day-of-use'] as const).map((value) => ({
            value,
            label: t(`payment.rule.dueKind.${value}`),
          }))}
        />
        {draft.due !== 'day-of-use' && (
          <>
            {days('dueDays', 180)}
            {days('warnDays', 60)}
            <Checkbox isChecked={draft.cancelsUnpaid} onChange={(cancelsUnpaid) => set({ cancelsUnpaid })}>
              {t('payment.rule.cancelsUnpaid')}
            </Checkbox>
          </>
        )}
      </section>
      <section className="grid gap-5">
        <SectionHead title={t('payment.rule.issuer')} />
        {text('issuerName', 100)}
        {text('issuerTitle', 100)}
        {text('issuerAddress', 200)}
        {text('issuerPhone', 40)}
        <TextField
          label={t('payment.rule.invoiceNumber')}
          hint={t('payment.rule.invoiceNumberHint')}
          value={draft.invoiceNumber ?? ''}
          onChange={(value) => set({ invoiceNumber: value })}
          error={isNumberFine ? undefined : t('payment.rule.invoiceNumberWrong')}
        />
        {base.isNumberDoubtful && draft.invoiceNumber === base.invoiceNumber && <Note tone="wait">{t('payment.rule.numberDoubtful')}</Note>}
        {text('sealText', 20)}
      </section>
      <section className="grid gap-5">
        <SectionHead title={t('payment.rule.permit')} />
        {text('permitPrefix', 20)}
        <TextArea
          label={t('payment.rule.permitConditions')}
          rows={6}
          maxLength={4000}
          value={draft.permitConditions}
          onChange={(permitConditions) => set({ permitConditions })}
        />
        <TextArea
          label={t('payment.rule.permitConditionsEn')}
          rows={4}
          maxLength={4000}
          value={draft.permitConditionsEn}
          onChange={(permitConditionsEn) => set({ permitConditionsEn })}
        />
      </section>
      <section className="grid gap-5">
        <SectionHead title={t('payment.rule.invoice')} />
        {text('bankAccount', 300)}
        {days('invoiceDueDays', 180)}
        <Select
          label={t('payment.rule.taxKind')}
          value={draft.taxKind}
          onChange={(taxKind) => set({ taxKind })}
          choices={taxKinds.map((value) => ({ value, label: t(`payment.rule.tax.${value}`) }))}
        />
      </section>
      <div className="grid gap-3 border-t border-rule bg-page py-4">
        <MoneyProblem error={save.error} />
        <div className="flex flex-wrap items-center gap-3">
          <Button kind="main" type="submit" isBusy={save.isPending} aria-disabled={!isDirty}>
            {t('payment.save')}
          </Button>
          {isDirty ? (
            <Button kind="quiet" onClick={() => setDraft(base)}>
              {t('payment.cancel')}
            </Button>
          ) : (
            <span className="dense muted">{t('payment.nothingChanged')}</span>
          )}
        </div>
      </div>
    </form>
  )
}

function Rates() {
  const { t, day } = useSay()
  const { toast } = useToast()
  const rates = useQuery(taxRatesQuery())
  const add = useMoney(addTaxRate)
  const [isOpen, setOpen] = useState(false)
  const [kind, setKind] = useState<'standard' | 'reduced'>('standard')
  const [percent, setPercent] = useState('')
  const [validFrom, setValidFrom] = useState('')
  const [source, setSource] = useState('')
  const value = yenIn(percent)
  const isReady = value !== undefined && value <= 100 && /^\d{4}-\d\d-\d\d$/.test(validFrom) && source.trim() !== ''
  return (
    <section aria-labelledby="rates" className="grid gap-4">
      <SectionHead id="rates" title={t('payment.rates.title')} />
      <ul className="border-t border-rule">
        {rates.data?.items.map((rate) => (
          <li key={`${rate.kind} ${rate.validFrom} ${rate.isOwn}`} className="border-b border-rule py-2">
            <p className="flex flex-wrap gap-x-4">
              <b className="min-w-24">{t(`payment.rule.tax.${rate.kind}`)}</b>
              <span className="n min-w-12">{`${rate.percent}%`}</span>
              <span className="dense">
                {`${day(rate.validFrom, { hasYear: true })} – ${rate.validTo === null ? '' : day(rate.validTo, { hasYear: true })}`}
              </span>
              {rate.isOwn && <Tag>{t('payment.rates.own')}</Tag>}
            </p>
            <p className="dense muted">{rate.source}</p>
          </li>
        ))}
      </ul>
      {isOpen ? (
        <form
          className="grid gap-4"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            if (!isReady) return
            add.mutate(
              { body: { kind, percent: value, validFrom, source } },
              {
                onSuccess: () => {
                  toast(t('payment.rates.added'))
                  setOpen(false)
                },
              },
            )
          }}
        >
          <p className="dense muted">{t('payment.rates.addAbout')}</p>
          <Select
            label={t('payment.rule.taxKind')}
            value={kind}
            onChange={setKind}
            choices={(['standard', 'reduced'] as const).map((each) => ({ value: each, label: t(`payment.rule.tax.${each}`) }))}
          />
          <TextField label={t('payment.rates.percent')} inputMode="numeric" value={percent} onChange={setPercent} isRequired />
          <TextField label={t('payment.rates.from')} type="date" value={validFrom} onChange={setValidFrom} isRequired />
          <TextField label={t('payment.rates.source')} value={source} onChange={setSource} maxLength={300} isRequired />
          <MoneyProblem error={add.error} />
          <div className="flex gap-3">
            <Button kind="main" type="submit" isBusy={add.isPending} aria-disabled={!isReady}>
              {t('payment.rates.add')}
            </Button>
            <Button kind="quiet" onClick={() => setOpen(false)}>
              {t('payment.cancel')}
            </Button>
          </div>
        </form>
      ) : (
        <div>
          <Button icon="plus" onClick={() => setOpen(true)}>
            {t('payment.rates.add')}
          </Button>
        </div>
      )}
    </section>
  )
}
