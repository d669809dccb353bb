/** Numbered, forward only, first line says what the version before survives. */
import { expect, test } from 'vitest'
import { migrationsInOrder, readMigrationTexts } from './migrations.ts'
import { describeFindings, projectRoot, readFixture } from './tree.ts'

test('migrations are in order', () => {
  expect(describeFindings(migrationsInOrder(readMigrationTexts(projectRoot)))).toEqual([])
})

test('what is out of order is refused', () => {
  const found = describeFindings(migrationsInOrder(readMigrationTexts(readFixture('migrations').root)))
  expect(found.map((line) => line.replace(/^database\/migrations\//, ''))).toEqual([
    '0010_second.sql [migrations-in-order] another migration has the number 0010',
    '0012_gap.sql [migrations-in-order] the number before it is missing',
    '0012_gap.sql [migrations-in-order] the first line is "-- compat: safe" or "-- compat: breaking"',
    '0020_drops.sql [migrations-in-order] "drop column" is not safe: a program of the version before may still be running',
    '0020_drops.sql [migrations-in-order] runs in a transaction already: no begin, no commit',
    '21_name.sql [migrations-in-order] a migration is called 0030_what-it-does.sql',
  ])
})
