/** 利用者数: how many came in a period, by day, type and organisation. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { HubDesk, type DeskHub } from '#modules/hubs/web/index.ts'
import { saveFile } from '#platform/web/client.ts'
import { today } from '#platform/web/format.ts'
import { PageHead, ProblemState, usePageTitle, useProblemText } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { FieldError, TextField } from '#ui/fields.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { longestPeriodDays, type Visits } from '../../contract/schemas.ts'
import { Link } from '#ui/link.tsx'
import { useSay } from '../components/say.tsx'
import { visitsFileUrl, visitsQuery } from '../queries.ts'

export function VisitsPage() {
  return <HubDesk>{(hub) => <Report hub={hub} />}</HubDesk>
}

function Report({ hub }: { hub: DeskHub }) {
  const say = useSay()
  const { t } = say
  const why = useProblemText()
  const { toast } = useToast()
  usePageTitle([t('visits.title'), say.local(hub.names)])
  const here = today(hub.zone)
  const [from, setFrom] = useState(`${here.slice(0, 7)}-01`)
  const [to, setTo] = useState(here)
  const isPossible = from !== '' && to !== '' && from <= to && Temporal.PlainDate.from(from).until(to).days < longestPeriodDays
  const query = { from, to, hubId: hub.id }
  const visits = useQuery({ ...visitsQuery(query), enabled: isPossible })
  const save = (format: 'xlsx' | 'csv') =>
    void saveFile(visitsFileUrl(query, format), `${t('visits.title')}_${say.local(hub.names)}_${from}_${to}.${format}`).catch(
      (error: unknown) => toast(why(error)),
    )
  return (
    <>
      <PageHead title={t('visits.title')} lead={<Link to={`/operate/${hub.key}/presence`}>{t('now.title')}</Link>} />
      <p className="max-w-3xl pb-5">{t('visits.lead')}</p>
      <div className="no-print grid gap-3 pb-8">
        <div className="flex flex-wrap items-end gap-4">
          <TextField label={t('visits.from')} type="date" value={from} onChange={setFrom} />
          <TextField label={t('visits.to')} type="date" value={to} onChange={setTo} />
          <p className="flex flex-wrap gap-2 sm:ml-auto">
            <Button size="small" icon="download" disabled={!isPossible} onClick={() => save('xlsx')}>
              {t('visits.excel')}
            </Button>
            <Button size="small" icon="download" disabled={!isPossible} onClick={() => save('csv')}>
              {t('visits.csv')}
            </Button>
          </p>
        </div>
        <FieldError error={isPossible ? undefined : t('visits.wrongPeriod')} />
      </div>
      {visits.data === undefined ? (
        visits.error === null ? (
          isPossible && <SkeletonLines count={8} label={t('visits.loading')} />
        ) : (
          <ProblemState error={visits.error} onRetry={() => void visits.refetch()} isRetrying={visits.isFetching} />
        )
      ) : visits.data.days.length === 0 ? (
        <EmptyState icon="sum" title={t('visits.nothing')}>
          {t('visits.nothingBody')}
        </EmptyState>
      ) : (
        <Tables visits={visits.data} />
      )}
    </>
  )
}

function Tables({ visits }: { visits: Visits }) {
  const say = useSay()
  const { t } = say
  const people = { key: 'people', label: t('visits.people'), align: 'end' as const }
  const persons = { key: 'persons', label: t('visits.persons'), align: 'end' as const }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
      <p className="flex flex-wrap items-baseline gap-x-6">
        <b className="big">{t('visits.total', { count: visits.total })}</b>
        <span>
          {t('visits.persons')} <b className="n">{t('now.people', { count: visits.persons })}</b>
        </span>
      </p>
      <DataTable
        caption={t('visits.byDay')}
        rows={visits.days}
        rowKey={(row) => `${row.day}/${row.hubId}`}
        locale={say.language}
        columns={[
          { key: 'day', label: t('visits.day'), cell: (row) => say.day(row.day), sortValue: (row) => row.day, isRowHead: true },
          { key: 'visits', label: t('visits.visits'), align: 'end', cell: (row) => row.visits, sortValue: (row) => row.visits },
          { ...people, cell: (row) => row.people, sortValue: (row) => row.people },
          { key: 'sure', label: t('visits.sure'), cell: (row) => t(row.isSure ? 'visits.isSure' : 'visits.isUnsure') },
        ]}
      />
      <DataTable
        caption={t('visits.byEngagement')}
        rows={visits.engagements}
        rowKey={(row) => row.engagement ?? ''}
        columns={[
          { key: 'type', label: t('visits.engagement'), cell: (row) => row.engagement ?? t('visits.noEngagement'), isRowHead: true },
          { ...people, cell: (row) => row.visits },
          { ...persons, cell: (row) => row.persons },
        ]}
      />
      <DataTable
        caption={t('visits.byOrganisation')}
        rows={visits.organisations}
        rowKey={(row) => row.organisationId ?? ''}
        columns={[
          {
            key: 'organisation',
            label: t('visits.organisation'),
            cell: (row) => (row.name === '' ? t('visits.noOrganisation') : row.name),
            isRowHead: true,
          },
          { ...people, cell: (row) => row.visits },
          { ...persons, cell: (row) => row.persons },
        ]}
      />
    </div>
  )
}
