/** 入退室の記録: the stays of a day, what they are made of, and corrections. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { HubDesk, type DeskHub } from '#modules/hubs/web/index.ts'
import { today } from '#platform/web/format.ts'
import { PageHead, ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { TextField } from '#ui/fields.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import type { StayView } from '../../contract/schemas.ts'
import { Link } from '#ui/link.tsx'
import { useSay } from '../components/say.tsx'
import { StaysTable } from '../components/stays-table.tsx'
import { TraceDialog } from '../components/trace-dialog.tsx'
import { staysQuery } from '../queries.ts'

const step = 50

export function StaysPage() {
  return <HubDesk>{(hub) => <Log hub={hub} />}</HubDesk>
}

function Log({ hub }: { hub: DeskHub }) {
  const say = useSay()
  const { t } = say
  usePageTitle([t('stays.title'), say.local(hub.names)])
  const [day, setDay] = useState(today(hub.zone))
  const [limit, setLimit] = useState(step)
  const [chosen, setChosen] = useState<StayView | undefined>(undefined)
  const list = useQuery(staysQuery(hub.id, day, limit))
  return (
    <>
      <PageHead title={t('stays.title')} lead={<Link to={`/operate/${hub.key}/presence`}>{t('now.title')}</Link>} />
      <div className="max-w-52 pb-6">
        <TextField
          label={t('stays.day')}
          type="date"
          value={day}
          max={today(hub.zone)}
          onChange={(value) => {
            if (value !== '') setDay(value)
            setLimit(step)
          }}
        />
      </div>
      {list.data === undefined ? (
        list.error === null ? (
          <SkeletonLines count={8} label={t('now.loading')} />
        ) : (
          <ProblemState error={list.error} onRetry={() => void list.refetch()} isRetrying={list.isFetching} />
        )
      ) : list.data.items.length === 0 ? (
        <EmptyState icon="list" title={t('stays.nothing')}>
          {t('stays.nothingBody')}
        </EmptyState>
      ) : (
        <>
          <StaysTable
            stays={list.data.items.toSorted((a, b) => Date.parse(b.enteredAt) - Date.parse(a.enteredAt))}
            zoneOf={() => hub.zone}
            onChoose={setChosen}
          />
          {list.data.nextCursor !== null && limit < 200 && (
            <p className="pt-4">
              <Button isBusy={list.isFetching} onClick={() => setLimit(200)}>
                {t('stays.more')}
              </Button>
            </p>
          )}
        </>
      )}
      {chosen !== undefined && <TraceDialog hub={hub} stay={chosen} onClose={() => setChosen(undefined)} />}
    </>
  )
}
