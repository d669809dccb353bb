/** A lease written down: which kind and room, for whom, how long and for how much, and what is in its way. */
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { formatYen, today as todayIn } from '#platform/web/format.ts'
import { Button } from '#ui/button.tsx'
import { Checkbox, RadioChips, Select, TextArea, TextField } from '#ui/fields.tsx'
import { Note } from '#ui/marks.tsx'
import { dayGridQuery, type HubRef } from '../../queries.ts'
import {
  chargesOf,
  dayAfter,
  feeKinds,
  lastDayOf,
  leaseKinds,
  totalOf,
  usualLease,
  type FeeKind,
  type LeaseKind,
} from '../../../contract/lease/rules.ts'
import type { DeskLease, LeaseDetail } from '../../../contract/lease/schemas.ts'
import { organisationsQuery, useChangeLease, useMakeLease, type LeaseIn } from '../../lease/queries.ts'
import { yenIn } from '../payment/parts.tsx'
import { Refusal } from '../refusal.tsx'
import { useSay } from '../say.tsx'
import { InTheWay, useIsFree } from './in-the-way.tsx'
import { monthText } from './lease-words.tsx'

interface Draft {
  kind: LeaseKind
  spaceId: string
  organisationId: string
  holderName: string
  isCompany: boolean
  contactName: string
  contactMail: string
  contactPhone: string
  startsOn: string
  endsOn: string
  feeKind: FeeKind
  fee: string
  purpose: string
  note: string
  result: string
  admitsMembers: boolean
  offerUntil: string
}

const draftOf = (lease: DeskLease): Draft => ({
  kind: lease.kind,
  spaceId: lease.spaceId,
  organisationId: lease.organisationId ?? '',
  holderName: lease.organisationId === null ? lease.holderName : '',
  isCompany: lease.isCompany,
  contactName: lease.contactName,
  contactMail: lease.contactMail ?? '',
  contactPhone: lease.contactPhone ?? '',
  startsOn: lease.startsOn,
  endsOn: lease.endsOn,
  feeKind: lease.feeKind,
  fee: lease.feeYen === 0 ? '' : String(lease.feeYen),
  purpose: lease.purpose,
  note: lease.note,
  result: lease.result,
  admitsMembers: lease.admitsMembers,
  offerUntil: lease.offerUntil ?? '',
})

/** The first of a month for a lease, the next day for what is shorter. */
function freshOf(kind: LeaseKind, today: string): Draft {
  const usual = usualLease[kind]
  const tomorrow = dayAfter(today)
  const startsOn = kind === 'lease' ? lastDayOf(`${today.slice(0, 7)}-01`, { months: 1 }) : tomorrow
  const first = kind === 'lease' ? dayAfter(startsOn) : startsOn
  return {
    kind,
    spaceId: '',
    organisationId: '',
    holderName: '',
    isCompany: usual.isCompany,
    contactName: '',
    contactMail: '',
    contactPhone: '',
    startsOn: first,
    endsOn: lastDayOf(first, usual.length),
    feeKind: usual.feeKind,
    fee: '',
    purpose: '',
    note: '',
    result: '',
    admitsMembers: usual.admitsMembers,
    offerUntil: dayAfter(today, 14),
  }
}

/** The one after it: the same terms, from the day after its end. */
function renewedOf(lease: DeskLease, today: string): Draft {
  const after = dayAfter(lease.endsOn)
  const startsOn = after < today ? today : after
  return {
    ...draftOf(lease),
    startsOn,
    endsOn: lastDayOf(startsOn, usualLease[lease.kind].length),
    result: '',
    offerUntil: dayAfter(today, 14),
  }
}

interface Props {
  hub: HubRef
  /** To be changed. */
  lease?: DeskLease | undefined
  /** To be followed by a new one. */
  renews?: DeskLease | undefined
  onDone: (made: LeaseDetail, as: 'draft' | 'offered' | 'active' | 'changed') => void
}

type Missing = Partial<Record<'spaceId' | 'holderName' | 'fee' | 'days', string>>

export function LeaseForm({ hub, lease, renews, onDone }: Props) {
  const say = useSay()
  const { t } = say
  const today = todayIn(hub.zone)
  const [draft, setDraft] = useState<Draft>(() =>
    lease !== undefined ? draftOf(lease) : renews !== undefined ? renewedOf(renews, today) : freshOf('lease', today),
  )
  const [missing, setMissing] = useState<Missing>({})
  const grid = useQuery(dayGridQuery(hub.id, today))
  const organisations = useQuery(organisationsQuery())
  const make = useMakeLease(hub.id)
  const change = useChangeLease(hub.id, lease?.id ?? '')
  const isWhole = lease === undefined || lease.status === 'draft'
  const set = <K extends keyof Draft>(key: K, value: Draft[K]): void => setDraft((before) => ({ ...before, [key]: value }))
  const spaces = grid.data?.rows.filter((row) => row.kind !== 'equipment') ?? []
  const hasDays = draft.startsOn !== '' && draft.endsOn !== '' && draft.endsOn >= draft.startsOn
  const asked =
    draft.spaceId === '' || !hasDays || !isWhole
      ? undefined
      : { spaceId: draft.spaceId, startsOn: draft.startsOn, endsOn: draft.endsOn, ...(lease === undefined ? {} : { leaseId: lease.id }) }
  const isFree = useIsFree(hub, asked)
  const fee = draft.feeKind === 'free' ? 0 : yenIn(draft.fee)
  const charges = hasDays && fee !== undefined ? chargesOf({ ...draft, feeYen: fee }) : []

  const check = (): boolean => {
    const found: Missing = {
      ...(draft.spaceId === '' ? { spaceId: t('lease.form.spaceMissing') } : {}),
      ...(draft.organisationId === '' && draft.holderName.trim() === '' ? { holderName: t('lease.form.holderMissing') } : {}),
      ...(draft.feeKind !== 'free' && (fee === undefined || fee === 0) ? { fee: t('lease.form.feeMissing') } : {}),
      ...(hasDays ? {} : { days: t('errors.lease_over_already') }),
    }
    setMissing(found)
    return Object.keys(found).length === 0
  }
  const body = (): Omit<LeaseIn, 'as'> => ({
    kind: draft.kind,
    spaceId: draft.spaceId,
    startsOn: draft.startsOn,
    endsOn: draft.endsOn,
    organisationId: draft.organisationId === '' ? null : draft.organisationId,
    holderName: draft.organisationId === '' ? draft.holderName : '',
    isCompany: draft.isCompany,
    contactName: draft.contactName,
    contactMail: draft.contactMail.trim() === '' ? null : draft.contactMail,
    contactPhone: draft.contactPhone,
    language: lease?.language ?? renews?.language ?? 'ja',
    feeKind: draft.feeKind,
    feeYen: fee ?? 0,
    purpose: draft.purpose,
    note: draft.note,
    admitsMembers: draft.admitsMembers,
  })
  const save = (as: 'draft' | 'offered' | 'active'): void => {
    if (!check()) return
    make.mutate(
      {
        ...body(),
        as,
        ...(as === 'offered' && draft.offerUntil !== '' ? { offerUntil: draft.offerUntil } : {}),
        ...(renews === undefined ? {} : { renewsId: renews.id }),
      },
      { onSuccess: (made) => onDone(made, as) },
    )
  }
  const saveChange = (): void => {
    if (lease === undefined || !check()) return
    change.mutate({ ...body(), result: draft.result, version: lease.version }, { onSuccess: (made) => onDone(made, 'changed') })
  }

  return (
    <form
      noValidate
      className="grid grid-cols-[minmax(0,1fr)] gap-9"
      onSubmit={(event) => {
        event.preventDefault()
        if (lease !== undefined) saveChange()
      }}
    >
      {isWhole && (
        <Step title={t('lease.form.stepWhat')}>
          <RadioChips<LeaseKind>
            legend={t('lease.kindLabel')}
            value={draft.kind}
            onChange={(kind) =>
              setDraft((before) => {
                const fresh = freshOf(kind, today)
                // what was typed stays; what is usual of a kind follows the kind
                return {
                  ...before,
                  kind,
                  feeKind: fresh.feeKind,
                  isCompany: fresh.isCompany,
                  admitsMembers: fresh.admitsMembers,
                  startsOn: fresh.startsOn,
                  endsOn: fresh.endsOn,
                }
              })
            }
            layout="flow"
            choices={leaseKinds.map((value) => ({ value, label: t(`lease.kind.${value}`) }))}
          />
          <p className="dense muted max-w-2xl">{t(`lease.kindAbout.${draft.kind}`)}</p>
          <Select
            label={t('lease.form.space')}
            isRequired
            value={draft.spaceId}
            error={missing.spaceId}
            onChange={(value) => set('spaceId', value)}
            choices={[
              { value: '', label: t('lease.form.spaceChoose') },
              ...spaces.map((row) => ({ value: row.targetId, label: say.local(row.name) })),
            ]}
          />
        </Step>
      )}
      <Step title={t('lease.form.stepWho')}>
        {isWhole && (
          <>
            <Select
              label={t('lease.form.organisation')}
              value={draft.organisationId}
              onChange={(value) => set('organisationId', value)}
              choices={[
                { value: '', label: t('lease.form.organisationNone') },
                ...(organisations.data?.items ?? []).map((one) => ({ value: one.id, label: one.name })),
              ]}
            />
            {draft.organisationId === '' && (
              <>
                <TextField
                  label={t('lease.form.holder')}
                  hint={t('lease.form.holderHint')}
                  isRequired
                  value={draft.holderName}
                  maxLength={120}
                  error={missing.holderName}
                  onChange={(value) => set('holderName', value)}
                />
                <Checkbox isChecked={draft.isCompany} onChange={(value) => set('isCompany', value)}>
                  {t('lease.form.isCompany')}
                </Checkbox>
              </>
            )}
          </>
        )}
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label={t('lease.form.contact')}
            value={draft.contactName}
            maxLength={80}
            onChange={(value) => set('contactName', value)}
          />
          <TextField
            label={t('lease.form.phone')}
            type="tel"
            value={draft.contactPhone}
            maxLength={40}
            onChange={(value) => set('contactPhone', value)}
          />
        </div>
        <TextField
          label={t('lease.form.mail')}
          hint={t('lease.form.mailHint')}
          type="email"
          value={draft.contactMail}
          maxLength={254}
          onChange={(value) => set('contactMail', value)}
        />
        <TextArea
          label={t(draft.kind === 'trial' ? 'lease.form.purposeTrial' : 'lease.form.purpose')}
          rows={2}
          value={draft.purpose}
          maxLength={1_000}
          onChange={(value) => set('purpose', value)}
        />
        <Checkbox isChecked={draft.admitsMembers} onChange={(value) => set('admitsMembers', value)}>
          {t('lease.form.admits')}
        </Checkbox>
        <TextArea label={t('lease.form.note')} rows={2} value={draft.note} maxLength={2_000} onChange={(value) => set('note', value)} />
        {lease !== undefined && lease.kind === 'trial' && (
          <TextArea
            label={t('lease.form.result')}
            hint={t('lease.form.resultHint')}
            rows={3}
            value={draft.result}
            maxLength={2_000}
            onChange={(value) => set('result', value)}
          />
        )}
      </Step>
      {isWhole && (
        <Step title={t('lease.form.stepWhen')}>
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField label={t('lease.form.startsOn')} type="date" value={draft.startsOn} onChange={(value) => set('startsOn', value)} />
            <TextField
              label={t('lease.form.endsOn')}
              type="date"
              value={draft.endsOn}
              min={draft.startsOn}
              error={missing.days}
              onChange={(value) => set('endsOn', value)}
            />
          </div>
          <div>
            <Button
              size="small"
              kind="quiet"
              onClick={() => {
                if (draft.startsOn !== '') set('endsOn', lastDayOf(draft.startsOn, usualLease[draft.kind].length))
              }}
            >
              {t('lease.form.usualSet', { length: t(`lease.form.usual.${draft.kind}`) })}
            </Button>
          </div>
          <RadioChips<FeeKind>
            legend={t('lease.form.fee')}
            layout="flow"
            value={draft.feeKind}
            onChange={(value) => set('feeKind', value)}
            choices={feeKinds.map((value) => ({ value, label: t(`lease.feeKind.${value}`) }))}
          />
          {draft.feeKind !== 'free' && (
            <TextField
              label={t('lease.form.feeYen')}
              inputMode="numeric"
              isRequired
              value={draft.fee}
              maxLength={14}
              error={missing.fee}
              onChange={(value) => set('fee', value)}
            />
          )}
          {charges.length > 0 && (
            <div className="dense max-w-xl" role="status">
              <p className="font-bold">{t('lease.form.total', { yen: formatYen(totalOf(charges)) })}</p>
              {draft.feeKind === 'monthly' && (
                <ul className="muted columns-1 gap-x-8 sm:columns-2">
                  {charges.slice(0, 24).map((charge) => (
                    <li key={charge.month} className="flex justify-between gap-4">
                      <span>
                        {t(charge.days === charge.ofDays ? 'lease.form.monthWhole' : 'lease.form.month', {
                          month: monthText(say, charge.month),
                          days: charge.days,
                          ofDays: charge.ofDays,
                        })}
                      </span>
                      <span className="n">{formatYen(charge.yen)}</span>
                    </li>
                  ))}
                </ul>
              )}
            </div>
          )}
        </Step>
      )}
      {asked !== undefined && (
        <Step title={t('lease.form.stepCheck')}>
          <InTheWay hub={hub} asked={asked} />
        </Step>
      )}
      {Object.keys(missing).length > 0 && (
        <Note tone="bad" isAlert>
          {t('lease.form.stopped')}
        </Note>
      )}
      <Refusal error={make.error ?? change.error} zone={hub.zone} day="" />
      {lease === undefined ? (
        <div className="grid gap-4 border-t border-rule pt-5">
          <div className="max-w-xs">
            <TextField
              label={t('lease.form.offerUntil')}
              type="date"
              value={draft.offerUntil}
              min={today}
              max={draft.endsOn}
              onChange={(value) => set('offerUntil', value)}
            />
          </div>
          <div className="flex flex-wrap gap-3">
            <Button kind="main" isBusy={make.isPending} disabled={isFree === false} onClick={() => save('active')}>
              {t('lease.form.asActive')}
            </Button>
            <Button isBusy={make.isPending} disabled={isFree === false} onClick={() => save('offered')}>
              {t('lease.form.asOffered')}
            </Button>
            <Button kind="quiet" isBusy={make.isPending} onClick={() => save('draft')}>
              {t('lease.form.asDraft')}
            </Button>
          </div>
        </div>
      ) : (
        <div>
          <Button kind="main" type="submit" isBusy={change.isPending}>
            {t('lease.form.save')}
          </Button>
        </div>
      )}
    </form>
  )
}

function Step({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid max-w-3xl gap-5 border-t-2 border-ink pt-4">
      <h2 className="text-[1.25rem] font-bold">{title}</h2>
      {children}
    </section>
  )
}
