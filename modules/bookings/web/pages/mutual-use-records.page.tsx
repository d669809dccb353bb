/** Use across the wall: own members at partners' hubs, partners' members here; totals, the bookings behind them, a file. */
import { today as todayIn } from '#platform/web/format.ts'
import { saveFile } from '#platform/web/client.ts'
import { SettingsFrame } from '#platform/web/pages/settings-frame.tsx'
import { ProblemState, useProblemText } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { FieldError, RadioChips, TextField } from '#ui/fields.tsx'
import { Link } from '#ui/link.tsx'
import { SectionHead } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import type { MutualUseRecord, MutualUseRecords } from '../../contract/mutual-use/schemas.ts'
import { BookingStateMark, stateOfBooking, useSay } from '../components/say.tsx'
import { useClock } from '../components/use-clock.tsx'
import { useSearchState } from '../components/use-search-state.tsx'
import { recordsFileUrl, useMutualUseRecords, type RecordsPeriod } from '../mutual-use/queries.ts'

const dayMs = 86_400_000

export function MutualUseRecordsPage() {
  const say = useSay()
  const why = useProblemText()
  const { toast } = useToast()
  const { search, change } = useSearchState()
  const today = todayIn()
  // the fiscal year begins in April
  const year = Number(today.slice(0, 4)) - (today.slice(5) < '04-01' ? 1 : 0)
  const period: RecordsPeriod = {
    side: search['side'] === 'theirs' ? 'theirs' : 'ours',
    from: isDay(search['from']) ? search['from'] : `${year}-04-01`,
    to: isDay(search['to']) ? search['to'] : `${year + 1}-03-31`,
  }
  const isPossible = period.from <= period.to && Date.parse(period.to) - Date.parse(period.from) <= 732 * dayMs
  const records = useMutualUseRecords(period, isPossible)
  const save = (format: 'xlsx' | 'csv') =>
    void saveFile(recordsFileUrl(period, format), `${say.t('mutualUse.records.title')}_${period.from}_${period.to}.${format}`).catch(
      (error: unknown) => toast(why(error)),
    )
  const items = records.data?.pages.flatMap((page) => page.items) ?? []
  const totals = records.data?.pages[0]?.totals ?? []
  return (
    <SettingsFrame title={say.t('mutualUse.records.title')}>
      <p className="max-w-3xl">{say.t('mutualUse.records.lead')}</p>
      <p className="mb-4">
        <Link to="/settings/mutual-use" className="inline-flex min-h-11 items-center">
          {say.t('mutualUse.records.agreements')}
        </Link>
      </p>
      <div className="no-print grid gap-4 pb-8">
        <RadioChips
          legend={say.t('mutualUse.records.which')}
          layout="flow"
          value={period.side}
          onChange={(side) => change({ side: side === 'theirs' ? 'theirs' : undefined }, { replace: true })}
          choices={(['ours', 'theirs'] as const).map((value) => ({ value, label: say.t(`mutualUse.side.${value}`) }))}
        />
        <div className="flex flex-wrap items-end gap-4">
          <TextField
            label={say.t('mutualUse.records.from')}
            type="date"
            value={period.from}
            onChange={(from) => change({ from }, { replace: true })}
          />
          <TextField
            label={say.t('mutualUse.records.to')}
            type="date"
            value={period.to}
            onChange={(to) => change({ to }, { replace: true })}
          />
          {items.length > 0 && (
            <>
              <Button kind="quiet" icon="download" onClick={() => save('xlsx')}>
                {say.t('mutualUse.records.excel')}
              </Button>
              <Button kind="quiet" icon="download" onClick={() => save('csv')}>
                {say.t('mutualUse.records.csv')}
              </Button>
            </>
          )}
        </div>
        <FieldError error={isPossible ? undefined : say.t('mutualUse.records.wrongDays')} />
      </div>
      {!isPossible ? null : records.data === undefined ? (
        records.error === null ? (
          <SkeletonLines count={6} label={say.t('booking.loading')} />
        ) : (
          <ProblemState error={records.error} onRetry={() => void records.refetch()} isRetrying={records.isFetching} />
        )
      ) : items.length === 0 ? (
        <EmptyState icon="calendar" title={say.t('mutualUse.records.none')}>
          {say.t('mutualUse.records.noneHint')}
        </EmptyState>
      ) : (
        <div className="grid gap-10">
          <section className="min-w-0">
            <SectionHead
              title={say.t('mutualUse.records.totals')}
              aside={<span className="dense muted">{say.t('mutualUse.records.totalsNote')}</span>}
            />
            <Totals totals={totals} />
          </section>
          <section className="min-w-0">
            <SectionHead title={say.t('mutualUse.records.bookings')} />
            <Records items={items} />
            {records.hasNextPage && (
              <div className="pt-4">
                <Button isBusy={records.isFetchingNextPage} onClick={() => void records.fetchNextPage()}>
                  {say.t('mutualUse.records.more')}
                </Button>
              </div>
            )}
          </section>
        </div>
      )}
    </SettingsFrame>
  )
}

const isDay = (text: string | undefined): text is string => /^\d{4}-\d\d-\d\d$/.test(text ?? '')

/** Wide enough to be read on a telephone, where the table scrolls by itself. */
const Wide = ({ children }: { children: string }) => <span className="inline-block min-w-32">{children}</span>

function Totals({ totals }: { totals: MutualUseRecords['totals'] }) {
  const say = useSay()
  return (
    <DataTable
      caption={say.t('mutualUse.records.totals')}
      isCaptionHidden
      rows={totals}
      rowKey={(row) => `${row.partner.key} ${row.hub.key}`}
      locale={say.language}
      columns={[
        {
          key: 'partner',
          label: say.t('mutualUse.head.partner'),
          cell: (row) => <Wide>{say.local(row.partner.names)}</Wide>,
          isRowHead: true,
        },
        { key: 'hub', label: say.t('mutualUse.head.hub'), cell: (row) => <Wide>{say.local(row.hub.names)}</Wide> },
        {
          key: 'bookings',
          label: say.t('mutualUse.head.bookings'),
          align: 'end',
          cell: (row) => say.t('mutualUse.count', { count: row.bookings }),
          sortValue: (row) => row.bookings,
        },
        {
          key: 'persons',
          label: say.t('mutualUse.head.persons'),
          align: 'end',
          cell: (row) => say.t('mutualUse.persons', { count: row.people }),
          sortValue: (row) => row.people,
        },
        {
          key: 'hours',
          label: say.t('mutualUse.head.hours'),
          align: 'end',
          cell: (row) => <span className="whitespace-nowrap">{say.t('mutualUse.hours', { hours: Math.round(row.minutes / 6) / 10 })}</span>,
          sortValue: (row) => row.minutes,
        },
        {
          key: 'fee',
          label: say.t('mutualUse.head.fee'),
          align: 'end',
          cell: (row) => say.fee(row.feeYen),
          sortValue: (row) => row.feeYen,
        },
      ]}
    />
  )
}

function Records({ items }: { items: readonly MutualUseRecord[] }) {
  const say = useSay()
  const now = useClock(undefined, 0)
  const hasNames = items.some((item) => item.name !== '')
  return (
    <DataTable
      caption={say.t('mutualUse.records.bookings')}
      isCaptionHidden
      rows={items}
      rowKey={(row) => row.bookingId}
      locale={say.language}
      columns={[
        {
          key: 'when',
          label: say.t('mutualUse.head.when'),
          cell: (row) => <Wide>{say.dayAndRange(row.startsAt, row.endsAt, row.timeZone)}</Wide>,
          sortValue: (row) => Date.parse(row.startsAt),
          isRowHead: true,
        },
        { key: 'partner', label: say.t('mutualUse.head.partner'), cell: (row) => <Wide>{say.local(row.partner.names)}</Wide> },
        { key: 'hub', label: say.t('mutualUse.head.hub'), cell: (row) => <Wide>{say.local(row.hub.names)}</Wide> },
        { key: 'place', label: say.t('mutualUse.head.place'), cell: (row) => <Wide>{say.local(row.placeName)}</Wide> },
        ...(hasNames ? [{ key: 'who', label: say.t('mutualUse.head.who'), cell: (row: MutualUseRecord) => say.bareName(row.name) }] : []),
        {
          key: 'status',
          label: say.t('mutualUse.head.status'),
          cell: (row) => (
            <span className="whitespace-nowrap">
              <BookingStateMark state={stateOfBooking({ ...row, provisionalUntil: null }, now)} />
            </span>
          ),
        },
        {
          key: 'fee',
          label: say.t('mutualUse.head.fee'),
          align: 'end',
          cell: (row) => say.fee(row.feeYen),
          sortValue: (row) => row.feeYen,
        },
      ]}
    />
  )
}
