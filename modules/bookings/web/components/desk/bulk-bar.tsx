/** Several bookings chosen in the table: move, put elsewhere, cancel. What would be refused is said before anything is stored. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { RadioChips, Select, TextField } from '#ui/fields.tsx'
import { Note } from '#ui/marks.tsx'
import { useToast } from '#ui/toast.tsx'
import type { ChangedMany } from '../../../contract/desk/schemas.ts'
import type { BookedKind, DeskBooking } from '../../../contract/schemas.ts'
import { useChangeMany } from '../../desk/queries.ts'
import { dayGridQuery, type HubRef } from '../../queries.ts'
import { Refusal } from '../refusal.tsx'
import { useSay, type Say } from '../say.tsx'

type Act = 'move' | 'place' | 'cancel'
const steps = [-60, -30, -15, 15, 30, 60, 1440] as const

/** The sentence of the server's own refusal, in this language. */
function whyNot({ code, params }: ChangedMany['items'][number], say: Say): string {
  if (code === null || !code.startsWith('bookings.')) return say.t('booking.changedMeanwhile')
  const words = Object.fromEntries(Object.entries(params).filter(([, value]) => typeof value === 'string' || typeof value === 'number'))
  return say.t(`errors.${code.slice('bookings.'.length)}` as Parameters<Say['t']>[0], words as Record<string, string | number>)
}

export function BulkBar({ hub, chosen, day, onClear }: { hub: HubRef; chosen: readonly DeskBooking[]; day: string; onClear: () => void }) {
  const say = useSay()
  const [act, setAct] = useState<Act | undefined>(undefined)
  if (chosen.length === 0) return null
  return (
    <div className="bulk-bar no-print" role="region" aria-label={say.t('desk.bulk')}>
      <b aria-live="polite">{say.t('desk.bulkChosen', { count: chosen.length })}</b>
      <Button size="small" onClick={() => setAct('move')}>
        {say.t('desk.bulkMove')}
      </Button>
      <Button size="small" onClick={() => setAct('place')}>
        {say.t('desk.bulkPlace')}
      </Button>
      <Button size="small" onClick={() => setAct('cancel')}>
        {say.t('booking.cancel')}
      </Button>
      <Button size="small" kind="bare" onClick={onClear}>
        {say.t('desk.bulkClear')}
      </Button>
      <Dialog title={say.t('desk.bulkTitle', { count: chosen.length })} isOpen={act !== undefined} onClose={() => setAct(undefined)}>
        {act !== undefined && <Form hub={hub} chosen={chosen} day={day} act={act} onClose={() => setAct(undefined)} onDone={onClear} />}
      </Dialog>
    </div>
  )
}

function Form({
  hub,
  chosen,
  day,
  act,
  onClose,
  onDone,
}: {
  hub: HubRef
  chosen: readonly DeskBooking[]
  day: string
  act: Act
  onClose: () => void
  onDone: () => void
}) {
  const say = useSay()
  const { toast } = useToast()
  const change = useChangeMany(hub.id)
  const grid = useQuery(dayGridQuery(hub.id, day))
  const [minutes, setMinutes] = useState<(typeof steps)[number]>(30)
  const rows = grid.data?.rows ?? []
  const [place, setPlace] = useState('')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState<ChangedMany | undefined>(undefined)
  const target = rows.find((row) => `${row.kind}:${row.targetId}` === place) ?? rows[0]
  const send = (how: 'try' | 'all' | 'possible'): void => {
    const what =
      act === 'move'
        ? { kind: 'move' as const, minutes }
        : act === 'cancel'
          ? { kind: 'cancel' as const }
          : { kind: 'place' as const, targetKind: (target?.kind ?? 'space') satisfies BookedKind, targetId: target?.targetId ?? '' }
    change.mutate(
      {
        bookings: chosen.map(({ id, version }) => ({ id, version })),
        act: what,
        how,
        ...(reason.trim() === '' ? {} : { reason }),
      },
      {
        onSuccess: (result) => {
          setTried(result)
          if (!result.isDone) return
          toast(say.t('desk.bulkDone', { count: result.changed }))
          onClose()
          onDone()
        },
      },
    )
  }
  const refused = tried?.items.filter((item) => item.isRefused) ?? []
  const nameOf = (id: string): string => {
    const booking = chosen.find((each) => each.id === id)
    return booking === undefined
      ? ''
      : say.facts([say.name(booking.holder.name), say.range(booking.startsAt, booking.endsAt, hub.zone), say.what(booking)])
  }
  const fresh = (): void => setTried(undefined)
  return (
    <form
      className="grid gap-5"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        send(tried === undefined ? 'try' : 'all')
      }}
    >
      {act === 'move' && (
        <RadioChips
          legend={say.t('desk.bulkBy')}
          layout="flow"
          value={String(minutes)}
          onChange={(value) => {
            setMinutes(Number(value) as (typeof steps)[number])
            fresh()
          }}
          choices={steps.map((step) => ({
            value: String(step),
            label:
              step === 1440
                ? say.t('desk.bulkNextDay')
                : say.t(step < 0 ? 'desk.bulkEarlier' : 'desk.bulkLater', { time: say.length(Math.abs(step)) }),
          }))}
        />
      )}
      {act === 'place' && (
        <Select
          label={say.t('closure.to')}
          value={target === undefined ? '' : `${target.kind}:${target.targetId}`}
          onChange={(value) => {
            setPlace(value)
            fresh()
          }}
          choices={rows.map((row) => ({ value: `${row.kind}:${row.targetId}`, label: say.local(row.name) }))}
        />
      )}
      <TextField
        label={say.t('booking.reason')}
        hint={say.t('booking.reasonHintDesk')}
        value={reason}
        maxLength={300}
        onChange={setReason}
      />
      <p className="muted">{say.t('desk.bulkTells')}</p>
      <Refusal error={change.error} zone={hub.zone} day={day} />
      {tried !== undefined &&
        (refused.length === 0 ? (
          <Note tone="ok">{say.t('desk.bulkAllFit', { count: tried.items.length })}</Note>
        ) : (
          <Note tone="bad" isAlert>
            <p className="font-bold">{say.t('desk.bulkRefused', { count: refused.length })}</p>
            <ul>
              {refused.map((item) => (
                <li key={item.bookingId}>
                  {nameOf(item.bookingId)}
                  <span className="dense block">{whyNot(item, say)}</span>
                </li>
              ))}
            </ul>
          </Note>
        ))}
      <div className="flex flex-wrap justify-end gap-3">
        <Button kind="quiet" onClick={onClose}>
          {say.t('booking.back')}
        </Button>
        {tried === undefined ? (
          <Button kind="main" type="submit" isBusy={change.isPending}>
            {say.t('desk.bulkTry')}
          </Button>
        ) : refused.length === 0 ? (
          <Button kind={act === 'cancel' ? 'bad' : 'main'} type="submit" isBusy={change.isPending}>
            {say.t('desk.bulkSubmit', { count: tried.items.length })}
          </Button>
        ) : (
          refused.length < tried.items.length && (
            <Button kind={act === 'cancel' ? 'bad' : 'main'} isBusy={change.isPending} onClick={() => send('possible')}>
              {say.t('desk.bulkPossible', { count: tried.items.length - refused.length })}
            </Button>
          )
        )}
      </div>
    </form>
  )
}
