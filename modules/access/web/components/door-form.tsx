/** A door: where it leads, what guards it, how long it opens, what it asks for besides a card. */
import type { DeskHub } from '#modules/hubs/web/index.ts'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { formatMinutes, formatWeekday, minutesOfTime } from '#platform/web/format.ts'
import { Button } from '#ui/button.tsx'
import { Checkbox, Select, TextField } from '#ui/fields.tsx'
import { Note } from '#ui/marks.tsx'
import { useToast } from '#ui/toast.tsx'
import type { Door } from '../../contract/door/schemas.ts'
import type { PinPeriod } from '../../contract/schemas.ts'
import { hubDevicesQuery, hubSpacesQuery, useAddDoor, useChangeDoor } from '../queries.ts'
import { Problem } from './problem.tsx'
import { useSay } from './say.tsx'

const readerKinds = ['reader', 'button', 'tracker']
const allDays = [1, 2, 3, 4, 5, 6, 7]
const night: PinPeriod = { weekdays: allDays, fromMinute: 22 * 60, toMinute: 7 * 60 }
const timeOf = (minutes: number): string => formatMinutes(minutes % 1440).padStart(5, '0')

/** A choice of where one comes from that is no space. */
const ofHub = 'hub'

export function DoorForm({ hub, door, onClose }: { hub: DeskHub; door?: Door; onClose: () => void }) {
  const say = useSay()
  const { toast } = useToast()
  const add = useAddDoor(hub.id)
  const change = useChangeDoor(hub.id, door?.id ?? '')
  const spaces = useQuery(hubSpacesQuery(hub.id)).data?.spaces ?? []
  const devices = (useQuery(hubDevicesQuery(hub.id)).data?.items ?? []).filter((device) => device.status !== 'retired')
  const [ja, setJa] = useState(door?.names.ja ?? '')
  const [en, setEn] = useState(door?.names.en ?? '')
  const [outside, setOutside] = useState(door?.outsideIsHub === true ? ofHub : (door?.outsideSpaceId ?? ''))
  const [inside, setInside] = useState(door?.insideSpaceId ?? '')
  const [lock, setLock] = useState(door?.lockDeviceId ?? '')
  const [contact, setContact] = useState(door?.contactDeviceId ?? '')
  const [readers, setReaders] = useState(door?.readers ?? [])
  const [unlockSeconds, setUnlockSeconds] = useState(String(door?.unlockSeconds ?? 5))
  const [heldOpenSeconds, setHeldOpenSeconds] = useState(String(door?.heldOpenSeconds ?? 60))
  const [codeSlots, setCodeSlots] = useState(String(door?.codeSlots ?? 0))
  const [periods, setPeriods] = useState(door?.pinPeriods ?? [])
  const [needsPasskey, setPasskey] = useState(door?.needsPasskey ?? false)
  const [near, setNear] = useState(door?.nearCountsAsFactor ?? false)
  const [fallback, setFallback] = useState(door?.fallback ?? '')
  const [reason, setReason] = useState('')
  const [wasTried, setTried] = useState(false)

  const spaceChoices = (...others: { value: string; label: string }[]) => [
    ...others,
    ...spaces.map((space) => ({ value: space.id, label: say.local(space.names) })),
  ]
  const deviceChoices = (kind: string) => [
    { value: '', label: say.t('form.noDevice') },
    ...devices.filter((device) => device.kind === kind).map((device) => ({ value: device.id, label: device.name })),
  ]
  const readable = devices.filter((device) => readerKinds.includes(device.kind))
  const send = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (ja.trim() === '' || (door !== undefined && reason.trim() === '')) return
    const body = {
      names: en.trim() === '' ? { ja: ja.trim() } : { ja: ja.trim(), en: en.trim() },
      outsideSpaceId: outside === '' || outside === ofHub ? null : outside,
      outsideIsHub: outside === ofHub,
      insideSpaceId: inside === '' ? null : inside,
      lockDeviceId: lock === '' ? null : lock,
      contactDeviceId: contact === '' ? null : contact,
      readers,
      unlockSeconds: Number(unlockSeconds),
      heldOpenSeconds: Number(heldOpenSeconds),
      codeSlots: Number(codeSlots),
      pinPeriods: periods,
      needsPasskey,
      nearCountsAsFactor: near,
      fallback: fallback.trim() === '' ? null : fallback.trim(),
    }
    const done = (text: string) => ({
      onSuccess: () => {
        toast(text)
        onClose()
      },
    })
    if (door === undefined) add.mutate(body, done(say.t('form.added')))
    else change.mutate({ ...body, version: door.version, reason: reason.trim() }, done(say.t('common.saved')))
  }
  return (
    <form className="grid gap-5" noValidate onSubmit={send}>
      <TextField
        label={say.t('form.nameJa')}
        isRequired
        value={ja}
        maxLength={80}
        error={wasTried && ja.trim() === '' ? say.t('form.nameMissing') : undefined}
        onChange={setJa}
      />
      <TextField label={say.t('form.nameEn')} value={en} maxLength={80} onChange={setEn} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Select
          label={say.t('form.outside')}
          value={outside}
          onChange={setOutside}
          choices={spaceChoices({ value: '', label: say.t('door.outside') }, { value: ofHub, label: say.t('door.hall') })}
        />
        <Select
          label={say.t('form.inside')}
          value={inside}
          onChange={setInside}
          choices={spaceChoices({ value: '', label: say.t('door.hub') })}
        />
        <Select label={say.t('form.lock')} value={lock} onChange={setLock} choices={deviceChoices('lock')} />
        <Select label={say.t('form.contact')} value={contact} onChange={setContact} choices={deviceChoices('contact')} />
      </div>
      <fieldset className="grid gap-3">
        <legend className="legend">{say.t('form.readers')}</legend>
        {readable.length === 0 && <p className="muted">{say.t('form.readersNone')}</p>}
        {readable.map((device) => (
          <Select
            key={device.id}
            label={device.name}
            value={readers.find((reader) => reader.deviceId === device.id)?.direction ?? ''}
            onChange={(direction) => {
              const others = readers.filter((reader) => reader.deviceId !== device.id)
              setReaders(direction === '' ? others : [...others, { deviceId: device.id, direction }])
            }}
            choices={[
              { value: '', label: say.t('form.readerOff') },
              { value: 'in', label: say.t('form.readerIn') },
              { value: 'out', label: say.t('form.readerOut') },
            ]}
          />
        ))}
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={say.t('form.unlockSeconds')}
          type="number"
          inputMode="numeric"
          min={1}
          max={120}
          value={unlockSeconds}
          onChange={setUnlockSeconds}
        />
        <TextField
          label={say.t('form.heldOpenSeconds')}
          type="number"
          inputMode="numeric"
          min={5}
          max={3600}
          value={heldOpenSeconds}
          onChange={setHeldOpenSeconds}
        />
        <TextField
          label={say.t('form.codeSlots')}
          hint={say.t('form.codeSlotsHint')}
          type="number"
          inputMode="numeric"
          min={0}
          max={250}
          value={codeSlots}
          onChange={setCodeSlots}
        />
      </div>
      <TextField label={say.t('form.fallback')} hint={say.t('form.fallbackHint')} value={fallback} maxLength={200} onChange={setFallback} />
      <fieldset className="grid gap-4">
        <legend className="legend">{say.t('form.pinTitle')}</legend>
        <p className="dense muted">{say.t('form.pinHint')}</p>
        {periods.map((period, index) => (
          <PeriodFields
            // oxlint-disable-next-line react/no-array-index-key -- a period has no name of its own, and rows are not reordered
            key={index}
            period={period}
            onChange={(next) => setPeriods(periods.map((each, at) => (at === index ? next : each)))}
            onRemove={() => setPeriods(periods.filter((_, at) => at !== index))}
          />
        ))}
        <p>
          <Button size="small" icon="plus" onClick={() => setPeriods([...periods, night])}>
            {say.t('form.pinAdd')}
          </Button>
        </p>
      </fieldset>
      <Checkbox isChecked={needsPasskey} onChange={setPasskey}>
        {say.t('form.passkey')}
      </Checkbox>
      <Checkbox isChecked={near} onChange={setNear}>
        {say.t('form.near')}
      </Checkbox>
      {near && <Note tone="wait">{say.t('form.nearRisk')}</Note>}
      {door !== undefined && (
        <TextField
          label={say.t('common.reason')}
          hint={say.t('common.reasonHint')}
          isRequired
          value={reason}
          maxLength={500}
          error={wasTried && reason.trim() === '' ? say.t('common.reasonMissing') : undefined}
          onChange={setReason}
        />
      )}
      <Problem error={add.error ?? change.error} />
      <div className="flex justify-end gap-3">
        <Button kind="quiet" onClick={onClose}>
          {say.t('common.back')}
        </Button>
        <Button kind="main" type="submit" isBusy={add.isPending || change.isPending}>
          {say.t(door === undefined ? 'doors.add' : 'common.save')}
        </Button>
      </div>
    </form>
  )
}

function PeriodFields({ period, onChange, onRemove }: { period: PinPeriod; onChange: (period: PinPeriod) => void; onRemove: () => void }) {
  const say = useSay()
  return (
    <div className="grid gap-3 rounded-lg border border-rule p-4">
      <fieldset className="flex flex-wrap gap-x-4">
        <legend className="legend">{say.t('form.pinDays')}</legend>
        {allDays.map((day) => (
          <Checkbox
            key={day}
            isChecked={period.weekdays.includes(day)}
            onChange={(isOn) => {
              const weekdays = isOn ? [...period.weekdays, day].toSorted((a, b) => a - b) : period.weekdays.filter((each) => each !== day)
              if (weekdays.length > 0) onChange({ ...period, weekdays })
            }}
          >
            {formatWeekday(day, say.language)}
          </Checkbox>
        ))}
      </fieldset>
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label={say.t('form.pinFrom')}
          type="time"
          value={timeOf(period.fromMinute)}
          onChange={(time) => time !== '' && onChange({ ...period, fromMinute: minutesOfTime(time) })}
        />
        <TextField
          label={say.t('form.pinTo')}
          type="time"
          value={timeOf(period.toMinute)}
          onChange={(time) => time !== '' && onChange({ ...period, toMinute: minutesOfTime(time) })}
        />
      </div>
      <p>
        <Button size="small" kind="bare" icon="trash" onClick={onRemove}>
          {say.t('form.pinRemove')}
        </Button>
      </p>
    </div>
  )
}
