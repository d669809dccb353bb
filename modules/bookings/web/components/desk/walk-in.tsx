/** Somebody stands at the desk: Enter gives them the seat that is free for longest, from now on. */
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { NumberStepper, RadioChips, TextField } from '#ui/fields.tsx'
import { useToast } from '#ui/toast.tsx'
import { useWalkIn } from '../../desk/queries.ts'
import type { HubRef } from '../../queries.ts'
import { Refusal } from '../refusal.tsx'
import { useSay } from '../say.tsx'

const lengths = [60, 120, 240, 720] as const

export function WalkInDialog({ hub, isOpen, onClose }: { hub: HubRef; isOpen: boolean; onClose: () => void }) {
  const say = useSay()
  return (
    <Dialog title={say.t('desk.walkInTitle')} place="side" isOpen={isOpen} onClose={onClose}>
      {isOpen && <WalkInForm hub={hub} onClose={onClose} />}
    </Dialog>
  )
}

function WalkInForm({ hub, onClose }: { hub: HubRef; onClose: () => void }) {
  const say = useSay()
  const { toast } = useToast()
  const take = useWalkIn(hub.id)
  const form = useRef<HTMLFormElement>(null)
  const [name, setName] = useState('')
  const [people, setPeople] = useState(1)
  const [minutes, setMinutes] = useState<(typeof lengths)[number]>(120)
  const first = useRef<HTMLInputElement>(null)
  // after the dialog has taken the focus for its first button
  useEffect(() => {
    const frame = requestAnimationFrame(() => first.current?.focus())
    return () => cancelAnimationFrame(frame)
  }, [])
  const send = (event: FormEvent): void => {
    event.preventDefault()
    take.mutate(
      { partySize: people, minutes, ...(name.trim() === '' ? {} : { holder: { name: name.trim() } }) },
      {
        onSuccess: (booking) => {
          toast(say.t('desk.walkedIn', { what: say.what(booking), until: say.time(booking.endsAt, hub.zone) }))
          onClose()
        },
      },
    )
  }
  return (
    <form ref={form} className="grid gap-5" noValidate onSubmit={send}>
      <p className="muted">{say.t('desk.walkInLead')}</p>
      <TextField ref={first} label={say.t('desk.walkInName')} value={name} maxLength={100} autoComplete="off" onChange={setName} />
      <NumberStepper label={say.t('booking.partySize')} value={people} min={1} max={30} onChange={setPeople} format={say.people} />
      <RadioChips
        legend={say.t('desk.walkInLength')}
        layout="flow"
        value={String(minutes)}
        onChange={(value) => setMinutes(Number(value) as (typeof lengths)[number])}
        choices={lengths.map((each) => ({
          value: String(each),
          label: each === 720 ? say.t('desk.walkInAllDay') : say.length(each),
        }))}
      />
      <Refusal error={take.error} zone={hub.zone} day="" isBusy={take.isPending} />
      <div className="flex justify-end gap-3">
        <Button kind="quiet" onClick={onClose}>
          {say.t('booking.back')}
        </Button>
        <Button kind="main" type="submit" isBusy={take.isPending}>
          {say.t('desk.walkInSubmit')}
        </Button>
      </div>
    </form>
  )
}
