/** Who may enter now and next, at this door or any, and by what. The question about one person stands with each door. */
import type { DeskHub } from '#modules/hubs/web/index.ts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { urlOf } from '#platform/contract/client.ts'
import { dayOf, formatTime, instantAt, minutesOfTime } from '#platform/web/format.ts'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { Select, TextField } from '#ui/fields.tsx'
import { Link } from '#ui/link.tsx'
import { Note, StateMark } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { exportEntrants } from '../../contract/endpoints.ts'
import type { Entrant } from '../../contract/grant/schemas.ts'
import type { GrantSourceKind } from '../../contract/schemas.ts'
import { DoorsDesk } from '../components/desk-views.tsx'
import { useSay } from '../components/say.tsx'
import { doorsQuery, useEntrants, type EntrantFilters } from '../queries.ts'

export function EntrantsPage() {
  const say = useSay()
  return (
    <DoorsDesk name={say.t('entrants.title')} title={() => say.t('entrants.title')}>
      {(hub) => <Entrants hub={hub} />}
    </DoorsDesk>
  )
}

const formats = [
  ['csv', 'CSV'],
  ['xlsx', 'Excel'],
] as const
/** Long enough that a word typed at once is one question. */
const pauseMs = 250
const sources = ['booking', 'lease', 'role', 'event', 'visit'] as const satisfies readonly GrantSourceKind[]

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

function Entrants({ hub }: { hub: DeskHub }) {
  const say = useSay()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as Record<string, unknown>
  const doors = (useQuery(doorsQuery(hub.id)).data?.items ?? []).filter((door) => door.retiredAt === null)
  const [day, time, doorId, q] = [textOf(search['day']), textOf(search['time']), textOf(search['door']), textOf(search['q'])]
  const source = sources.find((each) => each === search['source'])
  const [typed, setTyped] = useState(q)
  // Chosen things stand in the address: it can be sent, reloaded, and the back button undoes it.
  const change = (part: Record<string, string>): void =>
    void navigate({
      to: '.',
      search: (before: Record<string, unknown>) =>
        Object.fromEntries(Object.entries({ ...before, ...part }).filter(([, value]) => value !== '')),
      replace: true,
      resetScroll: false,
    } as never)
  useEffect(() => {
    const timer = setTimeout(() => {
      if (typed.trim() !== q) change({ q: typed.trim() })
    }, pauseMs)
    return () => clearTimeout(timer)
  })
  const isThen = day !== '' || time !== ''
  const filters: EntrantFilters = {
    ...(isThen ? { from: instantAt(day === '' ? dayOf(Date.now(), hub.zone) : day, time === '' ? 0 : minutesOfTime(time), hub.zone) } : {}),
    ...(doorId === '' ? {} : { doorId }),
    ...(source === undefined ? {} : { source }),
    ...(q === '' ? {} : { q }),
  }
  const query = useEntrants(hub.id, filters)
  const entrants = query.data?.pages.flatMap((page) => page.items)
  const shown = doors.filter((door) => doorId === '' || door.id === doorId)
  const hasFilter = doorId !== '' || source !== undefined || q !== ''
  return (
    <>
      <p className="muted pb-4">{say.t('entrants.lead')}</p>
      <div className="no-print grid grid-cols-2 items-end gap-4 pb-4 lg:grid-cols-5">
        <div className="col-span-2 lg:col-span-1">
          <TextField label={say.t('entrants.search')} type="search" value={typed} maxLength={100} autoComplete="off" onChange={setTyped} />
        </div>
        <Select
          label={say.t('log.door')}
          value={doorId}
          onChange={(value) => change({ door: value })}
          choices={[
            { value: '', label: say.t('entrants.allDoors') },
            ...doors.map((door) => ({ value: door.id, label: say.local(door.names) })),
          ]}
        />
        <Select
          label={say.t('entrants.source')}
          value={source ?? ''}
          onChange={(value) => change({ source: value })}
          choices={[{ value: '', label: say.t('log.all') }, ...sources.map((each) => ({ value: each, label: say.t(`sources.${each}`) }))]}
        />
        <TextField label={say.t('entrants.day')} type="date" value={day} onChange={(value) => change({ day: value })} />
        <TextField label={say.t('entrants.time')} type="time" value={time} onChange={(value) => change({ time: value })} />
      </div>
      {isThen && (
        <p className="no-print pb-4">
          <Button size="small" icon="return" onClick={() => change({ day: '', time: '' })}>
            {say.t('entrants.now')}
          </Button>
        </p>
      )}
      {shown.some((door) => door.mode !== 'normal') && (
        <div className="pb-4">
          <Note tone="wait">
            {shown.some((door) => door.mode === 'lock-down') && <p>{say.t('entrants.isClosed')}</p>}
            {shown.some((door) => door.mode === 'open-all') && <p>{say.t('entrants.isOpenToAll')}</p>}
          </Note>
        </div>
      )}
      {entrants === undefined ? (
        query.error === null ? (
          <SkeletonLines count={8} label={say.t('common.loading')} />
        ) : (
          <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
        )
      ) : entrants.length === 0 ? (
        <EmptyState icon="people" title={say.t(hasFilter ? 'entrants.noneFound' : 'entrants.none')}>
          {say.t('entrants.noneHint')}
        </EmptyState>
      ) : (
        <>
          <ul className="border-t border-rule" aria-label={say.t('entrants.title')}>
            {entrants.map((entrant) => (
              <EntrantRow key={entrant.grantId} hub={hub} entrant={entrant} isThen={isThen} isDoorHidden={doorId !== ''} />
            ))}
          </ul>
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
                href={urlOf(exportEntrants, { hubId: hub.id }, { ...filters, format })}
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

/** A contract is from day to day, last day included; its hours say nothing. */
const longSpanMs = 7 * 24 * 60 * 60_000
/** Names of so many doors; the rest is a number. */
const shownDoors = 3

function EntrantRow({ hub, entrant, isThen, isDoorHidden }: { hub: DeskHub; entrant: Entrant; isThen: boolean; isDoorHidden: boolean }) {
  const say = useSay()
  const { from, until } = entrant
  const hidden = entrant.doors.length - shownDoors
  const when =
    from === null || until === null
      ? say.t('entrants.always')
      : dayOf(from, hub.zone) === dayOf(until, hub.zone)
        ? say.dayAndRange(from, until, hub.zone)
        : Date.parse(until) - Date.parse(from) > longSpanMs
          ? say.t('entrants.span', { from: say.dayWithYear(from, hub.zone), until: say.dayWithYear(Date.parse(until) - 1, hub.zone) })
          : say.t('entrants.span', { from: say.instant(from, hub.zone), until: say.instant(until, hub.zone) })
  return (
    <li className="grid gap-x-6 gap-y-0.5 border-b border-rule py-2.5 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_10rem]">
      <div className="min-w-0">
        <p className="font-bold break-words">{say.name(entrant.subject.name)}</p>
        <p className="dense muted">{say.facts([entrant.subject.organisation ?? '', say.t(`cards.of.${entrant.subject.kind}`)])}</p>
      </div>
      <div className="min-w-0">
        <p className="tabular-nums">{when}</p>
        <p className="dense muted">
          {say.facts([
            say.t(`sources.${entrant.source.kind}`),
            isDoorHidden
              ? ''
              : entrant.doors
                  .slice(0, shownDoors)
                  .map((door) => say.local(door.names))
                  .join(say.language === 'ja' ? '・' : ', '),
            isDoorHidden || hidden <= 0 ? '' : say.t('entrants.more', { count: hidden }),
          ])}{' '}
          {entrant.source.kind === 'booking' && (
            <Link to={`/operate/${hub.key}/bookings/${entrant.source.id}`} className="inline-flex min-h-6 items-center">
              {say.t('entrants.booking')}
            </Link>
          )}
        </p>
      </div>
      <p className="md:text-right">
        <StateMark tone={entrant.isNow ? 'ok' : 'wait'} icon={entrant.isNow ? 'check' : 'hourglass'}>
          {entrant.isNow || from === null
            ? say.t(isThen ? 'entrants.isThen' : 'entrants.isNow')
            : say.t('entrants.next', { time: formatTime(from, hub.zone) })}
        </StateMark>
      </p>
    </li>
  )
}
