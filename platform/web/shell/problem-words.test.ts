import { describe, expect, test } from 'vitest'
import { findText } from '#platform/contract/texts.ts'
import { ja } from '#platform/locales/ja.ts'
import { problemWordsOf } from './problem-words.ts'

const of = (status: number, code = 'platform.some') => problemWordsOf({ status, code })
const sentence = (key: string | undefined) => String(findText(ja, key ?? ''))

describe('a page that could not get what it needs', () => {
  test.each([400, 401, 403, 404, 410, 422])('%i does not tell to try again later: it would be the same then', (status) => {
    const words = of(status)
    expect(words.act).not.toBe('retry')
    expect(sentence(words.body)).not.toMatch(/しばらくして|少し待って/)
  })
  test.each([409, 412, 429, 500, 502, 503])('%i offers to try again, and says when it helps', (status) => {
    expect(of(status).act).toBe('retry')
    expect(sentence(of(status).body)).toMatch(/もう一度|待/)
  })
  test('who was signed out is led to signing in, who has no membership to one, who lacks a role to the people that give it', () => {
    expect(of(401)).toMatchObject({ act: 'sign-in' })
    expect(of(403, 'platform.no_membership').body).toBe('shell.noMembershipBody')
    expect(of(403, 'platform.not_allowed').body).toBe('public.notAllowedBody')
    expect(of(403, 'platform.wrong_address').body).toBeUndefined()
  })
})
