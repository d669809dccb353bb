/** Which own hubs the other side's people may use: all of them, or those ticked. */
import { useQuery } from '@tanstack/react-query'
import { useLocalText } from '#platform/web/local-text.tsx'
import { Checkbox, FieldError, RadioChips } from '#ui/fields.tsx'
import { Note } from '#ui/marks.tsx'
import { ownHubsQuery } from '../../queries.ts'
import { useHubsTexts } from '../../texts.ts'

export interface OwnHubs {
  readonly isAll: boolean
  readonly keys: readonly string[]
}
export const allOwnHubs: OwnHubs = { isAll: true, keys: [] }
export const hubKeysOf = (hubs: OwnHubs): string[] | null => (hubs.isAll ? null : [...hubs.keys])

export function OwnHubsField({
  value,
  onChange,
  error,
}: {
  value: OwnHubs
  onChange: (value: OwnHubs) => void
  error: string | undefined
}) {
  const t = useHubsTexts()
  const local = useLocalText()
  const hubs = useQuery(ownHubsQuery())
  const published = hubs.data?.items.filter((hub) => hub.publishedAt !== null) ?? []
  if (hubs.data !== undefined && published.length === 0) return <Note tone="wait">{t('mutualUse.proposeForm.noHubs')}</Note>
  return (
    <div className="grid gap-3">
      <RadioChips
        legend={t('mutualUse.proposeForm.hubs')}
        layout="flow"
        value={value.isAll ? 'all' : 'some'}
        onChange={(choice) => onChange({ ...value, isAll: choice === 'all' })}
        choices={[
          { value: 'all', label: t('mutualUse.proposeForm.allHubs') },
          { value: 'some', label: t('mutualUse.proposeForm.someHubs') },
        ]}
      />
      {!value.isAll && (
        <div className="grid gap-1 pl-4" role="group" aria-label={t('mutualUse.proposeForm.someHubs')}>
          {published.map((hub) => (
            <Checkbox
              key={hub.key}
              isChecked={value.keys.includes(hub.key)}
              onChange={(isOn) =>
                onChange({ ...value, keys: isOn ? [...value.keys, hub.key] : value.keys.filter((key) => key !== hub.key) })
              }
            >
              {local(hub.names)}
            </Checkbox>
          ))}
          <FieldError error={error} />
        </div>
      )}
    </div>
  )
}
