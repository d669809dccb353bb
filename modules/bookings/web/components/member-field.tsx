/** Who it is for: a few letters find a member; whoever is none is booked by the name as typed. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { Button } from '#ui/button.tsx'
import { FieldError, TextField } from '#ui/fields.tsx'
import { Icon } from '#ui/icon.tsx'
import { useUiWords } from '#ui/words.tsx'
import type { DeskPerson } from '../../contract/desk/schemas.ts'
import { peopleQuery } from '../desk/queries.ts'
import { useSay } from './say.tsx'

export type Holder =
  | { kind: 'member'; accountId: string; name: string; detail: string }
  | { kind: 'guest'; name: string; mail: string; phone: string }

interface Props {
  hubId: string
  value: Holder | undefined
  /** What is in the field while nobody is chosen. */
  text: string
  onText: (text: string) => void
  onChange: (holder: Holder | undefined) => void
  error?: string | undefined
  mailError?: string | undefined
  phoneError?: string | undefined
  /** What is asked where it is no booking. */
  words?: { readonly who: string; readonly hint: string; readonly byName: (name: string) => string }
}

/** Long enough that a word typed at once is one question. */
const pauseMs = 180

export function MemberField({ hubId, value, text, onText, onChange, error, mailError, phoneError, words }: Props) {
  const say = useSay()
  const input = useRef<HTMLInputElement>(null)
  if (value === undefined)
    return <Search hubId={hubId} text={text} onText={onText} onChange={onChange} error={error} words={words} input={input} />
  return (
    <div className="grid gap-4">
      <div className="field">
        <span className="legend mb-0!">{words?.who ?? say.t('desk.who')}</span>
        <div className="grid min-h-12 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 rounded-lg border border-rule bg-band py-1 pl-4 pr-1">
          <span className="min-w-0 leading-normal">
            <b>{say.name(value.name)}</b>
            <span className="dense muted block">{value.kind === 'member' ? value.detail : say.t('booking.holderGuest')}</span>
          </span>
          <Button
            size="small"
            kind="bare"
            onClick={() => {
              onText(value.name)
              onChange(undefined)
            }}
          >
            {say.t('desk.chooseAgain')}
          </Button>
        </div>
      </div>
      {value.kind === 'guest' && (
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label={say.t('desk.guestMail')}
            type="email"
            inputMode="email"
            autoComplete="off"
            hint={say.t('desk.guestMailHint')}
            value={value.mail}
            error={mailError}
            onChange={(mail) => onChange({ ...value, mail })}
          />
          <TextField
            label={say.t('desk.guestPhone')}
            type="tel"
            inputMode="tel"
            autoComplete="off"
            value={value.phone}
            error={phoneError}
            onChange={(phone) => onChange({ ...value, phone })}
          />
        </div>
      )}
    </div>
  )
}

function Search({
  hubId,
  text,
  onText,
  onChange,
  error,
  words: own,
  input,
}: Pick<Props, 'hubId' | 'text' | 'onText' | 'onChange' | 'error'> & { words: Props['words'] } & {
  input: { current: HTMLInputElement | null }
}) {
  const say = useSay()
  const words = useUiWords()
  const who = own?.who ?? say.t('desk.who')
  const id = useId()
  const [asked, setAsked] = useState('')
  const [marked, setMarked] = useState(0)
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.normalize('NFKC').trim()), pauseMs)
    return () => clearTimeout(timer)
  }, [text])
  const found = useQuery(peopleQuery(hubId, asked))
  const name = text.trim()
  const people = name === '' || found.data === undefined ? [] : found.data.items
  const options: (DeskPerson | 'guest')[] = name === '' ? [] : [...people, 'guest']
  const choose = (option: DeskPerson | 'guest' | undefined): void => {
    if (option === undefined) return
    if (option === 'guest') onChange({ kind: 'guest', name, mail: '', phone: '' })
    else onChange(holderOf(option))
  }
  const current = Math.min(marked, options.length - 1)
  // The form begins here, once the dialog around it has taken the focus.
  useEffect(() => {
    const frame = requestAnimationFrame(() => input.current?.focus())
    return () => cancelAnimationFrame(frame)
  }, [input])
  const onKeyDown = (event: KeyboardEvent): void => {
    // Enter that ends a conversion of kana is not Enter.
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') setMarked(Math.min(options.length - 1, current + 1))
    else if (event.key === 'ArrowUp') setMarked(Math.max(0, current - 1))
    else if (event.key === 'Enter' && options.length > 0) choose(options[current])
    else return
    event.preventDefault()
  }
  return (
    <div className="field">
      <label htmlFor={id}>
        {who}
        <span className="need-mark">{words.required}</span>
      </label>
      <input
        ref={input}
        id={id}
        className="inp"
        type="text"
        role="combobox"
        aria-expanded={options.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={options.length > 0 ? `${id}-${current}` : undefined}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={error === undefined ? `${id}-hint` : `${id}-hint ${id}-err`}
        autoComplete="off"
        autoCapitalize="none"
        value={text}
        maxLength={100}
        onChange={(event) => {
          setMarked(0)
          onText(event.target.value)
        }}
        onKeyDown={onKeyDown}
      />
      <span className="hint" id={`${id}-hint`}>
        {own?.hint ?? say.t('desk.whoHint')}
      </span>
      <FieldError id={`${id}-err`} error={error} />
      <div id={`${id}-list`} role="listbox" aria-label={who} className={options.length > 0 ? 'find-list' : undefined}>
        {options.map((option, index) => (
          // The field keeps the focus; arrows and Enter there choose, as a combobox does.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- see above
          <div
            key={option === 'guest' ? 'guest' : `${option.kind}${option.id}`}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === current}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(option)}
          >
            {option === 'guest' ? (
              <span className="flex items-center gap-2">
                <Icon name="plus" />
                <span>{own?.byName(name) ?? say.t('desk.bookByName', { name })}</span>
              </span>
            ) : (
              <>
                <span className="min-w-0">
                  <b>{option.name}</b>
                  {option.kana !== null && <span className="dense muted">{`　${option.kana}`}</span>}
                  <span className="dense muted block truncate">{detailOf(option)}</span>
                </span>
                <Icon name="right" className="text-ink-3" />
              </>
            )}
          </div>
        ))}
      </div>
      <span className="sr" role="status">
        {name !== '' && !found.isFetching ? say.t('desk.foundPeople', { count: people.length }) : ''}
      </span>
    </div>
  )
}

/** Whoever has been here before is known with mail and telephone. */
export const holderOf = (person: DeskPerson): Holder =>
  person.kind === 'member'
    ? { kind: 'member', accountId: person.id, name: person.name, detail: detailOf(person) }
    : { kind: 'guest', name: person.name, mail: person.mail ?? '', phone: person.phone ?? '' }

const detailOf = (person: DeskPerson): string =>
  [person.organisation, person.phone, person.mail].filter((part) => part !== null && part !== '').join('　')
