import { expect, test } from 'vitest'
import { line, paragraphs } from './schemas.ts'

test('a line is one line, whatever was pasted into it', () => {
  expect(line(100).parse('見本\r\nBcc: somebody@example.jp\u2028花子\t')).toBe('見本 Bcc: somebody@example.jp 花子')
  expect(line(100).safeParse('\r\n').success).toBe(false)
  expect(paragraphs(100).parse('駅から\n3分 ')).toBe('駅から\n3分')
})
