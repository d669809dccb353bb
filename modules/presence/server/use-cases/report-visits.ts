/** Visits as doors saw them: a person at a hub on a day is one visit, however often they went out for lunch. */
import type { FileAnswer } from '#platform/server/module.ts'
import { failOf } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { writeCsv, writeXlsx, xlsxType, type SheetTable } from '#platform/server/sheets.ts'
import { requireHub, type HubRef } from '#modules/hubs/server/index.ts'
import { organisationsByIds } from '#modules/people/server/index.ts'
import { presenceErrors } from '../../contract/errors.ts'
import { longestPeriodDays } from '../../contract/schemas.ts'
import { visitsExported } from '../../contract/events.ts'
import type { Visits, VisitsQuery } from '../../contract/schemas.ts'
import { listVisits, type VisitRow } from '../repository.ts'
import { localName, sayIn } from '../papers/words.ts'

const fail = failOf(presenceErrors)

const persons = (rows: readonly VisitRow[]): number => new Set(rows.map((row) => row.person_key)).size
const people = (rows: readonly VisitRow[]): number => rows.reduce((sum, row) => sum + row.people, 0)

export async function reportVisits(scope: MemberScope, query: VisitsQuery): Promise<Visits> {
  const days = Temporal.PlainDate.from(query.from).until(query.to).days + 1
  if (days < 1 || days > longestPeriodDays) fail('presence.period_too_long')
  if (query.hubId !== undefined) await requireHub(scope, query.hubId)
  const rows = await listVisits(scope, { from: query.from, to: query.to, hubId: query.hubId ?? null })
  const hubs = new Map<string, HubRef>()
  for (const { hub_id: id } of rows) if (!hubs.has(id)) hubs.set(id, await requireHub(scope, id))
  const organisations = await organisationsByIds(
    scope,
    rows.flatMap((row) => row.organisation_id ?? []),
  )
  return {
    total: people(rows),
    persons: persons(rows),
    days: [...Map.groupBy(rows, (row) => `${row.day}/${row.hub_id}`).values()].map((group) => {
      const [first] = group as [VisitRow]
      return {
        day: first.day,
        hubId: first.hub_id,
        hubNames: (hubs.get(first.hub_id) as HubRef).names,
        visits: group.length,
        people: people(group),
        isSure: group.every((row) => row.is_count_sure),
      }
    }),
    engagements: [...Map.groupBy(rows, (row) => row.engagement)]
      .map(([engagement, group]) => ({ engagement, visits: people(group), persons: persons(group) }))
      .toSorted((a, b) => ((a.engagement ?? 'Z') < (b.engagement ?? 'Z') ? -1 : 1)),
    organisations: [...Map.groupBy(rows, (row) => row.organisation_id)]
      .map(([organisationId, group]) => {
        const known = organisationId === null ? undefined : organisations.get(organisationId)
        const name = known === undefined ? '' : scope.language === 'ja' ? known.name : (known.nameEn ?? known.name)
        return { organisationId, name, visits: people(group), persons: persons(group) }
      })
      .toSorted((a, b) => b.visits - a.visits),
  }
}

export async function writeVisitsFile(scope: MemberScope, query: VisitsQuery & { format: 'xlsx' | 'csv' }): Promise<FileAnswer> {
  const say = sayIn(scope.language)
  const report = await reportVisits(scope, query)
  const days: SheetTable = {
    name: say('visits.byDay'),
    head: [say('visits.day'), say('visits.hub'), say('visits.visits'), say('visits.people'), say('visits.sure')],
    rows: report.days.map((one) => [
      one.day,
      localName(one.hubNames, scope.language),
      one.visits,
      one.people,
      say(one.isSure ? 'visits.isSure' : 'visits.isUnsure'),
    ]),
  }
  scope.emit(visitsExported, { from: query.from, to: query.to, ...(query.hubId === undefined ? {} : { hubId: query.hubId }) })
  const name = `${say('visits.title')}_${query.from}_${query.to}`
  if (query.format === 'csv') return { name: `${name}.csv`, mediaType: 'text/csv; charset=utf-8', content: writeCsv(days) }
  const tables: SheetTable[] = [
    days,
    {
      name: say('visits.byEngagement'),
      head: [say('visits.engagement'), say('visits.people'), say('visits.persons')],
      rows: report.engagements.map((one) => [one.engagement ?? say('visits.noEngagement'), one.visits, one.persons]),
    },
    {
      name: say('visits.byOrganisation'),
      head: [say('visits.organisation'), say('visits.people'), say('visits.persons')],
      rows: report.organisations.map((one) => [one.name === '' ? say('visits.noOrganisation') : one.name, one.visits, one.persons]),
    },
  ]
  return { name: `${name}.xlsx`, mediaType: xlsxType, content: await writeXlsx(tables) }
}
