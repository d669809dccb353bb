/** A block was moved or stretched: nothing is changed before it is said what that means and confirmed. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { isProblem } from '#platform/web/client.ts'
import { ConfirmDialog, Dialog } from '#ui/dialog.tsx'
import { TextField } from '#ui/fields.tsx'
import { Note } from '#ui/marks.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import type { DeskBooking, Period } from '../../contract/schemas.ts'
import { deskBookingQuery, useChangeBooking, type HubRef } from '../queries.ts'
import { placeKey, wantedOf } from './places.tsx'
import { Refusal } from './refusal.tsx'
import { useSay } from './say.tsx'
import { dayOf } from '#platform/web/format.ts'
import type { DayRow } from './day-model.tsx'
import { useUndo } from './use-undo.tsx'

export interface Move {
  readonly bookingId: string
  /** As it stood in the grid when it was taken hold of. */
  readonly version: number
  readonly period: Period
  /** Where to; undefined when it stays in its space. */
  readonly toRow: DayRow | undefined
}

export function MoveDialog({ hub, move, onClose }: { hub: HubRef; move: Move | undefined; onClose: () => void }) {
  const say = useSay()
  const query = useQuery({ ...deskBookingQuery(hub.id, move?.bookingId ?? ''), enabled: move !== undefined })
  if (move === undefined) return null
  if (query.data === undefined) {
    return (
      <Dialog title={say.t('desk.moveTitle')} isOpen onClose={onClose}>
        {query.error === null ? (
          <SkeletonLines label={say.t('booking.loading')} />
        ) : (
          <ProblemState error={query.error} onRetry={() => void query.refetch()} />
        )}
      </Dialog>
    )
  }
  return <Confirm key={move.bookingId} booking={query.data} move={move} zone={hub.zone} onClose={onClose} />
}

function Confirm({ booking, move, zone, onClose }: { booking: DeskBooking; move: Move; zone: string; onClose: () => void }) {
  const say = useSay()
  const { toast } = useToast()
  const undo = useUndo()
  const change = useChangeBooking()
  const [reason, setReason] = useState('')
  const isTold = booking.holder.mail !== null && booking.holder.mail !== ''
  const wasChanged = booking.version !== move.version && !change.isSuccess
  const send = (period: Period, place: { kind: DeskBooking['kind']; targetId: string } | undefined): void =>
    change.mutate(
      {
        bookingId: booking.id,
        version: booking.version,
        ...period,
        ...(place === undefined ? {} : { what: wantedOf(place, Math.max(1, booking.units.length)) }),
        ...(reason.trim() === '' ? {} : { reason }),
      },
      {
        onSuccess: (after) => {
          toast(
            say.t('booking.changed', { when: say.dayAndRange(after.startsAt, after.endsAt, zone), what: say.what(after) }),
            undo(booking, after),
          )
          onClose()
        },
      },
    )
  const target = move.toRow === undefined ? undefined : { kind: move.toRow.source.kind, targetId: move.toRow.source.targetId }
  const isConflict = isProblem(change.error) && change.error.status === 412
  return (
    <ConfirmDialog
      title={say.t('desk.moveTitle')}
      isOpen
      onClose={onClose}
      confirmLabel={say.t(wasChanged || isConflict ? 'desk.moveAnyway' : 'desk.moveSubmit')}
      isBusy={change.isPending}
      error={
        isConflict ? undefined : (
          <Refusal
            error={change.error}
            zone={zone}
            day={dayOf(move.period.startsAt, zone)}
            isBusy={change.isPending}
            onTime={(period) => send(period, target)}
            onPlace={(place) => send(move.period, place)}
          />
        )
      }
      onConfirm={() => send(move.period, target)}
    >
      <p className="font-bold">{say.name(booking.holder.name)}</p>
      <dl className="facts my-3">
        <div>
          <dt>{say.t('desk.moveFrom')}</dt>
          <dd>
            {say.dayAndRange(booking.startsAt, booking.endsAt, zone)}
            {target !== undefined && placeKey(target) !== placeKey(booking) && <span className="block">{say.what(booking)}</span>}
          </dd>
        </div>
        <div>
          <dt>{say.t('desk.moveTo')}</dt>
          <dd className="font-bold">
            {say.dayAndRange(move.period.startsAt, move.period.endsAt, zone)}
            {move.toRow !== undefined && <span className="block">{say.local(move.toRow.source.name)}</span>}
          </dd>
        </div>
      </dl>
      {(wasChanged || isConflict) && (
        <div className="mb-4">
          <Note tone="wait" isAlert>
            {say.t('booking.changedMeanwhile')}
            <br />
            {say.t('booking.nowIs', { when: say.dayAndRange(booking.startsAt, booking.endsAt, zone), what: say.what(booking) })}
          </Note>
        </div>
      )}
      <p className="muted mb-4">{say.t(isTold ? 'desk.moveTellsThem' : 'desk.moveTellsNobody')}</p>
      <TextField
        label={say.t('booking.reason')}
        hint={isTold ? say.t('booking.reasonHintDesk') : undefined}
        value={reason}
        maxLength={300}
        onChange={setReason}
      />
    </ConfirmDialog>
  )
}
