/** A member says who comes when; a mail with the way in goes there. */
import { useMyHubs } from '#modules/bookings/web/index.ts'
import { useState, type FormEvent } from 'react'
import { languages, type Language } from '#platform/contract/texts.ts'
import { instantAt, minutesOfTime, today } from '#platform/web/format.ts'
import { Button } from '#ui/button.tsx'
import { Select, TextField } from '#ui/fields.tsx'
import { useToast } from '#ui/toast.tsx'
import { useInvite, useZones } from '../queries.ts'
import { Problem } from './problem.tsx'
import { useSay } from './say.tsx'

/** Each in itself, as everywhere a language is chosen. */
const nameOf = (language: Language): string => new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language

export function InviteForm({ onClose }: { onClose: () => void }) {
  const say = useSay()
  const { toast } = useToast()
  const invite = useInvite()
  const hubs = useMyHubs().hubs ?? []
  const [hubId, setHubId] = useState('')
  const hub = hubs.find((each) => each.id === hubId) ?? hubs[0]
  const zone = useZones()(hub?.id)
  const [name, setName] = useState('')
  const [mail, setMail] = useState('')
  const [language, setLanguage] = useState<Language>('ja')
  const [day, setDay] = useState(today(zone))
  const [from, setFrom] = useState('10:00')
  const [to, setTo] = useState('12:00')
  const [wasTried, setTried] = useState(false)
  const missing = (value: string): string | undefined => (wasTried && value.trim() === '' ? say.t('visitors.missing') : undefined)
  const send = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (hub === undefined || name.trim() === '' || mail.trim() === '' || from === '' || to === '') return
    invite.mutate(
      {
        hubId: hub.id,
        name: name.trim(),
        mail: mail.trim(),
        language,
        startsAt: instantAt(day, minutesOfTime(from), zone),
        endsAt: instantAt(day, minutesOfTime(to), zone),
      },
      {
        onSuccess: () => {
          toast(say.t('visitors.invited', { name: name.trim() }))
          onClose()
        },
      },
    )
  }
  return (
    <form className="grid gap-5" noValidate onSubmit={send}>
      <p className="muted">{say.t('visitors.inviteLead')}</p>
      {hubs.length > 1 && (
        <Select
          label={say.t('visitors.hub')}
          value={hub?.id ?? ''}
          onChange={setHubId}
          choices={hubs.map((each) => ({ value: each.id, label: say.local(each.names) }))}
        />
      )}
      <TextField label={say.t('visitors.name')} isRequired value={name} maxLength={100} error={missing(name)} onChange={setName} />
      <TextField
        label={say.t('visitors.mail')}
        isRequired
        type="email"
        inputMode="email"
        autoComplete="off"
        value={mail}
        maxLength={200}
        error={missing(mail)}
        onChange={setMail}
      />
      <Select
        label={say.t('visitors.language')}
        value={language}
        onChange={setLanguage}
        choices={languages.map((each) => ({ value: each, label: nameOf(each) }))}
      />
      <TextField label={say.t('visitors.day')} type="date" min={today(zone)} value={day} onChange={setDay} />
      <div className="grid grid-cols-2 gap-3">
        <TextField label={say.t('visitors.from')} type="time" step={900} value={from} error={missing(from)} onChange={setFrom} />
        <TextField label={say.t('visitors.to')} type="time" step={900} value={to} error={missing(to)} onChange={setTo} />
      </div>
      <Problem error={invite.error} />
      <div className="flex justify-end gap-3">
        <Button kind="quiet" onClick={onClose}>
          {say.t('common.back')}
        </Button>
        <Button kind="main" type="submit" isBusy={invite.isPending}>
          {say.t('visitors.invite')}
        </Button>
      </div>
    </form>
  )
}
