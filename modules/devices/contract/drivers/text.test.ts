import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withoutSecrets } from './text.ts'

test.each([
  ['204816', '"*"'],
  ['"012E4CD2A1B2C3D4"', '"*"'],
  ['{"tag":[1,46,76,210,161,178]}', '{"tag":"*"}'],
  ['[[1,46,76,210]]', '["*"]'],
  ['{"cardNumber":12345678}', '{"cardNumber":"*"}'],
  ['{"passcode":"20 48 16"}', '{"passcode":"*"}'],
  ['{"what":204816}', '{"what":"*"}'],
  ['{"012E4CD2A1B2C3D4":"shown"}', '{"*":"shown"}'],
  ['{"Card UID":"x7!"}', '{"Card UID":"*"}'],
  ['{"v":{"value":482}}', '{"v":{"value":"*"}}'],
  ['card 01-2E-4C-D2 shown, code 4816', 'card * shown, code *'],
  // what says why it was not read stays
  ['{"type":"lock","seq":20481,"state":"ajar"}', '{"type":"lock","seq":20481,"state":"ajar"}'],
  ['{"ENERGY":{"Power":2300,"Total":48161.5}}', '{"ENERGY":{"Power":2300,"Total":48161.5}}'],
  ['{"id":"0190b1f0-7c5e-7000-8000-0123456789ab"}', '{"id":"0190b1f0-7c5e-7000-8000-0123456789ab"}'],
])('%s is kept as %s', (said, kept) => {
  expect(withoutSecrets(said)).toBe(kept)
  expect(withoutSecrets(new TextEncoder().encode(said))).toBe(kept)
})

test('whatever stands around it, a number of a card or a PIN is gone', () => {
  const secret = fc.oneof(fc.stringMatching(/^[0-9A-F]{7,16}$/), fc.stringMatching(/^[1-9][0-9]{5}$/))
  const name = fc.stringMatching(/^[a-zA-Z_]{1,12}$/)
  fc.assert(
    fc.property(secret, name, fc.constantFrom(' ', ',', ':', '"', '{', '', '\n'), (shown, around, sign) => {
      for (const said of [
        JSON.stringify({ [around]: shown }),
        JSON.stringify({ a: [{ [around]: [shown] }] }),
        JSON.stringify({ [shown]: around }),
        `${sign}${shown}${sign}`,
        `{"${around}":"${shown}"`,
        `{"${around}": ${shown}`,
      ])
        expect(withoutSecrets(said), `of ${said}`).not.toContain(shown)
    }),
  )
})

test('neither depth nor length holds anything up', () => {
  for (const said of ['['.repeat(300_000), `${'[['.repeat(50_000)}1${']]'.repeat(50_000)}`, 'ab '.repeat(200_000), 'a'.repeat(900_001)])
    expect(withoutSecrets(said).length).toBeLessThanOrEqual(said.length)
})
