/** How long before and after a booking doors open, for whom always, and who may bring others. */
import { useState, type FormEvent } from 'react'
import { Button } from '#ui/button.tsx'
import { Checkbox, TextField } from '#ui/fields.tsx'
import { useToast } from '#ui/toast.tsx'
import type { DoorRules } from '../../contract/door/schemas.ts'
import { useSetRules } from '../queries.ts'
import { Problem } from './problem.tsx'
import { useSay } from './say.tsx'

const staffRoles = ['operator', 'coordinator', 'officer', 'admin'] as const

export function RulesForm({ hubId, rules, onClose }: { hubId: string; rules: DoorRules; onClose: () => void }) {
  const say = useSay()
  const { toast } = useToast()
  const set = useSetRules(hubId)
  const [before, setBefore] = useState(String(rules.minutesBefore))
  const [after, setAfter] = useState(String(rules.minutesAfter))
  const [roles, setRoles] = useState(rules.staffRoles)
  const [hasBookingPins, setBookingPins] = useState(rules.hasBookingPins)
  const [mayInvite, setMayInvite] = useState(rules.mayInvite)
  const [tellsHosts, setTellsHosts] = useState(rules.tellsHosts)
  const [reason, setReason] = useState('')
  const [wasTried, setTried] = useState(false)
  const send = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (reason.trim() === '') return
    set.mutate(
      {
        minutesBefore: Number(before),
        minutesAfter: Number(after),
        staffRoles: roles,
        hasBookingPins,
        mayInvite,
        tellsHosts,
        reason: reason.trim(),
      },
      {
        onSuccess: () => {
          toast(say.t('common.saved'))
          onClose()
        },
      },
    )
  }
  return (
    <form className="grid gap-5" noValidate onSubmit={send}>
      <p className="muted">{say.t('rules.lead')}</p>
      <TextField label={say.t('rules.before')} type="number" inputMode="numeric" min={0} max={240} value={before} onChange={setBefore} />
      <TextField label={say.t('rules.after')} type="number" inputMode="numeric" min={0} max={240} value={after} onChange={setAfter} />
      <fieldset className="grid gap-1">
        <legend className="legend">{say.t('rules.staff')}</legend>
        {staffRoles.map((role) => (
          <Checkbox
            key={role}
            isChecked={roles.includes(role)}
            onChange={(isOn) => setRoles(isOn ? [...roles, role] : roles.filter((each) => each !== role))}
          >
            {say.t(`rules.roles.${role}`)}
          </Checkbox>
        ))}
      </fieldset>
      <Checkbox isChecked={hasBookingPins} onChange={setBookingPins}>
        {say.t('rules.bookingPins')}
      </Checkbox>
      <Checkbox isChecked={mayInvite} onChange={setMayInvite}>
        {say.t('rules.mayInvite')}
      </Checkbox>
      <Checkbox isChecked={tellsHosts} onChange={setTellsHosts}>
        {say.t('rules.tellsHosts')}
      </Checkbox>
      <TextField
        label={say.t('common.reason')}
        hint={say.t('common.reasonHint')}
        isRequired
        value={reason}
        maxLength={500}
        error={wasTried && reason.trim() === '' ? say.t('common.reasonMissing') : undefined}
        onChange={setReason}
      />
      <Problem error={set.error} />
      <div className="flex justify-end gap-3">
        <Button kind="quiet" onClick={onClose}>
          {say.t('common.back')}
        </Button>
        <Button kind="main" type="submit" isBusy={set.isPending}>
          {say.t('common.save')}
        </Button>
      </div>
    </form>
  )
}
