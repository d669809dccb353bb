/** A few letters find a member; whoever is found is chosen by one press or Enter. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Button } from '#ui/button.tsx'
import { TextField } from '#ui/fields.tsx'
import { membersQuery } from '../queries.ts'
import { useSay } from './say.tsx'

export interface Member {
  readonly id: string
  readonly name: string
}

/** Long enough that a word typed at once is one question. */
const pauseMs = 180

interface Props {
  hubId: string
  label: string
  value: Member | undefined
  onChange: (member: Member | undefined) => void
  clearLabel: string
  error?: string | undefined
}

export function MemberPicker({ hubId, label, value, onChange, clearLabel, error }: Props) {
  const say = useSay()
  const [text, setText] = useState('')
  const [asked, setAsked] = useState('')
  // Enter may come before the answer does: the first that is found is then meant.
  const [isAwaited, setAwaited] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.normalize('NFKC').trim()), pauseMs)
    return () => clearTimeout(timer)
  }, [text])
  const found = useQuery(membersQuery(hubId, asked))
  const members = asked === '' ? [] : (found.data?.items ?? []).filter((person) => person.kind === 'member')
  const choose = (member: Member | undefined): void => {
    if (member === undefined) return
    setText('')
    setAwaited(false)
    onChange({ id: member.id, name: member.name })
  }
  const isAnswered = asked === text.normalize('NFKC').trim() && !found.isFetching
  useEffect(() => {
    if (isAwaited && isAnswered) choose(members[0])
  })
  if (value !== undefined) {
    return (
      <div className="field">
        <span className="legend mb-0!">{label}</span>
        <div className="flex min-h-12 items-center justify-between gap-4 rounded-lg border border-rule bg-band py-1 pl-4 pr-1">
          <b className="min-w-0 truncate">{say.name(value.name)}</b>
          <Button size="small" kind="bare" onClick={() => onChange(undefined)}>
            {clearLabel}
          </Button>
        </div>
      </div>
    )
  }
  return (
    <div className="grid gap-2">
      <TextField
        label={label}
        hint={say.t('door.personHint')}
        type="search"
        autoComplete="off"
        value={text}
        maxLength={100}
        error={error}
        onChange={(value) => {
          setText(value)
          setAwaited(false)
        }}
        onKeyDown={(event) => {
          // Enter that ends a conversion of kana is not Enter.
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
          event.preventDefault()
          if (isAnswered) choose(members[0])
          else setAwaited(true)
        }}
      />
      {asked !== '' && (
        <ul className="grid gap-1.5">
          {members.slice(0, 6).map((person) => (
            <li key={person.id}>
              <button
                type="button"
                aria-label={say.facts([person.name, person.organisation ?? ''])}
                className="btn quiet wide justify-start! text-left"
                onClick={() => choose(person)}
              >
                <span className="min-w-0">
                  <b>{person.name}</b>
                  <span className="dense muted block truncate">{say.facts([person.kana ?? '', person.organisation ?? ''])}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <span className="dense muted" role="status">
        {asked !== '' && !found.isFetching && members.length === 0 ? say.t('door.nobody') : ''}
      </span>
    </div>
  )
}
