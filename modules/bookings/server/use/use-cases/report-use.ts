/** The figures of a period. Days are counted already; this adds them up. */
import type { MemberScope } from '#platform/server/scope.ts'
import { placeNames, requireHub, type PlaceName } from '#modules/hubs/server/index.ts'
import { organisationsByIds } from '#modules/people/server/index.ts'
import type { UseFigures, UsePeriod, UseReport } from '../../../contract/use/schemas.ts'
import {
  findRule,
  sumMinutes,
  sumVisits,
  type BookingCount,
  type HeadCount,
  type Minutes,
  type MinuteSums,
  type Sums,
} from '../repository.ts'
import { hoursOfDay } from '../rules.ts'

export async function reportUse(scope: MemberScope, query: UsePeriod): Promise<UseReport> {
  if (query.hubId !== undefined) await requireHub(scope, query.hubId)
  const period = { hubIds: query.hubId === undefined ? null : [query.hubId], from: query.from, to: query.to }
  const { version: _, ...rule } = await findRule(scope)
  const visits = await sumVisits(scope, period, rule)
  const minutes = await sumMinutes(scope, period)
  const places = await placeNames(
    scope,
    [...minutes.targets, ...visits.visits.targets, ...visits.bookings.targets].flatMap((one) => one.key ?? []),
  )
  const ownMinutes = minutes.targets.filter((one) => !one.isEquipment)
  return {
    from: query.from,
    to: query.to,
    countedTo: minutes.countedTo,
    rule,
    total: figuresOf(visits.visits.total, visits.bookings.total, sumOf(ownMinutes)),
    months: monthsOf(visits, minutes),
    spaces: spacesOf(visits, minutes, places),
    hours: hoursOf(ownMinutes),
    weekdays: weekdaysOf(visits, minutes),
    engagements: [...(['A', 'B', 'C', 'D'] as const), null].map((engagement) => ({
      engagement,
      ...headsOf(visits.visits.engagements.find((one) => one.key === engagement)),
    })),
    organisations: await organisationsOf(scope, visits.visits.organisations),
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
const headsOf = (heads: HeadCount | undefined) => ({ visits: heads?.visits ?? 0, persons: heads?.persons ?? 0 })

interface WholeMinutes {
  readonly openMinutes: number
  readonly bookedMinutes: number
  readonly insideMinutes: number
}
const sumOf = (all: readonly Minutes[]): WholeMinutes => ({
  openMinutes: sum(all.map((one) => sum(one.open))),
  bookedMinutes: sum(all.map((one) => sum(one.booked))),
  insideMinutes: sum(all.map((one) => sum(one.inside))),
})

function figuresOf(heads: HeadCount | undefined, counted: BookingCount | undefined, minutes: WholeMinutes): UseFigures {
  return {
    ...headsOf(heads),
    bookings: counted?.bookings ?? 0,
    noShows: counted?.noShows ?? 0,
    cancellations: counted?.cancellations ?? 0,
    ...minutes,
    leadMinutes: counted === undefined || counted.leadCount === 0 ? null : Math.round(counted.leadSum / counted.leadCount),
  }
}

function monthsOf({ visits, bookings }: Sums, minutes: MinuteSums): UseReport['months'] {
  const keys = new Set([...visits.months, ...bookings.months, ...minutes.months].flatMap((one) => one.key ?? []))
  return [...keys].toSorted().map((month) => ({
    month,
    ...figuresOf(
      visits.months.find((one) => one.key === month),
      bookings.months.find((one) => one.key === month),
      sumOf(minutes.months.filter((one) => one.key === month)),
    ),
  }))
}

function spacesOf({ visits, bookings }: Sums, minutes: MinuteSums, places: ReadonlyMap<string, PlaceName>): UseReport['spaces'] {
  return minutes.targets
    .flatMap((target) => {
      const place = places.get(target.key)
      if (place === undefined) return []
      return [
        {
          targetId: target.key,
          name: place.names,
          hubId: place.hubId,
          hubName: place.hubNames,
          isEquipment: target.isEquipment,
          ...figuresOf(
            visits.targets.find((one) => one.key === target.key),
            bookings.targets.find((one) => one.key === target.key),
            sumOf([target]),
          ),
        },
      ]
    })
    .toSorted((a, b) => b.bookedMinutes - a.bookedMinutes || (a.targetId < b.targetId ? -1 : 1))
}

const hourNumbers = Array.from({ length: hoursOfDay }, (_, hour) => hour)

function hoursOf(all: readonly Minutes[]): UseReport['hours'] {
  const at = (of: (one: Minutes) => readonly number[], hour: number): number => sum(all.map((one) => of(one)[hour] ?? 0))
  return hourNumbers.map((hour) => ({
    hour,
    openMinutes: at((one) => one.open, hour),
    bookedMinutes: at((one) => one.booked, hour),
    insideMinutes: at((one) => one.inside, hour),
    people: at((one) => one.people, hour),
  }))
}

function weekdaysOf({ visits }: Sums, minutes: MinuteSums): UseReport['weekdays'] {
  return [1, 2, 3, 4, 5, 6, 7].map((weekday) => {
    const own = minutes.weekdays.filter((one) => one.key === String(weekday))
    const { openMinutes, insideMinutes } = sumOf(own)
    return {
      weekday,
      visits: visits.weekdays.find((one) => one.key === String(weekday))?.visits ?? 0,
      openMinutes,
      insideMinutes,
      hours: hourNumbers.map((hour) => ({
        openMinutes: sum(own.map((one) => one.open[hour] ?? 0)),
        insideMinutes: sum(own.map((one) => one.inside[hour] ?? 0)),
      })),
    }
  })
}

async function organisationsOf(scope: MemberScope, heads: readonly HeadCount[]): Promise<UseReport['organisations']> {
  const known = await organisationsByIds(
    scope,
    heads.flatMap((one) => one.key ?? []),
  )
  return heads.map((one) => ({
    organisationId: one.key,
    name: one.key === null ? '' : (known.get(one.key)?.name ?? ''),
    ...headsOf(one),
  }))
}
