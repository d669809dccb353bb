import { expect, test } from 'vitest'
import { doorPathOf } from './door-path.tsx'

const path = '/d/minakami.tsukiyono/0193f2b0-8f4e-7b1c-9f6a-2d3c4b5a6978'
const secret = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ'

test('a door’s code leads to the page of this site, whatever address it was printed with', () => {
  for (const host of ['https://hiroba.example.jp', 'http://192.0.2.7:8080'])
    expect(doorPathOf(`${host}${path}#${secret}`)).toEqual({ to: path, hash: secret })
})

test.each([
  ['no address', 'hello'],
  ['a page elsewhere', 'https://example.org/'],
  ['a door without its secret', `https://hiroba.example.jp${path}`],
  ['a secret too short', `https://hiroba.example.jp${path}#abc`],
  ['more behind it', `https://hiroba.example.jp${path}/open#${secret}`],
  ['a script', 'javascript:alert(1)'],
  ['the code of a booking', `https://hiroba.example.jp/kiosk#c=${secret}`],
])('%s leads nowhere', (_, text) => expect(doorPathOf(text)).toBeUndefined())
