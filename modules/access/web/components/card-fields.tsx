/** Which card it is: the one just held against a reader of the hub, or a number typed from its back. */
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { RadioChips, TextField } from '#ui/fields.tsx'
import { shownCardsQuery } from '../queries.ts'
import { useSay } from './say.tsx'

export interface CardChoice {
  readonly how: 'show' | 'type'
  readonly number: string
  readonly shownCardId: string
}
export const noCard: CardChoice = { how: 'show', number: '', shownCardId: '' }

/** As the call takes it; undefined where none is chosen. */
export function cardOf({ how, number, shownCardId }: CardChoice) {
  if (how === 'type') return number.trim() === '' ? undefined : { number: number.trim() }
  return shownCardId === '' ? undefined : { shownCardId }
}

interface Props {
  hubId: string
  zone: string
  value: CardChoice
  onChange: (value: CardChoice) => void
  isMissing: boolean
}

export function CardFields({ hubId, zone, value, onChange, isMissing }: Props) {
  const say = useSay()
  const shown = useQuery(shownCardsQuery(hubId, value.how === 'show')).data?.items ?? []
  const newest = shown[0]?.id
  // The card somebody has just held there is the one that is meant.
  useEffect(() => {
    if (value.how === 'show' && value.shownCardId === '' && newest !== undefined) onChange({ ...value, shownCardId: newest })
  }, [newest, value, onChange])
  return (
    <div className="grid gap-4">
      <RadioChips
        legend={say.t('cards.how')}
        value={value.how}
        onChange={(how) => onChange({ ...value, how })}
        choices={[
          { value: 'show', label: say.t('cards.howShow') },
          { value: 'type', label: say.t('cards.howType') },
        ]}
      />
      {value.how === 'type' ? (
        <TextField
          label={say.t('cards.number')}
          hint={say.t('cards.numberHint')}
          value={value.number}
          maxLength={60}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          error={isMissing && value.number.trim() === '' ? say.t('cards.pick') : undefined}
          onChange={(number) => onChange({ ...value, number })}
        />
      ) : (
        <div className="grid gap-2">
          <p>{say.t('cards.showNow')}</p>
          <div role="status">{shown.length === 0 && <p className="muted">{say.t('cards.showNone')}</p>}</div>
          {shown.length > 0 && (
            <RadioChips
              legend={say.t('cards.pick')}
              isLegendHidden
              layout="flow"
              value={value.shownCardId}
              onChange={(shownCardId) => onChange({ ...value, shownCardId })}
              choices={shown.map((card) => ({ value: card.id, label: say.t('cards.shownAt', { time: say.time(card.at, zone) }) }))}
            />
          )}
          {isMissing && value.shownCardId === '' && <p className="err">{say.t('cards.pick')}</p>}
        </div>
      )}
    </div>
  )
}
