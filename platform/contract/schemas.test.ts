import { expect, test } from 'vitest'
import { line, paragraphs, personName } from './schemas.ts'

test('a line is one line, whatever was pasted into it', () => {
  expect(line(100).parse('見本\r\nBcc: somebody@example.jp\u2028花子\t')).toBe('見本 Bcc: somebody@example.jp 花子')
  expect(line(100).safeParse('\r\n').success).toBe(false)
  expect(paragraphs(100).parse('駅から\n3分 ')).toBe('駅から\n3分')
})

test('a name holds no address of a page', () => {
  for (const name of ['見本 花子', 'Mihon Hanako, Dr.', 'W. W. Mihon', '見本http花子'])
    expect(personName(100).safeParse(name).success).toBe(true)
  for (const name of ['賞金 https://example.jp', 'WWW.example.jp', 'ｗｗｗ．example.jp', 'HTTP：／／example.jp']) {
    expect(personName(100).safeParse(name)).toMatchObject({
      success: false,
      error: { issues: [{ message: 'a name, without an address of a page' }] },
    })
  }
})
