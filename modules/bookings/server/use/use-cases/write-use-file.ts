/** The figures as offices hand them on: Excel with a sheet for each view, or days and spaces as CSV. */
import type { FileAnswer } from '#platform/server/module.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { writeCsv, writeXlsx, xlsxType, type SheetCell, type SheetTable } from '#platform/server/sheets.ts'
import { placeNames, requireHub } from '#modules/hubs/server/index.ts'
import type { UseFigures, UsePeriod, UseReport } from '../../../contract/use/schemas.ts'
import { localName, sayIn } from '../../mails/texts.ts'
import { listDays } from '../repository.ts'
import { reportUse } from './report-use.ts'

type Say = ReturnType<typeof sayIn>

export async function writeUseFile(scope: MemberScope, query: UsePeriod & { format: 'xlsx' | 'csv' }): Promise<FileAnswer> {
  const say = sayIn(scope.language)
  const hub = query.hubId === undefined ? undefined : await requireHub(scope, query.hubId)
  const name = [say('use.file.name'), hub === undefined ? '' : localName(hub.names, scope.language), `${query.from}_${query.to}`]
    .filter(Boolean)
    .join('_')
  if (query.format === 'csv')
    return { name: `${name}.csv`, mediaType: 'text/csv; charset=utf-8', content: writeCsv(await daysTable(scope, say, query)) }
  const report = await reportUse(scope, query)
  const tables = [...tablesOf(report, say, scope), await daysTable(scope, say, query)]
  return { name: `${name}.xlsx`, mediaType: xlsxType, content: await writeXlsx(tables) }
}

const hoursOf = (minutes: number): number => Math.round(minutes / 6) / 10
/** Per cent with one place; nothing where nothing was open. */
const rateOf = (inside: number, open: number): SheetCell => (open === 0 ? '' : Math.round((inside / open) * 1_000) / 10)

function figureHead(say: Say): string[] {
  return (['visits', 'persons', 'bookings', 'openHours', 'bookedHours', 'rate', 'noShows', 'cancellations', 'leadDays'] as const).map(
    (key) => say(`use.file.${key}`),
  )
}
const figureCells = (figures: UseFigures): SheetCell[] => [
  figures.visits,
  figures.persons,
  figures.bookings,
  hoursOf(figures.openMinutes),
  hoursOf(figures.bookedMinutes),
  rateOf(figures.insideMinutes, figures.openMinutes),
  figures.noShows,
  figures.cancellations,
  figures.leadMinutes === null ? '' : Math.round(figures.leadMinutes / 144) / 10,
]

function tablesOf(report: UseReport, say: Say, scope: MemberScope): SheetTable[] {
  const { rule } = report
  const named = (name: { ja: string; en?: string | undefined }) => localName(name, scope.language)
  return [
    {
      name: say('use.file.sheetTotal'),
      head: [say('use.file.period'), ...figureHead(say), say('use.file.rule')],
      rows: [
        [
          `${report.from} – ${report.to}`,
          ...figureCells(report.total),
          [
            say(`use.counts.${rule.counts}`),
            say(`use.per.${rule.per}`),
            say(rule.hasCompanions ? 'use.companions.with' : 'use.companions.without'),
          ].join(say('use.file.comma')),
        ],
      ],
    },
    {
      name: say('use.file.sheetMonths'),
      head: [say('use.month'), ...figureHead(say)],
      rows: report.months.map((one) => [one.month, ...figureCells(one)]),
    },
    {
      name: say('use.file.sheetSpaces'),
      head: [say('use.hub'), say('use.space'), ...figureHead(say)],
      rows: report.spaces.map((one) => [named(one.hubName), named(one.name), ...figureCells(one)]),
    },
    {
      name: say('use.file.sheetHours'),
      head: [say('use.hour'), say('use.file.openHours'), say('use.file.bookedHours'), say('use.file.rate'), say('use.file.people')],
      rows: report.hours.map((one) => [
        `${one.hour}:00–${one.hour + 1}:00`,
        hoursOf(one.openMinutes),
        hoursOf(one.bookedMinutes),
        rateOf(one.insideMinutes, one.openMinutes),
        one.people,
      ]),
    },
    {
      name: say('use.file.sheetWeekdays'),
      head: [say('use.weekday'), say('use.file.visits'), say('use.file.openHours'), say('use.file.rate')],
      rows: report.weekdays.map((one) => [
        say(`use.weekdays.d${one.weekday}` as 'use.weekdays.d1'),
        one.visits,
        hoursOf(one.openMinutes),
        rateOf(one.insideMinutes, one.openMinutes),
      ]),
    },
    {
      name: say('use.file.sheetEngagements'),
      head: [say('use.engagement'), say('use.file.visits'), say('use.file.persons')],
      rows: report.engagements.map((one) => [one.engagement ?? say('use.noEngagement'), one.visits, one.persons]),
    },
    {
      name: say('use.file.sheetOrganisations'),
      head: [say('use.organisation'), say('use.file.visits'), say('use.file.persons')],
      rows: report.organisations.map((one) => [
        one.organisationId === null ? say('use.noOrganisation') : one.name,
        one.visits,
        one.persons,
      ]),
    },
  ]
}

async function daysTable(scope: MemberScope, say: Say, query: UsePeriod): Promise<SheetTable> {
  const rows = await listDays(scope, { hubIds: query.hubId === undefined ? null : [query.hubId], from: query.from, to: query.to })
  const places = await placeNames(
    scope,
    rows.map((row) => row.target_id),
  )
  return {
    name: say('use.file.sheetDays'),
    head: (['day', 'hub', 'space', 'openHours', 'bookedHours', 'rate', 'bookings', 'people'] as const).map((key) => say(`use.file.${key}`)),
    rows: rows.map((row) => {
      const place = places.get(row.target_id)
      return [
        row.day,
        place === undefined ? '' : localName(place.hubNames, scope.language),
        place === undefined ? '' : localName(place.names, scope.language),
        hoursOf(row.open_minutes),
        hoursOf(row.booked_minutes),
        rateOf(row.inside_minutes, row.open_minutes),
        row.bookings,
        row.people,
      ]
    }),
  }
}
