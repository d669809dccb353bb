/** Names as they are kept: family and given name with their readings, and how to reach the person. */
import { Select, TextField } from '#ui/fields.tsx'
import { holdsAddress } from '#platform/contract/names.ts'
import { languages, type Language } from '#platform/contract/texts.ts'
import { languageNames } from '#platform/web/language.ts'
import { foldKana, foldPhone, formatPhone } from '../../contract/rules.ts'
import type { Profile } from '../../contract/schemas.ts'
import { usePeopleTexts } from '../texts.ts'

export interface ProfileForm {
  readonly familyName: string
  readonly givenName: string
  readonly familyKana: string
  readonly givenKana: string
  readonly latinName: string
  readonly displayName: string
  readonly phone: string
  readonly language: Language
}

export function emptyProfile(language: Language): ProfileForm {
  return { familyName: '', givenName: '', familyKana: '', givenKana: '', latinName: '', displayName: '', phone: '', language }
}

export function formOf(profile: Profile): ProfileForm {
  return {
    familyName: profile.familyName,
    givenName: profile.givenName,
    familyKana: profile.familyKana ?? '',
    givenKana: profile.givenKana ?? '',
    latinName: profile.latinName ?? '',
    displayName: profile.displayName ?? '',
    phone: profile.phone === null ? '' : formatPhone(profile.phone),
    language: profile.language,
  }
}

export type ProfileErrors = Partial<Record<keyof ProfileForm, 'required' | 'kana' | 'phone' | 'address'>>

/** The same rules as the server's; it decides again. */
export function errorsOf(form: ProfileForm): ProfileErrors {
  const errors: ProfileErrors = {}
  if (form.familyName.trim() === '') errors.familyName = 'required'
  if (form.givenName.trim() === '') errors.givenName = 'required'
  if (form.familyKana.trim() !== '' && foldKana(form.familyKana) === undefined) errors.familyKana = 'kana'
  if (form.givenKana.trim() !== '' && foldKana(form.givenKana) === undefined) errors.givenKana = 'kana'
  if (form.phone.trim() !== '' && foldPhone(form.phone) === undefined) errors.phone = 'phone'
  for (const field of ['familyName', 'givenName', 'latinName', 'displayName'] as const)
    if (holdsAddress(form[field])) errors[field] = 'address'
  return errors
}

interface Props {
  value: ProfileForm
  onChange: (value: ProfileForm) => void
  errors: ProfileErrors
  /** Also the fields that few people need. */
  isFull?: boolean
  /** Somebody else is written about: the browser must not fill in the writer. */
  isOther?: boolean
  /** The names alone. */
  hasNoPhone?: boolean
}

export function ProfileFields({ value, onChange, errors, isFull, isOther, hasNoPhone }: Props) {
  const t = usePeopleTexts()
  const words = { required: t('public.needed'), kana: t('public.kanaWrong'), phone: t('public.phoneWrong'), address: t('public.nameWrong') }
  const field = (name: Exclude<keyof ProfileForm, 'language'>, autoComplete: string) => ({
    label: t(`public.field.${name}`),
    value: value[name],
    onChange: (text: string) => onChange({ ...value, [name]: text }),
    error: errors[name] === undefined ? undefined : words[errors[name]],
    autoComplete: isOther === true ? 'off' : autoComplete,
    maxLength: 60,
  })
  // Hiragana and half-width letters are turned into what is kept, where the writer can see it.
  const fold = (name: 'familyKana' | 'givenKana') => () => onChange({ ...value, [name]: foldKana(value[name]) ?? value[name] })
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField {...field('familyName', 'family-name')} isRequired />
        <TextField {...field('givenName', 'given-name')} isRequired />
        <TextField {...field('familyKana', 'off')} onBlur={fold('familyKana')} hint={t('public.kanaHint')} />
        <TextField {...field('givenKana', 'off')} onBlur={fold('givenKana')} hint={t('public.kanaHint')} />
      </div>
      {hasNoPhone !== true && (
        <TextField {...field('phone', 'tel')} type="tel" inputMode="tel" maxLength={40} hint={t('public.phoneHint')} />
      )}
      {isFull === true && (
        <>
          <TextField {...field('displayName', 'nickname')} hint={t('public.displayNameHint')} />
          <TextField {...field('latinName', 'off')} maxLength={120} hint={t('public.latinNameHint')} />
          <Select
            label={t('public.field.language')}
            hint={t('public.languageHint')}
            value={value.language}
            onChange={(language) => onChange({ ...value, language })}
            choices={languages.map((each) => ({ value: each, label: languageNames[each] }))}
          />
        </>
      )}
    </>
  )
}
