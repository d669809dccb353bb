/** A period's pictures with their tables. Every figure opens the bookings it is made of. */
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { DataTable, type Column } from '#ui/data-table.tsx'
import { SectionHead } from '#ui/marks.tsx'
import { Skeleton } from '#ui/states.tsx'
import type { UseFigures, UseReport } from '../../../contract/use/schemas.ts'
import type { Part, Period } from '../../use/queries.ts'
import { useSay } from '../say.tsx'
import { Figures, grouped, rateOf, sayHours, sayRate } from './figures.tsx'
import { Heat } from './heat.tsx'
import { monthRange } from './period-model.tsx'
import { Records, type Opened } from './records.tsx'

const MonthChart = lazy(() => import('./charts.tsx').then((file) => ({ default: file.MonthChart })))
const RateChart = lazy(() => import('./charts.tsx').then((file) => ({ default: file.RateChart })))
const NamedBars = lazy(() => import('./charts.tsx').then((file) => ({ default: file.NamedBars })))

const shownBars = 12

export function Report({ report, period }: { report: UseReport; period: Period }) {
  const say = useSay()
  const [opened, setOpened] = useState<Opened | undefined>(undefined)
  const open = (title: string, part: Part): void => setOpened({ title, part })
  const spaces = report.spaces.filter((one) => !one.isEquipment)
  const equipment = report.spaces.filter((one) => one.isEquipment)
  const nameOf = (one: UseReport['spaces'][number]): string => say.local(one.name)
  // over more than a year the same month comes twice
  const isLong = report.months.length > 12
  const monthName = (month: string): string => {
    if (isLong) return month.slice(2).replace('-', '/')
    const name = new Intl.DateTimeFormat(say.language, { month: say.language === 'ja' ? 'numeric' : 'short', timeZone: 'UTC' })
    return name.format(new Date(`${month}-15T00:00:00Z`))
  }
  const openMonth = (month: string): void => open(monthName(month), { outcome: 'used', ...within(monthRange(month), period) })
  const openSpace = (targetId: string): void => {
    const found = report.spaces.find((one) => one.targetId === targetId)
    open(found === undefined ? '' : nameOf(found), { outcome: 'used', targetId })
  }
  const openHour = (hour: number): void => open(say.t('use.hourRange', { from: hour, to: hour + 1 }), { outcome: 'used', hour })
  const engagementName = (type: string | null): string =>
    type === null ? say.t('use.noEngagement') : say.t('use.engagementName', { type })
  const openEngagement = (type: string | null): void =>
    open(engagementName(type), { outcome: 'used', engagement: (type ?? 'none') as 'A' | 'none' })
  const openHours = report.hours.filter((one) => one.openMinutes > 0)

  const figureColumns = <Row extends UseFigures>(onOpen: (row: Row) => void): readonly Column<Row>[] => [
    {
      key: 'visits',
      label: say.t('use.visits'),
      align: 'end',
      sortValue: (row) => row.visits,
      cell: (row) => <Opens onClick={() => onOpen(row)}>{grouped(row.visits)}</Opens>,
    },
    { key: 'persons', label: say.t('use.persons'), align: 'end', sortValue: (row) => row.persons, cell: (row) => grouped(row.persons) },
    { key: 'bookings', label: say.t('use.bookings'), align: 'end', sortValue: (row) => row.bookings, cell: (row) => grouped(row.bookings) },
    {
      key: 'rate',
      label: say.t('use.rate'),
      align: 'end',
      sortValue: (row) => rateOf(row.insideMinutes, row.openMinutes) ?? -1,
      cell: (row) => sayRate(say, row.insideMinutes, row.openMinutes),
    },
    {
      key: 'hours',
      label: say.t('use.bookedHours'),
      align: 'end',
      sortValue: (row) => row.bookedMinutes,
      cell: (row) => sayHours(say, row.bookedMinutes),
    },
  ]

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-12">
      <Figures total={report.total} onOpen={open} />
      <Pair id="use-months" title={say.t('use.monthly')}>
        <Drawn height={300}>
          <MonthChart
            label={say.t('use.chartMonths')}
            visits={say.t('use.visits')}
            rate={say.t('use.rate')}
            points={report.months.map((one) => ({
              key: one.month,
              label: monthName(one.month),
              visits: one.visits,
              rate: rounded(rateOf(one.insideMinutes, one.openMinutes)),
            }))}
            onOpen={openMonth}
          />
        </Drawn>
        <DataTable
          caption={say.t('use.monthly')}
          isCaptionHidden
          rows={report.months}
          rowKey={(one) => one.month}
          columns={[
            {
              key: 'month',
              label: say.t('use.month'),
              isRowHead: true,
              cell: (one) => monthName(one.month),
              sortValue: (one) => one.month,
            },
            ...figureColumns<(typeof report.months)[number]>((one) => openMonth(one.month)),
          ]}
        />
      </Pair>
      <Pair id="use-spaces" title={say.t('use.spaces')}>
        <Drawn height={Math.min(shownBars, spaces.length) * 44 + 16}>
          <NamedBars
            label={say.t('use.chartSpaces')}
            most={100}
            points={spaces.slice(0, shownBars).map((one) => ({
              key: one.targetId,
              label: nameOf(one),
              value: rounded(rateOf(one.insideMinutes, one.openMinutes)) ?? 0,
              said: sayRate(say, one.insideMinutes, one.openMinutes),
            }))}
            onOpen={openSpace}
          />
        </Drawn>
        <DataTable
          caption={say.t('use.spaces')}
          isCaptionHidden
          rows={spaces}
          rowKey={(one) => one.targetId}
          columns={[
            {
              key: 'space',
              label: say.t('use.space'),
              isRowHead: true,
              cell: (one) => (period.hubId === undefined ? `${say.local(one.hubName)} ${nameOf(one)}` : nameOf(one)),
              sortValue: nameOf,
            },
            ...figureColumns<(typeof spaces)[number]>((one) => openSpace(one.targetId)),
          ]}
        />
      </Pair>
      <Pair id="use-hours" title={say.t('use.byHour')}>
        <Drawn height={240}>
          <RateChart
            label={say.t('use.chartHours')}
            points={openHours.map((one) => {
              const rate = rateOf(one.insideMinutes, one.openMinutes) ?? 0
              return {
                key: String(one.hour),
                label: say.t('use.hourAxis', { hour: one.hour }),
                value: rounded(rate) ?? 0,
                said: String(Math.round(rate)),
              }
            })}
            onOpen={(hour) => openHour(Number(hour))}
          />
        </Drawn>
        <DataTable
          caption={say.t('use.byHour')}
          isCaptionHidden
          rows={openHours}
          rowKey={(one) => String(one.hour)}
          columns={[
            {
              key: 'hour',
              label: say.t('use.hour'),
              isRowHead: true,
              cell: (one) => say.t('use.hourRange', { from: one.hour, to: one.hour + 1 }),
            },
            {
              key: 'rate',
              label: say.t('use.rate'),
              align: 'end',
              cell: (one) => <Opens onClick={() => openHour(one.hour)}>{sayRate(say, one.insideMinutes, one.openMinutes)}</Opens>,
            },
            { key: 'hours', label: say.t('use.bookedHours'), align: 'end', cell: (one) => sayHours(say, one.bookedMinutes) },
            { key: 'people', label: say.t('use.file.people'), align: 'end', cell: (one) => grouped(one.people) },
          ]}
        />
      </Pair>
      <section aria-labelledby="use-week">
        <SectionHead id="use-week" title={say.t('use.byWeekday')} />
        <Heat
          report={report}
          onOpen={({ weekday, hour }) =>
            open(`${say.t(`use.weekdays.d${weekday}` as 'use.weekdays.d1')} ${say.t('use.hourRange', { from: hour, to: hour + 1 })}`, {
              outcome: 'used',
              weekday,
              hour,
            })
          }
        />
      </section>
      <Pair id="use-types" title={say.t('use.engagements')}>
        <Drawn height={report.engagements.length * 44 + 16}>
          <NamedBars
            label={say.t('use.chartEngagements')}
            points={report.engagements.map((one) => ({
              key: one.engagement ?? '',
              label: engagementName(one.engagement),
              value: one.visits,
              said: grouped(one.visits),
            }))}
            onOpen={(type) => openEngagement(type === '' ? null : type)}
          />
        </Drawn>
        <DataTable
          caption={say.t('use.engagements')}
          isCaptionHidden
          rows={report.engagements}
          rowKey={(one) => one.engagement ?? ''}
          columns={[
            { key: 'type', label: say.t('use.engagement'), isRowHead: true, cell: (one) => engagementName(one.engagement) },
            {
              key: 'visits',
              label: say.t('use.visits'),
              align: 'end',
              cell: (one) => <Opens onClick={() => openEngagement(one.engagement)}>{grouped(one.visits)}</Opens>,
            },
            { key: 'persons', label: say.t('use.persons'), align: 'end', cell: (one) => grouped(one.persons) },
          ]}
        />
      </Pair>
      <section aria-labelledby="use-organisations">
        <SectionHead id="use-organisations" title={say.t('use.organisations')} />
        <DataTable
          caption={say.t('use.organisations')}
          isCaptionHidden
          rows={report.organisations}
          rowKey={(one) => one.organisationId ?? ''}
          columns={[
            {
              key: 'organisation',
              label: say.t('use.organisation'),
              isRowHead: true,
              cell: (one) => (one.organisationId === null ? say.t('use.noOrganisation') : one.name),
            },
            {
              key: 'visits',
              label: say.t('use.visits'),
              align: 'end',
              sortValue: (one) => one.visits,
              cell: (one) => (
                <Opens
                  onClick={() =>
                    open(one.organisationId === null ? say.t('use.noOrganisation') : one.name, {
                      outcome: 'used',
                      organisationId: one.organisationId ?? 'none',
                    })
                  }
                >
                  {grouped(one.visits)}
                </Opens>
              ),
            },
            {
              key: 'persons',
              label: say.t('use.persons'),
              align: 'end',
              sortValue: (one) => one.persons,
              cell: (one) => grouped(one.persons),
            },
          ]}
        />
      </section>
      {equipment.length > 0 && (
        <section aria-labelledby="use-equipment">
          <SectionHead id="use-equipment" title={say.t('use.equipment')} />
          <DataTable
            caption={say.t('use.equipment')}
            isCaptionHidden
            rows={equipment}
            rowKey={(one) => one.targetId}
            columns={[
              { key: 'name', label: say.t('use.equipment'), isRowHead: true, cell: nameOf },
              ...figureColumns<(typeof equipment)[number]>((one) => openSpace(one.targetId)),
            ]}
          />
        </section>
      )}
      <Records period={period} opened={opened} onClose={() => setOpened(undefined)} />
    </div>
  )
}

const rounded = (rate: number | null): number | null => (rate === null ? null : Math.round(rate * 10) / 10)

/** A month of a period that begins or ends within it. */
const within = (range: { from: string; to: string }, period: Period) => ({
  from: range.from < period.from ? period.from : range.from,
  to: range.to > period.to ? period.to : range.to,
})

function Opens({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  const say = useSay()
  return (
    <button type="button" className="use-open" onClick={onClick}>
      {children}
      <span className="sr">{say.t('use.openRecords')}</span>
    </button>
  )
}

/** The picture first, its table beside it where there is room. */
function Pair({ id, title, children }: { id: string; title: string; children: readonly [ReactNode, ReactNode] }) {
  return (
    <section aria-labelledby={id}>
      <SectionHead id={id} title={title} />
      <div className="use-pair">
        <div className="use-drawn min-w-0">{children[0]}</div>
        <div className="min-w-0">{children[1]}</div>
      </div>
    </section>
  )
}

function Drawn({ height, children }: { height: number; children: ReactNode }) {
  return <Suspense fallback={<Skeleton height={`${height}px`} />}>{children}</Suspense>
}
