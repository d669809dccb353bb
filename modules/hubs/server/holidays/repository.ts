import type { LocalText } from '#platform/contract/schemas.ts'
import type { Scope } from '#platform/server/scope.ts'

export interface HolidayRow {
  readonly day: string
  readonly names: LocalText
}

export function listHolidays(scope: Scope): Promise<readonly HolidayRow[]> {
  return scope.prepared<HolidayRow>('hubs_holidays', 'select day, names from hubs.holiday order by day', [])
}
