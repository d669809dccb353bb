import { expect, test } from 'vitest'
import { linksIn } from './links-in.ts'

test('each address once, in the order of the text', () => {
  expect(
    linksIn(
      '変更はこちら: https://hub.example.jp/b/a?x=1&y=2\n取り消しは https://hub.example.jp/b/c です。\nhttps://hub.example.jp/b/a?x=1&y=2',
    ),
  ).toEqual(['https://hub.example.jp/b/a?x=1&y=2', 'https://hub.example.jp/b/c'])
})

test('the marks of the sentence are not part of it', () => {
  expect(linksIn('See (https://hub.example.jp/a), or http://localhost:3000/b.')).toEqual([
    'https://hub.example.jp/a',
    'http://localhost:3000/b',
  ])
  expect(linksIn('こちら（https://hub.example.jp/a）をご覧ください。「https://hub.example.jp/b」')).toEqual([
    'https://hub.example.jp/a',
    'https://hub.example.jp/b',
  ])
})

test('a text without any', () => {
  expect(linksIn('https と http、example.jp')).toEqual([])
})
