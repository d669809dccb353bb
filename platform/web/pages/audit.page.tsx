/** Settings, Audit log: who did what, when and why, as sentences; narrowed by kind, by person or by what it is about. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ResponseOf } from '#platform/contract/endpoint.ts'
import { listAudit } from '#platform/contract/endpoints.ts'
import { Button } from '#ui/button.tsx'
import { Select } from '#ui/fields.tsx'
import { Icon } from '#ui/icon.tsx'
import { Link } from '#ui/link.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { call, keyOf } from '../client.ts'
import { dayOf, formatDay, formatTime } from '../format.ts'
import { useLanguage } from '../language.ts'
import { ProblemState } from '../shell/page.tsx'
import { usePlatformTexts } from '../shell/words.tsx'
import { useNarrowing } from './address.ts'
import { useAuditSentences } from './audit-sentences.ts'
import { Fact, Facts } from './facts.tsx'
import { SettingsFrame } from './settings-frame.tsx'

type Entry = ResponseOf<typeof listAudit>['items'][number]

const isId = (text: string | undefined): text is string => text !== undefined && /^[0-9a-f-]{36}$/.test(text)

export function AuditPage() {
  const t = usePlatformTexts()
  const [narrowing, narrow] = useNarrowing()
  const sentences = useAuditSentences()
  const { type, by, about } = narrowing
  const query = {
    ...(type === undefined ? {} : { type }),
    ...(isId(by) ? { accountId: by } : {}),
    ...(isId(about) ? { subjectId: about } : {}),
  }
  const list = useInfiniteQuery({
    queryKey: keyOf(listAudit, { query }),
    queryFn: ({ pageParam }) => call(listAudit, { query: { ...query, ...(pageParam === '' ? {} : { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
  const entries = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const days = useMemo(() => Object.entries(Object.groupBy(entries, (entry) => dayOf(entry.at))), [entries])
  const person = isId(by) ? (entries.find((entry) => entry.actorAccountId === by)?.actorName ?? t('auditLog.forgotten')) : undefined
  const clear = <Button onClick={() => narrow({ type: '', by: '', about: '' })}>{t('auditLog.clear')}</Button>
  return (
    <SettingsFrame title={t('auditLog.title')}>
      <p className="muted">{t('auditLog.permanent')}</p>
      <div className="my-5 flex flex-wrap items-end gap-x-8 gap-y-4">
        <div className="w-full max-w-sm">
          <Select
            label={t('auditLog.kind')}
            value={type ?? ''}
            onChange={(value) => narrow({ type: value })}
            choices={[{ value: '', label: t('auditLog.allKinds') }, ...kindChoices(sentences, type)]}
          />
        </div>
        {(person !== undefined || isId(about)) && (
          <p className="flex flex-wrap items-center gap-4" role="status">
            {person === undefined ? t('auditLog.onlySubject') : t('auditLog.onlyPerson', { name: person })}
            {clear}
          </p>
        )}
      </div>
      {list.isError ? (
        <ProblemState error={list.error} onRetry={() => void list.refetch()} isRetrying={list.isFetching} />
      ) : list.isPending ? (
        <SkeletonLines count={8} label={t('public.loading')} />
      ) : entries.length === 0 ? (
        Object.keys(query).length > 0 ? (
          <EmptyState icon="search" title={t('auditLog.noneTitle')} act={clear} />
        ) : (
          <EmptyState icon="list" title={t('auditLog.emptyTitle')} />
        )
      ) : (
        <>
          {days.map(([day, ofDay]) => (
            <DayOfEntries key={day} day={day} entries={ofDay ?? []} sentences={sentences} />
          ))}
          {list.hasNextPage && (
            <Button isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('common.showMore')}
            </Button>
          )}
        </>
      )}
    </SettingsFrame>
  )
}

/** A kind that came with the address but has no sentence here stays choosable: an older or newer module wrote it. */
function kindChoices(sentences: ReadonlyMap<string, string>, chosen: string | undefined): { value: string; label: string }[] {
  const known = [...sentences].map(([value, label]) => ({ value, label }))
  return chosen === undefined || sentences.has(chosen) ? known : [...known, { value: chosen, label: chosen }]
}

function DayOfEntries({ day, entries, sentences }: { day: string; entries: readonly Entry[]; sentences: ReadonlyMap<string, string> }) {
  const language = useLanguage()
  return (
    <section className="mb-10">
      <h2 className="border-b border-ink pb-2 text-[1.125rem]">{formatDay(day, language, { hasYear: true })}</h2>
      <ol>
        {entries.map((entry) => (
          <EntryRow key={entry.id} entry={entry} sentence={sentences.get(entry.type) ?? entry.type} />
        ))}
      </ol>
    </section>
  )
}

/** A press on the row opens what was recorded with it. */
function EntryRow({ entry, sentence }: { entry: Entry; sentence: string }) {
  const t = usePlatformTexts()
  return (
    <li className="border-b border-rule leading-normal">
      <details className="group">
        <summary className="grid min-h-12 cursor-pointer grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-6 gap-y-1 py-2 hover:bg-band md:grid-cols-[4rem_14rem_minmax(0,1fr)_auto]">
          <time className="dense muted" dateTime={entry.at}>
            {formatTime(entry.at)}
          </time>
          <ActorName entry={entry} />
          <span className="min-w-0 max-md:col-span-2 max-md:row-start-2">
            <b>{sentence}</b>
            {entry.reason !== null && <span className="block">{t('auditLog.reason', { reason: entry.reason })}</span>}
          </span>
          <Icon name="down" className="text-ink-3 group-open:rotate-180 max-md:col-start-3 max-md:row-start-1" />
        </summary>
        <div className="pb-4 md:ps-[5.5rem]">
          <Details entry={entry} />
        </div>
      </details>
    </li>
  )
}

function useActorName(): (entry: Entry) => string {
  const t = usePlatformTexts()
  return (entry) => {
    if (entry.actorKind === 'system') return t('auditLog.system')
    if (entry.actorKind === 'guest') return t('auditLog.guest')
    if (entry.actorAccountId === null) return t('auditLog.stranger')
    return entry.actorName ?? t('auditLog.forgotten')
  }
}

function ActorName({ entry }: { entry: Entry }) {
  const nameOf = useActorName()
  return <span className={entry.actorAccountId === null ? 'muted min-w-0' : 'min-w-0'}>{nameOf(entry)}</span>
}

function Details({ entry }: { entry: Entry }) {
  const t = usePlatformTexts()
  const nameOf = useActorName()
  return (
    <Facts isDense>
      <Fact name={t('auditLog.code')}>
        <code>{entry.type}</code>
      </Fact>
      {entry.actorAccountId !== null && (
        <Fact name={t('auditLog.who')}>
          <Link to="/settings/audit" search={{ by: entry.actorAccountId }} className="inline-flex min-h-11 items-center">
            {t('auditLog.byPerson', { name: nameOf(entry) })}
          </Link>
        </Fact>
      )}
      {entry.subjectId !== null && (
        <Fact name={t('auditLog.subject')}>
          <code className="break-all">{entry.subjectId}</code>
          <br />
          <Link to="/settings/audit" search={{ about: entry.subjectId }} className="inline-flex min-h-11 items-center">
            {t('auditLog.bySubject')}
          </Link>
        </Fact>
      )}
      {Object.entries(entry.payload).map(([name, value]) => (
        <Fact key={name} name={<code>{name}</code>}>
          <code className="break-all whitespace-pre-wrap">{typeof value === 'string' ? value : JSON.stringify(value)}</code>
        </Fact>
      ))}
    </Facts>
  )
}
