/** The entry log of a hub: by door, result, reason, person and day; each refusal with its reason. */
import type { DeskHub } from '#modules/hubs/web/index.ts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { urlOf } from '#platform/contract/client.ts'
import { instantAt } from '#platform/web/format.ts'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { Select, TextField } from '#ui/fields.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { exportPassages } from '../../contract/endpoints.ts'
import { DoorsDesk } from '../components/desk-views.tsx'
import { MemberPicker, type Member } from '../components/member-picker.tsx'
import { PassageList } from '../components/passage-list.tsx'
import { decisionReasons } from '../components/reasons.tsx'
import { useSay } from '../components/say.tsx'
import { doorsQuery, usePassages, type PassageFilters } from '../queries.ts'

export function LogPage() {
  const say = useSay()
  return (
    <DoorsDesk name={say.t('log.title')} title={() => say.t('log.title')}>
      {(hub) => <Log hub={hub} />}
    </DoorsDesk>
  )
}

const resultOf = (text: unknown): 'open' | 'refused' | undefined => (text === 'open' || text === 'refused' ? text : undefined)
const formats = [
  ['csv', 'CSV'],
  ['xlsx', 'Excel'],
] as const

function Log({ hub }: { hub: DeskHub }) {
  const say = useSay()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as Record<string, unknown>
  const [member, setMember] = useState<Member | undefined>(undefined)
  const doors = useQuery(doorsQuery(hub.id)).data?.items ?? []
  const day = typeof search['day'] === 'string' ? search['day'] : ''
  const doorId = typeof search['door'] === 'string' ? search['door'] : ''
  const result = resultOf(search['result'])
  const reason = decisionReasons.find((each) => each === search['reason'])
  // Chosen things stand in the address: it can be sent, reloaded, and the back button undoes it.
  const change = (part: Record<string, string>): void =>
    void navigate({
      to: '.',
      search: (before: Record<string, unknown>) =>
        Object.fromEntries(Object.entries({ ...before, ...part }).filter(([, value]) => value !== '' && value !== undefined)),
      replace: true,
      resetScroll: false,
    } as never)
  const filters: PassageFilters = {
    ...(day === '' ? {} : { from: instantAt(day, 0, hub.zone), to: instantAt(day, 1440, hub.zone) }),
    ...(doorId === '' ? {} : { doorId }),
    ...(result === undefined ? {} : { result }),
    ...(reason === undefined ? {} : { reason }),
    ...(member === undefined ? {} : { accountId: member.id }),
  }
  const query = usePassages(hub.id, filters)
  const passages = query.data?.pages.flatMap((page) => page.items)
  const hasFilter = Object.keys(filters).length > 0
  return (
    <>
      <div className="no-print grid grid-cols-2 items-start gap-4 pb-6 lg:grid-cols-5 [&>:last-child]:max-lg:col-span-2">
        <TextField label={say.t('log.day')} type="date" value={day} onChange={(value) => change({ day: value })} />
        <Select
          label={say.t('log.door')}
          value={doorId}
          onChange={(value) => change({ door: value })}
          choices={[{ value: '', label: say.t('log.all') }, ...doors.map((door) => ({ value: door.id, label: say.local(door.names) }))]}
        />
        <Select
          label={say.t('log.result')}
          value={result ?? ''}
          onChange={(value) => change({ result: value, reason: '' })}
          choices={[
            { value: '', label: say.t('log.all') },
            { value: 'open', label: say.t('log.open') },
            { value: 'refused', label: say.t('log.refused') },
          ]}
        />
        <Select
          label={say.t('log.reason')}
          value={reason ?? ''}
          onChange={(value) => change({ reason: value })}
          choices={[
            { value: '', label: say.t('log.all') },
            ...decisionReasons.map((each) => ({ value: each, label: say.t(`log.reasons.${each}`) })),
          ]}
        />
        <MemberPicker hubId={hub.id} label={say.t('log.who')} value={member} onChange={setMember} clearLabel={say.t('log.whoClear')} />
      </div>
      {passages === undefined ? (
        query.error === null ? (
          <SkeletonLines count={8} label={say.t('common.loading')} />
        ) : (
          <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
        )
      ) : passages.length === 0 ? (
        <EmptyState icon="door" title={say.t(hasFilter ? 'log.none' : 'doors.never')}>
          {hasFilter ? say.t('log.noneHint') : undefined}
        </EmptyState>
      ) : (
        <>
          <PassageList label={say.t('log.title')} passages={passages} zone={hub.zone} />
          <div className="no-print flex flex-wrap items-center gap-x-6 gap-y-3 pt-5">
            {query.hasNextPage && (
              <Button isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {say.t('common.more')}
              </Button>
            )}
            {formats.map(([format, name]) => (
              <a
                key={format}
                className="inline-flex min-h-11 items-center"
                href={urlOf(exportPassages, { hubId: hub.id }, { ...filters, format })}
                download
              >
                {say.t('log.export', { format: name })}
              </a>
            ))}
            <span className="dense muted">{say.t('log.exported')}</span>
          </div>
        </>
      )}
    </>
  )
}
