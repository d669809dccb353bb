/** The application itself: of a person or a group, by the applicant or by the office from paper. */
import { useState } from 'react'
import { foldKana } from '#modules/people/contract/rules.ts'
import { Button } from '#ui/button.tsx'
import { Checkbox, TextArea, TextField } from '#ui/fields.tsx'
import type { Registration } from '../../../contract/registration/schemas.ts'
import { useBookingsTexts } from '../../texts.ts'
import { MoneyProblem, yenIn } from '../payment/parts.tsx'

export interface Application {
  readonly kind: 'person' | 'group'
  readonly name: string
  readonly kana: string
  readonly representative: string
  readonly phone: string
  readonly mail?: string
  readonly postalCode: string
  readonly address: string
  readonly membersCount: number
  readonly residentsCount: number
  readonly purpose: string
}

export function ApplicationForm({
  kind,
  start,
  submitLabel,
  isBusy,
  error,
  onSubmit,
  onCancel,
}: {
  kind: 'person' | 'group'
  start?: Registration | undefined
  submitLabel: string
  isBusy: boolean
  error: unknown
  onSubmit: (application: Application, word: string) => void
  onCancel: () => void
}) {
  const t = useBookingsTexts()
  const isGroup = kind === 'group'
  const [name, setName] = useState(start?.name ?? '')
  const [kana, setKana] = useState(start?.kana ?? '')
  const [representative, setRepresentative] = useState(start?.representative ?? '')
  const [phone, setPhone] = useState(start?.phone ?? '')
  const [mail, setMail] = useState(start?.mail ?? '')
  const [postalCode, setPostalCode] = useState(start?.postalCode ?? '')
  const [address, setAddress] = useState(start?.address ?? '')
  const [members, setMembers] = useState(String(start?.membersCount ?? (isGroup ? 5 : 1)))
  const [residents, setResidents] = useState(String(start?.residentsCount ?? 0))
  const [purpose, setPurpose] = useState(start?.purpose ?? '')
  const [word, setWord] = useState('')
  const [wasTried, setTried] = useState(false)
  const membersCount = isGroup ? (yenIn(members) ?? 0) : 1
  const residentsCount = yenIn(residents) ?? 0
  const errors = {
    name: name.trim() === '' ? t('registration.needed') : undefined,
    kana: kana.trim() !== '' && foldKana(kana) === undefined ? t('registration.kanaWrong') : undefined,
    representative: isGroup && representative.trim() === '' ? t('registration.needed') : undefined,
    members: membersCount < 1 ? t('registration.needed') : undefined,
    residents: residentsCount > membersCount ? t('registration.tooManyResidents') : undefined,
  }
  const show = (text: string | undefined): string | undefined => (wasTried ? text : undefined)
  return (
    <form
      className="grid gap-5"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (Object.values(errors).some((one) => one !== undefined)) return
        onSubmit(
          {
            kind,
            name,
            kana,
            representative,
            phone,
            ...(mail.trim() === '' ? {} : { mail }),
            postalCode,
            address,
            membersCount,
            residentsCount,
            purpose,
          },
          word,
        )
      }}
    >
      <TextField
        label={t('registration.field.name')}
        hint={isGroup ? undefined : t('registration.personHint')}
        value={name}
        onChange={setName}
        isRequired
        maxLength={100}
        error={show(errors.name)}
        autoComplete={isGroup ? 'organization' : 'name'}
      />
      <TextField label={t('registration.field.kana')} value={kana} onChange={setKana} maxLength={60} error={show(errors.kana)} />
      {isGroup && (
        <TextField
          label={t('registration.field.representative')}
          value={representative}
          onChange={setRepresentative}
          isRequired
          maxLength={100}
          error={show(errors.representative)}
        />
      )}
      <TextField label={t('registration.field.phone')} type="tel" value={phone} onChange={setPhone} autoComplete="tel" />
      <TextField label={t('registration.field.mail')} type="email" value={mail} onChange={setMail} autoComplete="email" />
      <div className="grid gap-5 md:grid-cols-[10rem_minmax(0,1fr)]">
        <TextField label={t('registration.field.postalCode')} value={postalCode} onChange={setPostalCode} autoComplete="postal-code" />
        <TextField
          label={t('registration.field.address')}
          value={address}
          onChange={setAddress}
          maxLength={200}
          autoComplete="street-address"
        />
      </div>
      {isGroup ? (
        <div className="grid items-end gap-5 md:grid-cols-2">
          <TextField
            label={t('registration.field.membersCount')}
            inputMode="numeric"
            value={members}
            onChange={setMembers}
            error={show(errors.members)}
          />
          <TextField
            label={t('registration.field.residentsCount')}
            inputMode="numeric"
            value={residents}
            onChange={setResidents}
            error={show(errors.residents)}
          />
        </div>
      ) : (
        <Checkbox isChecked={residentsCount > 0} onChange={(isResident) => setResidents(isResident ? '1' : '0')}>
          {t('registration.isResident')}
        </Checkbox>
      )}
      <TextArea label={t('registration.field.purpose')} rows={3} maxLength={1000} value={purpose} onChange={setPurpose} />
      {start !== undefined && <TextField label={t('registration.word')} value={word} onChange={setWord} maxLength={1000} />}
      <MoneyProblem error={error} />
      <div className="dlg-acts">
        <Button kind="quiet" onClick={onCancel}>
          {t('registration.cancel')}
        </Button>
        <Button kind="main" type="submit" isBusy={isBusy}>
          {submitLabel}
        </Button>
      </div>
    </form>
  )
}
