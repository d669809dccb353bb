/** What stays are made of, as lines: doors, and corrections with who, when, why and what they changed. */
import type { ReactNode } from 'react'
import { dayOf } from '#platform/web/format.ts'
import { Button } from '#ui/button.tsx'
import { Tag } from '#ui/marks.tsx'
import type { StaySketch, TraceEntry } from '../../contract/schemas.ts'
import { useSay } from './say.tsx'

interface Where {
  readonly day: string
  readonly zone: string
}

export function useTraceWords() {
  const say = useSay()
  const { t } = say
  return {
    what: (entry: TraceEntry): string =>
      entry.kind === 'people'
        ? t('trace.people', { count: entry.people ?? 1 })
        : t(entry.isRestore ? 'trace.restored' : `trace.${entry.kind}`),
    whenMade: (entry: TraceEntry, zone: string): string =>
      entry.madeAt === null ? '' : `${say.day(dayOf(entry.madeAt, zone))} ${say.time(entry.madeAt, zone)}`,
    sketch: (stay: StaySketch, { day, zone }: Where): string => {
      const entered = stay.isEntryKnown ? say.timeOn(stay.enteredAt, day, zone) : t('stays.unknown')
      const left =
        stay.leftAt === null ? t('stays.here') : stay.closedBy === 'rule' ? t('stays.unknown') : say.timeOn(stay.leftAt, day, zone)
      return [`${entered}–${left}`, say.place(stay), stay.people > 1 || !stay.isCountSure ? say.people(stay) : ''].filter(Boolean).join(' ')
    },
  }
}

export function TraceList({
  entries,
  day,
  zone,
  actOf,
}: Where & { entries: readonly TraceEntry[]; actOf?: (entry: TraceEntry) => ReactNode }) {
  const say = useSay()
  const { t } = say
  const words = useTraceWords()
  return (
    <ol className="border-t border-rule">
      {entries.map((entry) => (
        <li key={entry.id} className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 border-b border-rule py-2">
          <div className="min-w-0 flex-1">
            <p>
              <b className={entry.isVoided ? 'line-through' : undefined}>
                <span className="n">{say.timeOn(entry.at, day, zone)}</span>
                {'\u3000'}
                {words.what(entry)}
              </b>{' '}
              <Tag>{t(entry.source === 'door' ? 'trace.door' : 'trace.desk')}</Tag>
            </p>
            <p className="dense muted empty:hidden">
              {[entry.spaceNames === null ? '' : say.local(entry.spaceNames), entry.isVoided ? t('trace.voided') : '']
                .filter(Boolean)
                .join(' / ')}
            </p>
            {entry.reason !== null && (
              <p className="dense">
                {entry.reason} <span className="muted">{t('trace.byWhom', { name: entry.by ?? '', at: words.whenMade(entry, zone) })}</span>
              </p>
            )}
            <Change entry={entry} day={day} zone={zone} />
          </div>
          {actOf?.(entry)}
        </li>
      ))}
    </ol>
  )
}

/** Before and after, side by side; nothing where the correction made no difference. */
export function Change({ entry: { change }, ...where }: Where & { entry: TraceEntry }) {
  const { t } = useSay()
  const words = useTraceWords()
  if (change === null || (change.before.length === 0 && change.after.length === 0)) return null
  const list = (stays: readonly StaySketch[]): string[] =>
    stays.length === 0 ? [t('trace.none')] : stays.map((stay) => words.sketch(stay, where))
  return (
    <dl className="dense grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 pt-1">
      <dt className="muted">{t('trace.before')}</dt>
      <dd>{list(change.before).join(t('trace.and'))}</dd>
      <dt className="muted">{t('trace.after')}</dt>
      <dd>{list(change.after).join(t('trace.and'))}</dd>
    </dl>
  )
}

/** Strikes an entry out, or puts back what a strike took away. */
export function StrikeButton({ entry, onStrike }: { entry: TraceEntry; onStrike: (entry: TraceEntry) => void }) {
  const { t } = useSay()
  if (entry.isVoided || entry.isRestore) return null
  return (
    <Button size="small" onClick={() => onStrike(entry)}>
      {t(entry.kind === 'void' ? 'trace.restore' : 'trace.strike')}
    </Button>
  )
}
