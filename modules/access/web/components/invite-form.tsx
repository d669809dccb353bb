/** A member says who comes when; a mail with the way in goes there. */
import { useMyHubs } from '#modules/bookings/web/index.ts'
import { useState, type FormEvent } from 'react'
import { languages, type Language } from '#platform/contract/texts.ts'
import { today } from '#platform/web/format.ts'
import { Button } from '#ui/button.tsx'
import { Select, TextField } from '#ui/fields.tsx'
import { useToast } from '#ui/toast.tsx'
import { useInvite, useZones } from '../queries.ts'
import { Problem } from './problem.tsx'
import { useSay } from './say.tsx'
import { spanOf, VisitTimeFields } from './visit-time-fields.tsx'

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
  const [times, setTimes] = useState({ day: today(zone), from: '10:00', to: '12:00' })
  const [wasTried, setTried] = useState(false)
  const missing = (value: string): string | undefined => (wasTried && value.trim() === '' ? say.t('visitors.missing') : undefined)
  const send = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (hub === undefined || name.trim() === '' || mail.trim() === '' || Object.values(times).includes('')) return
    invite.mutate(
      {
        hubId: hub.id,
        name: name.trim(),
        mail: mail.trim(),
        language,
        ...spanOf(times, zone),
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
      <VisitTimeFields zone={zone} times={times} onChange={setTimes} missing={missing} />
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
