import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { holidays as packaged } from '@holiday-jp/holiday_jp'
// @ts-expect-error -- the package has no types
import japaneseHolidays from 'japanese-holidays'
import { createTestApp, type TestApp } from '#platform/testkit/app.ts'
import { hubs } from '../module.ts'
import { holidaysBetween, isHoliday } from './use-cases/find-holidays.ts'

/** Calculates holidays from the law. */
const calculated = japaneseHolidays as {
  getHolidaysOf(year: number, hasSubstitutes: boolean): { month: number; date: number; name: string }[]
}

let app: TestApp
let days: string[]
beforeAll(async () => {
  app = await createTestApp({ modules: [hubs] })
  days = (await app.sql<{ day: string }>(`select to_char(day, 'YYYY-MM-DD') as day from hubs.holiday order by day`)).map((row) => row.day)
})
afterAll(() => app.stop())

describe('the rows of public holidays', () => {
  test('are those of the package they came from', () => {
    // by the texts of its keys, never by a Date: that would be read in the zone of the process
    const fromPackage = Object.keys(packaged).filter((day) => day >= '2016-01-01')
    expect(days).toEqual(fromPackage)
  })

  test('and those that another package calculates from the law', () => {
    const two = (number: number) => String(number).padStart(2, '0')
    const fromLaw = Array.from({ length: 35 }, (_, index) => 2016 + index).flatMap((year) =>
      calculated.getHolidaysOf(year, true).map((holiday) => `${year}-${two(holiday.month)}-${two(holiday.date)}`),
    )
    expect(days).toEqual([...new Set(fromLaw)].toSorted())
  })

  test('know the substitute that is not a Monday, the day between two holidays, and the moved ones of 2019 to 2021', async () => {
    await app.program.runInTenant('00000000-0000-0000-0000-000000000000', { name: 'test', requestId: 'test' }, async (scope) => {
      const named = async (day: string) => (await holidaysBetween(scope, day, day))[0]?.names.ja
      expect(await named('2026-05-06')).toBe('振替休日（こどもの日）')
      expect(await named('2026-09-22')).toBe('休日')
      expect(await named('2032-09-21')).toBe('休日')
      expect(await named('2027-03-22')).toBe('振替休日（春分の日）')
      expect(await named('2019-05-01')).toBeDefined()
      expect(await named('2021-07-23')).toBe('スポーツの日')
      expect(await isHoliday(scope, '2021-10-11')).toBe(false)
      expect(await isHoliday(scope, '2026-11-23')).toBe(true)
      expect(await isHoliday(scope, '2026-11-22')).toBe(false)
    })
  })
})
