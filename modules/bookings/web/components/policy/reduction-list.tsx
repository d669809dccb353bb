/** A hub's reductions (減免): those that are given, a new one, the end of one. What one takes off is never changed. */
import { useRef, useState } from 'react'
import { formatYen } from '#platform/web/format.ts'
import { Button } from '#ui/button.tsx'
import { ConfirmDialog, Dialog } from '#ui/dialog.tsx'
import { Checkbox, RadioChips, TextField } from '#ui/fields.tsx'
import { showFirstError } from '#ui/first-error.ts'
import { SectionHead, Tag } from '#ui/marks.tsx'
import { useToast } from '#ui/toast.tsx'
import type { HubRules, Reduction } from '../../../contract/policy/schemas.ts'
import { useAddReduction, useEndReduction } from '../../policy/queries.ts'
import { Refusal } from '../refusal.tsx'
import { useSay } from '../say.tsx'
import { numberIn } from './rules-draft.tsx'

export function ReductionList({ hub }: { hub: HubRules }) {
  const say = useSay()
  const { t } = say
  const [isAdding, setAdding] = useState(false)
  const [ending, setEnding] = useState<Reduction | undefined>(undefined)
  return (
    <section className="grid gap-4">
      <SectionHead level={2} title={t('rules.reductions.title')} />
      <p className="muted max-w-2xl">{t('rules.reductions.lead')}</p>
      {hub.reductions.length === 0 ? (
        <p>{t('rules.reductions.none')}</p>
      ) : (
        <ul className="border-t border-rule">
          {hub.reductions.map((one) => (
            <li key={one.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b border-rule py-3">
              <div className="min-w-0">
                <p className="font-bold">{say.local(one.names)}</p>
                <p className="dense muted">
                  {say.facts([
                    one.percent === null
                      ? t('rules.reductions.yenOff', { yen: formatYen(one.yen ?? 0) })
                      : t('rules.reductions.percentOff', { percent: one.percent }),
                    t('rules.fee.coming', { day: say.day(one.validFrom, { hasYear: true }) }),
                    one.validUntil === null ? '' : t('rules.reductions.validUntil', { day: say.day(one.validUntil, { hasYear: true }) }),
                  ])}
                </p>
              </div>
              <div className="flex flex-wrap items-center gap-3">
                {one.needsProof && <Tag>{t('rules.reductions.proof')}</Tag>}
                {one.isDeskOnly && <Tag>{t('rules.reductions.deskOnly')}</Tag>}
                {one.validUntil === null && (
                  <Button size="small" kind="quiet" onClick={() => setEnding(one)}>
                    {t('rules.reductions.end')}
                  </Button>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button icon="plus" onClick={() => setAdding(true)}>
          {t('rules.reductions.add')}
        </Button>
      </div>
      <Dialog title={t('rules.reductions.add')} isOpen={isAdding} onClose={() => setAdding(false)}>
        <AddForm hub={hub} onDone={() => setAdding(false)} />
      </Dialog>
      {ending !== undefined && <EndDialog hub={hub} reduction={ending} onClose={() => setEnding(undefined)} />}
    </section>
  )
}

function AddForm({ hub, onDone }: { hub: HubRules; onDone: () => void }) {
  const { t } = useSay()
  const { toast } = useToast()
  const add = useAddReduction(hub.hubId)
  const form = useRef<HTMLFormElement>(null)
  const [typed, setTyped] = useState({ ja: '', en: '', by: 'percent' as 'percent' | 'yen', amount: '', validFrom: hub.today, reason: '' })
  const [needsProof, setNeedsProof] = useState(true)
  const [isDeskOnly, setDeskOnly] = useState(false)
  const [isTried, setTried] = useState(false)
  const amount = numberIn(typed.amount, 1, typed.by === 'percent' ? 100 : 1_000_000)
  const isComplete = typed.ja.trim() !== '' && typed.reason.trim() !== '' && amount !== undefined
  return (
    <form
      ref={form}
      noValidate
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (!isComplete) return showFirstError(event.currentTarget)
        add.mutate(
          {
            names: { ja: typed.ja.trim(), ...(typed.en.trim() === '' ? {} : { en: typed.en.trim() }) },
            percent: typed.by === 'percent' ? amount : null,
            yen: typed.by === 'yen' ? amount : null,
            needsProof,
            isDeskOnly,
            validFrom: typed.validFrom,
            reason: typed.reason.trim(),
          },
          {
            onSuccess: () => {
              toast(t('rules.reductions.added'))
              onDone()
            },
          },
        )
      }}
    >
      <TextField
        label={t('rules.reductions.name')}
        isRequired
        value={typed.ja}
        maxLength={100}
        error={isTried && typed.ja.trim() === '' ? t('checkIn.reasonMissing') : undefined}
        onChange={(ja) => setTyped({ ...typed, ja })}
      />
      <TextField label={t('rules.reductions.nameEn')} value={typed.en} maxLength={100} onChange={(en) => setTyped({ ...typed, en })} />
      <RadioChips
        legend={t('rules.reductions.by')}
        value={typed.by}
        onChange={(by) => setTyped({ ...typed, by })}
        choices={(['percent', 'yen'] as const).map((value) => ({ value, label: t(`rules.reductions.${value}`) }))}
      />
      <TextField
        inputMode="numeric"
        label={t(`rules.reductions.${typed.by}`)}
        isRequired
        value={typed.amount}
        error={isTried && amount === undefined ? t('rules.badNumber') : undefined}
        onChange={(value) => setTyped({ ...typed, amount: value })}
      />
      <TextField
        type="date"
        label={t('rules.reductions.validFrom')}
        value={typed.validFrom}
        onChange={(validFrom) => setTyped({ ...typed, validFrom })}
      />
      <Checkbox isChecked={needsProof} onChange={setNeedsProof}>
        {t('rules.reductions.proof')}
      </Checkbox>
      <Checkbox isChecked={isDeskOnly} onChange={setDeskOnly}>
        {t('rules.reductions.deskOnly')}
      </Checkbox>
      <TextField
        label={t('rules.reason')}
        isRequired
        value={typed.reason}
        maxLength={300}
        error={isTried && typed.reason.trim() === '' ? t('rules.reasonMissing') : undefined}
        onChange={(reason) => setTyped({ ...typed, reason })}
      />
      <Refusal error={add.error} zone={hub.timeZone} day="" />
      <div>
        <Button kind="main" type="submit" isBusy={add.isPending}>
          {t('rules.reductions.add')}
        </Button>
      </div>
    </form>
  )
}

function EndDialog({ hub, reduction, onClose }: { hub: HubRules; reduction: Reduction; onClose: () => void }) {
  const say = useSay()
  const { t } = say
  const { toast } = useToast()
  const end = useEndReduction(hub.hubId)
  const [reason, setReason] = useState('')
  const [isTried, setTried] = useState(false)
  return (
    <ConfirmDialog
      title={t('rules.reductions.endTitle', { name: say.local(reduction.names) })}
      isOpen
      onClose={onClose}
      kind="bad"
      confirmLabel={t('rules.reductions.end')}
      cancelLabel={t('checkIn.back')}
      isBusy={end.isPending}
      error={<Refusal error={end.error} zone={hub.timeZone} day="" />}
      onConfirm={() => {
        setTried(true)
        if (reason.trim() === '') return
        end.mutate(
          {
            reductionId: reduction.id,
            validUntil: reduction.validFrom > hub.today ? reduction.validFrom : hub.today,
            reason: reason.trim(),
          },
          {
            onSuccess: () => {
              toast(t('rules.reductions.ended'))
              onClose()
            },
          },
        )
      }}
    >
      <p className="mb-4">{t('rules.reductions.endLead')}</p>
      <TextField
        label={t('rules.reason')}
        isRequired
        value={reason}
        maxLength={300}
        error={isTried && reason.trim() === '' ? t('rules.reasonMissing') : undefined}
        onChange={setReason}
      />
    </ConfirmDialog>
  )
}
