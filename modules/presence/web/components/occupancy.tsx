/** On a hub's public page: how many are there, as a number and a word. Nothing where no door counts. */
import type { HubPageProps } from '#modules/hubs/web/index.ts'
import { useQuery } from '@tanstack/react-query'
import { occupancyQuery } from '../queries.ts'
import { FullnessMark, useSay } from './say.tsx'

export function OccupancyBox({ hub }: HubPageProps) {
  const { t } = useSay()
  const { data } = useQuery(occupancyQuery(hub.key))
  if (data === undefined || data.people === null) return null
  return (
    <div>
      <p className="dense muted">{t('public.title')}</p>
      <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <b className="big">{t('public.people', { count: data.people })}</b>
        {data.word !== 'unknown' && <FullnessMark word={data.word}>{t(`public.${data.word}`)}</FullnessMark>}
      </p>
      <p className="dense muted">{t('public.note')}</p>
    </div>
  )
}
