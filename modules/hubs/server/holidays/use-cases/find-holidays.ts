/**
 * Public holidays. Rows of migrations, the same for everybody, changed only between two starts of the program:
 * read once a process.
 */
import type { LocalText } from '#platform/contract/schemas.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { HolidayOf } from '../../../contract/rules.ts'
import { listHolidays } from '../repository.ts'

let known: Promise<ReadonlyMap<string, LocalText>> | undefined

async function holidays(scope: Scope): Promise<ReadonlyMap<string, LocalText>> {
  known ??= listHolidays(scope).then((rows) => new Map(rows.map((row) => [row.day, row.names])))
  try {
    return await known
  } catch (error) {
    // a lost connection is no answer to keep
    known = undefined
    throw error
  }
}

/** Is that day (`2026-11-23`) a public holiday of Japan? */
export async function isHoliday(scope: Scope, day: string): Promise<boolean> {
  return (await holidays(scope)).has(day)
}

/** The look-up that `contract/rules.ts` asks for; covers 2016 to 2050. */
export async function holidayLookup(scope: Scope): Promise<HolidayOf> {
  const byDay = await holidays(scope)
  return (day) => byDay.get(day)
}

/** The holidays of some days, as the API hands them to a browser. */
export async function holidaysBetween(scope: Scope, from: string, to: string): Promise<{ on: string; names: LocalText }[]> {
  return [...(await holidays(scope))].flatMap(([on, names]) => (from <= on && on <= to ? [{ on, names }] : []))
}
