/** A piece goes out to somebody, or comes back with a note on how it is. */
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { hoursOfDay, instantAt, minutesOfTime, today as todayIn } from '#platform/web/format.ts'
import { Button } from '#ui/button.tsx'
import { ConfirmDialog, Dialog } from '#ui/dialog.tsx'
import { Checkbox, Select, TextField } from '#ui/fields.tsx'
import { useToast } from '#ui/toast.tsx'
import type { LendingDesk, Loan } from '../../../contract/lending/schemas.ts'
import { useLend, useReturn } from '../../lending/queries.ts'
import { dayGridQuery, type HubRef } from '../../queries.ts'
import { MemberField, type Holder } from '../member-field.tsx'
import { Refusal } from '../refusal.tsx'
import { useSay } from '../say.tsx'

interface LendProps {
  hub: HubRef
  lendable: LendingDesk['lendable']
  isOpen: boolean
  onClose: () => void
}

export function LendDialog(props: LendProps) {
  const say = useSay()
  return (
    <Dialog title={say.t('lending.lendTitle')} place="side" isOpen={props.isOpen} onClose={props.onClose}>
      {props.isOpen && <LendForm {...props} />}
    </Dialog>
  )
}

function LendForm({ hub, lendable, onClose }: LendProps) {
  const say = useSay()
  const { toast } = useToast()
  const lend = useLend(hub.id)
  const today = todayIn(hub.zone)
  const grid = useQuery(dayGridQuery(hub.id, today))
  // The end of the house's day: what is lent is to be back by then.
  const shuts = Math.max(0, ...(grid.data?.rows ?? []).flatMap((row) => row.open.map((open) => hoursOfDay(open.endsAt, today, hub.zone))))
  const [holder, setHolder] = useState<Holder | undefined>(undefined)
  const [name, setName] = useState('')
  const [hasNobody, setNobody] = useState(false)
  const units = lendable.flatMap((one) => one.units.map((unit) => ({ ...unit, equipment: one.name })))
  const [unitId, setUnitId] = useState(units.find((unit) => unit.loanId === null)?.id ?? '')
  const [day, setDay] = useState(today)
  const [time, setTime] = useState('')
  const [condition, setCondition] = useState('')
  const until = time === '' ? timeText(shuts === 0 ? 18 : shuts) : time
  const send = (event: FormEvent): void => {
    event.preventDefault()
    const who = holder ?? (name.trim() === '' ? undefined : ({ kind: 'guest', name: name.trim(), mail: '', phone: '' } as const))
    setNobody(who === undefined)
    if (who === undefined || unitId === '') return
    lend.mutate(
      {
        unitId,
        dueAt: instantAt(day, minutesOfTime(until), hub.zone),
        ...(condition.trim() === '' ? {} : { condition }),
        holder:
          who.kind === 'member'
            ? { accountId: who.accountId }
            : {
                name: who.name,
                ...(who.mail.trim() === '' ? {} : { mail: who.mail }),
                ...(who.phone.trim() === '' ? {} : { phone: who.phone }),
              },
      },
      {
        onSuccess: (loan) => {
          toast(say.t('lending.lent', { what: `${say.local(loan.equipmentName)} ${loan.unitLabel}`, name: say.name(loan.holder.name) }))
          onClose()
        },
      },
    )
  }
  return (
    <form className="grid gap-5" noValidate onSubmit={send}>
      <MemberField
        hubId={hub.id}
        value={holder}
        text={name}
        onText={setName}
        onChange={setHolder}
        error={hasNobody ? say.t('desk.whoMissing') : undefined}
        words={{ who: say.t('lending.who'), hint: say.t('lending.whoHint'), byName: (typed) => say.t('lending.byName', { name: typed }) }}
      />
      <Select
        label={say.t('lending.piece')}
        value={unitId}
        onChange={setUnitId}
        choices={units.map((unit) => ({
          value: unit.id,
          label:
            unit.loanId === null
              ? `${say.local(unit.equipment)} ${unit.label}`
              : say.t('lending.pieceOut', { name: `${say.local(unit.equipment)} ${unit.label}` }),
          isDisabled: unit.loanId !== null,
        }))}
      />
      <div className="grid grid-cols-2 gap-3">
        <TextField label={say.t('lending.dueDay')} type="date" value={day} min={today} onChange={setDay} />
        <TextField label={say.t('lending.dueTime')} type="time" step={900} value={until} onChange={setTime} />
      </div>
      <TextField
        label={say.t('lending.conditionOut')}
        hint={say.t('lending.conditionHint')}
        value={condition}
        maxLength={300}
        onChange={setCondition}
      />
      <Refusal error={lend.error} zone={hub.zone} day={day} />
      <div className="flex justify-end gap-3">
        <Button kind="quiet" onClick={onClose}>
          {say.t('booking.back')}
        </Button>
        <Button kind="main" type="submit" isBusy={lend.isPending}>
          {say.t('lending.lend')}
        </Button>
      </div>
    </form>
  )
}

/** `18:00`, as a field of time takes it; midnight is a minute before. */
const timeText = (hours: number): string => {
  const minutes = Math.min(24 * 60 - 1, Math.round(hours * 60))
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

export function ReturnDialog({ hub, loan, what, onClose }: { hub: HubRef; loan: Loan | undefined; what: string; onClose: () => void }) {
  return loan === undefined ? null : <Return key={loan.id} hub={hub} loan={loan} what={what} onClose={onClose} />
}

function Return({ hub, loan, what, onClose }: { hub: HubRef; loan: Loan; what: string; onClose: () => void }) {
  const say = useSay()
  const { toast } = useToast()
  const giveBack = useReturn(hub.id)
  const [condition, setCondition] = useState('')
  const [isDamaged, setDamaged] = useState(false)
  return (
    <ConfirmDialog
      title={say.t('lending.backTitle')}
      isOpen
      onClose={onClose}
      confirmLabel={say.t('lending.backSubmit')}
      isBusy={giveBack.isPending}
      error={giveBack.error === null ? undefined : <Refusal error={giveBack.error} zone={hub.zone} day="" />}
      onConfirm={() =>
        giveBack.mutate(
          { loanId: loan.id, version: loan.version, isDamaged, ...(condition.trim() === '' ? {} : { condition }) },
          {
            onSuccess: () => {
              toast(say.t('lending.backDone', { what }))
              onClose()
            },
          },
        )
      }
    >
      <p className="font-bold">{what}</p>
      <p className="mb-4">{say.facts([say.name(loan.holder.name), loan.conditionOut])}</p>
      <div className="grid gap-4">
        <TextField
          label={say.t('lending.conditionBack')}
          hint={say.t('lending.conditionHint')}
          value={condition}
          maxLength={300}
          onChange={setCondition}
        />
        <Checkbox isChecked={isDamaged} onChange={setDamaged}>
          {say.t('lending.damaged')}
        </Checkbox>
      </div>
    </ConfirmDialog>
  )
}
