/** Who uses the room: ticked out of those who may be named. */
import { useState } from 'react'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Checkbox, TextField } from '#ui/fields.tsx'
import { EmptyState } from '#ui/states.tsx'
import { Refusal } from '../refusal.tsx'
import { useSay } from '../say.tsx'

export interface Person {
  readonly accountId: string
  readonly name: string
  readonly mail: string | null
}

export function PeopleDialog({
  candidates,
  named,
  zone,
  isBusy,
  error,
  onSave,
  onClose,
}: {
  candidates: readonly Person[]
  named: readonly Person[]
  zone: string
  isBusy: boolean
  error: unknown
  onSave: (accountIds: string[]) => void
  onClose: () => void
}) {
  const { t } = useSay()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(named.map((person) => person.accountId)))
  const [text, setText] = useState('')
  // who is named and no candidate any more can still be taken out
  const all = [...new Map([...candidates, ...named].map((person) => [person.accountId, person])).values()]
  const fold = (words: string): string => words.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, '')
  const shown = all.filter((person) => fold(`${person.name}${person.mail ?? ''}`).includes(fold(text)))
  return (
    <Dialog title={t('lease.detail.membersEdit')} place="side" isOpen onClose={onClose}>
      <form
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault()
          onSave([...chosen])
        }}
      >
        {all.length > 8 && <TextField label={t('lease.detail.membersFind')} type="search" value={text} onChange={setText} />}
        {all.length === 0 ? (
          <EmptyState icon="people" title={t('lease.detail.membersNoCandidates')} />
        ) : (
          <fieldset>
            <legend className="legend">{t('lease.detail.membersCandidates')}</legend>
            <div className="grid gap-1">
              {shown.map((person) => (
                <Checkbox
                  key={person.accountId}
                  isChecked={chosen.has(person.accountId)}
                  onChange={(isChosen) =>
                    setChosen((before) => {
                      const next = new Set(before)
                      if (isChosen) next.add(person.accountId)
                      else next.delete(person.accountId)
                      return next
                    })
                  }
                >
                  {person.name} <span className="dense muted">{person.mail}</span>
                </Checkbox>
              ))}
            </div>
          </fieldset>
        )}
        <Refusal error={error} zone={zone} day="" />
        <div>
          <Button kind="main" type="submit" isBusy={isBusy}>
            {t('lease.detail.membersSave')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
