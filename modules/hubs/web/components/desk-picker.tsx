/** Which hub's desk this is; with several, the choice stands in the operator's bar. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useLocalText } from '#platform/web/local-text.tsx'
import type { CardProps } from '#platform/web/registry.ts'
import { ownHubsQuery } from '../queries.ts'
import { useHubsTexts } from '../texts.ts'

export function DeskPicker({ hubKey }: CardProps) {
  const t = useHubsTexts()
  const local = useLocalText()
  const navigate = useNavigate()
  const hubs = useQuery(ownHubsQuery()).data?.items ?? []
  const current = hubs.find((hub) => hub.key === hubKey)
  if (hubs.length <= 1) return current === undefined ? null : <b className="max-w-64 truncate max-md:hidden">{local(current.names)}</b>
  return (
    <select
      className="inp max-w-64 truncate max-md:min-w-32"
      aria-label={t('settings.pickHub')}
      value={current?.key ?? ''}
      onChange={(event) => {
        const key = event.target.value
        if (key !== '') void navigate({ to: '/operate/$hubKey', params: { hubKey: key } })
      }}
    >
      {current === undefined && <option value="">{t('settings.pickHub')}</option>}
      {hubs.map((hub) => (
        <option key={hub.id} value={hub.key}>
          {local(hub.names)}
        </option>
      ))}
    </select>
  )
}
