import { expect, test } from 'vitest'
import { createLog } from './log.ts'

test('what PostgreSQL tells of the values of a row is not logged', () => {
  const lines: string[] = []
  const log = createLog('info', { write: (line) => void lines.push(line) })
  const error = Object.assign(new Error('null value in column "phone"'), {
    code: '23502',
    detail: 'Failing row contains (見本, hanako@example.jp).',
    where: 'hanako@example.jp',
    client: { user: 'hanako@example.jp' },
  })
  log.error({ err: error }, 'unexpected failure')
  log.warn({ err: 'no error object' }, 'plain')
  expect(lines).toHaveLength(2)
  expect(lines[0]).toContain('23502')
  expect(lines.join()).not.toContain('hanako@example.jp')
})
