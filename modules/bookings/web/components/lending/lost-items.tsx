/** What somebody left behind: registered with a tag, found again, given back, handed to the police, disposed of. */
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState, type FormEvent } from 'react'
import { instantAt, today as todayIn, wallClock } from '#platform/web/format.ts'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { ConfirmDialog, Dialog } from '#ui/dialog.tsx'
import { Checkbox, TextField } from '#ui/fields.tsx'
import { FileDrop } from '#ui/file-drop.tsx'
import { SectionHead, StateMark, type Tone } from '#ui/marks.tsx'
import type { IconName } from '#ui/icon.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import type { LostItem, LostState } from '../../../contract/lending/schemas.ts'
import { lostPhotoUrl, lostQuery, useRegisterLost, useSettleLost } from '../../lending/queries.ts'
import type { HubRef } from '../../queries.ts'
import { Refusal } from '../refusal.tsx'
import { useSay } from '../say.tsx'

const looks: Record<
  LostState,
  { tone: Tone; icon: IconName; key: 'lending.stateKept' | 'lending.stateReturned' | 'lending.statePolice' | 'lending.stateDisposed' }
> = {
  kept: { tone: 'go', icon: 'tag', key: 'lending.stateKept' },
  returned: { tone: 'ok', icon: 'check', key: 'lending.stateReturned' },
  police: { tone: 'off', icon: 'leave', key: 'lending.statePolice' },
  disposed: { tone: 'off', icon: 'trash', key: 'lending.stateDisposed' },
}

type Settling = { item: LostItem; state: Exclude<LostState, 'kept'> }

export function LostItems({ hub }: { hub: HubRef }) {
  const say = useSay()
  const [text, setText] = useState('')
  const [isAll, setAll] = useState(false)
  const sought = useDeferredValue(text.trim())
  const query = useQuery(lostQuery(hub.id, isAll ? 'all' : 'kept', sought))
  const [isAdding, setAdding] = useState(false)
  const [settling, setSettling] = useState<Settling | undefined>(undefined)
  const items = query.data?.items
  return (
    <section aria-labelledby="lost" className="grid gap-4 pt-5">
      <SectionHead
        id="lost"
        title={say.t('lending.lostTitle', { count: items?.filter((item) => item.state === 'kept').length ?? 0 })}
        more={
          <Button size="small" icon="plus" onClick={() => setAdding(true)}>
            {say.t('lending.lostRegister')}
          </Button>
        }
      />
      <div className="flex flex-wrap items-end gap-x-6 gap-y-2">
        <TextField label={say.t('lending.lostSearch')} type="search" value={text} maxLength={100} onChange={setText} />
        <Checkbox isChecked={isAll} onChange={setAll}>
          {say.t('lending.lostShowAll')}
        </Checkbox>
      </div>
      {items === undefined ? (
        query.error === null ? (
          <SkeletonLines count={4} label={say.t('booking.loading')} />
        ) : (
          <ProblemState error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : items.length === 0 ? (
        <EmptyState icon="check" title={say.t(sought === '' ? 'lending.lostNone' : 'desk.nothingFound')} />
      ) : (
        <ul className="border-t border-rule">
          {items.map((item) => (
            <Item key={item.id} hub={hub} item={item} onSettle={(state) => setSettling({ item, state })} />
          ))}
        </ul>
      )}
      <Dialog title={say.t('lending.lostRegister')} place="side" isOpen={isAdding} onClose={() => setAdding(false)}>
        {isAdding && <Register hub={hub} onClose={() => setAdding(false)} />}
      </Dialog>
      {settling !== undefined && <Settle key={settling.item.id} hub={hub} settling={settling} onClose={() => setSettling(undefined)} />}
    </section>
  )
}

function Item({ hub, item, onSettle }: { hub: HubRef; item: LostItem; onSettle: (state: Settling['state']) => void }) {
  const say = useSay()
  const look = looks[item.state]
  const isOverdue = item.state === 'kept' && item.policeBy < todayIn(hub.zone)
  return (
    <li className="flex flex-wrap items-start gap-x-5 gap-y-2 border-b border-rule py-3">
      {item.hasPhoto && (
        <img
          className="size-20 rounded-lg border border-rule object-cover"
          src={lostPhotoUrl(hub.id, item.id, item.version)}
          alt={say.t('lending.lostPhotoOf', { what: item.what })}
          loading="lazy"
        />
      )}
      <div className="min-w-52 grow">
        <StateMark tone={isOverdue ? 'bad' : look.tone} icon={isOverdue ? 'alert' : look.icon}>
          {isOverdue ? say.t('lending.policeLate') : say.t(look.key)}
        </StateMark>
        <p>
          <b>{item.what}</b>
          {`　${say.t('lending.lostNumber', { number: item.number })}`}
        </p>
        <p className="dense muted">
          {say.facts([
            say.instant(item.foundAt, hub.zone),
            item.place,
            item.foundBy,
            item.keptAt,
            item.marks,
            item.state === 'kept' ? say.t('lending.policeBy', { day: say.day(item.policeBy) }) : '',
          ])}
        </p>
        {item.settledAt !== null && (
          <p className="dense">
            {say.facts([say.t('lending.settledOn', { when: say.instant(item.settledAt, hub.zone), to: item.settledTo }), item.settledNote])}
          </p>
        )}
      </div>
      {item.state === 'kept' && (
        <div className="flex flex-wrap gap-2">
          <Button size="small" kind="main" onClick={() => onSettle('returned')}>
            {say.t('lending.giveOut')}
          </Button>
          <Button size="small" onClick={() => onSettle('police')}>
            {say.t('lending.toPolice')}
          </Button>
          <Button size="small" kind="bare" onClick={() => onSettle('disposed')}>
            {say.t('lending.dispose')}
          </Button>
        </div>
      )}
    </li>
  )
}

function Register({ hub, onClose }: { hub: HubRef; onClose: () => void }) {
  const say = useSay()
  const { toast } = useToast()
  const register = useRegisterLost(hub.id)
  const { hour, minute } = wallClock(Date.now(), hub.zone)
  const [what, setWhat] = useState('')
  const [place, setPlace] = useState('')
  const [day, setDay] = useState(todayIn(hub.zone))
  const [time, setTime] = useState(`${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
  const [foundBy, setFoundBy] = useState('')
  const [keptAt, setKeptAt] = useState('')
  const [marks, setMarks] = useState('')
  const [photo, setPhoto] = useState<File | undefined>(undefined)
  const [isMissing, setMissing] = useState(false)
  const send = (event: FormEvent): void => {
    event.preventDefault()
    setMissing(what.trim() === '')
    if (what.trim() === '') return
    const [hours = 0, minutes = 0] = time.split(':').map(Number)
    register.mutate(
      { what, place, foundBy, keptAt, marks, photo, foundAt: instantAt(day, hours * 60 + minutes, hub.zone) },
      {
        onSuccess: (item) => {
          toast(say.t('lending.lostRegistered', { number: item.number }))
          onClose()
        },
      },
    )
  }
  return (
    <form className="grid gap-5" noValidate onSubmit={send}>
      <TextField
        label={say.t('lending.lostWhat')}
        hint={say.t('lending.lostWhatHint')}
        isRequired
        value={what}
        maxLength={200}
        error={isMissing ? say.t('lending.lostWhatMissing') : undefined}
        onChange={setWhat}
      />
      <TextField label={say.t('lending.lostPlace')} value={place} maxLength={200} onChange={setPlace} />
      <fieldset className="grid grid-cols-2 gap-3">
        <legend className="legend">{say.t('lending.lostFoundAt')}</legend>
        <TextField label={say.t('booking.day')} type="date" value={day} max={todayIn(hub.zone)} onChange={setDay} />
        <TextField label={say.t('booking.time')} type="time" value={time} onChange={setTime} />
      </fieldset>
      <TextField label={say.t('lending.lostFoundBy')} value={foundBy} maxLength={100} onChange={setFoundBy} />
      <TextField label={say.t('lending.lostKeptAt')} value={keptAt} maxLength={100} onChange={setKeptAt} />
      <TextField
        label={say.t('lending.lostMarks')}
        hint={say.t('lending.lostMarksHint')}
        value={marks}
        maxLength={500}
        onChange={setMarks}
      />
      <FileDrop label={say.t('lending.lostPhoto')} accept="image/*" hint={photo?.name} onFile={setPhoto} />
      <Refusal error={register.error} zone={hub.zone} day="" />
      <div className="flex justify-end gap-3">
        <Button kind="quiet" onClick={onClose}>
          {say.t('booking.back')}
        </Button>
        <Button kind="main" type="submit" isBusy={register.isPending}>
          {say.t('lending.lostRegister')}
        </Button>
      </div>
    </form>
  )
}

const titles = { returned: 'lending.giveOut', police: 'lending.toPolice', disposed: 'lending.dispose' } as const

function Settle({ hub, settling: { item, state }, onClose }: { hub: HubRef; settling: Settling; onClose: () => void }) {
  const say = useSay()
  const { toast } = useToast()
  const settle = useSettleLost(hub.id)
  const [to, setTo] = useState('')
  const [note, setNote] = useState('')
  return (
    <ConfirmDialog
      title={say.t(titles[state])}
      isOpen
      onClose={onClose}
      kind={state === 'disposed' ? 'bad' : 'main'}
      confirmLabel={say.t(titles[state])}
      isBusy={settle.isPending}
      error={settle.error === null ? undefined : <Refusal error={settle.error} zone={hub.zone} day="" />}
      onConfirm={() =>
        settle.mutate(
          { lostItemId: item.id, version: item.version, state, to, note },
          {
            onSuccess: () => {
              toast(say.t('lending.settled'))
              onClose()
            },
          },
        )
      }
    >
      <p className="mb-4 font-bold">{say.facts([item.what, say.t('lending.lostNumber', { number: item.number })])}</p>
      {state === 'returned' && item.marks !== '' && <p className="mb-4">{say.facts([say.t('lending.lostMarks'), item.marks])}</p>}
      <div className="grid gap-4">
        {state !== 'disposed' && (
          <TextField
            label={say.t(state === 'police' ? 'lending.settlePolice' : 'lending.settleTo')}
            value={to}
            maxLength={200}
            onChange={setTo}
          />
        )}
        <TextField label={say.t('lending.settleNote')} value={note} maxLength={500} onChange={setNote} />
      </div>
    </ConfirmDialog>
  )
}
