import { expect, test } from 'vitest'
import { smtpHintOf } from './smtp-hints.ts'

test.each([
  ['getaddrinfo ENOTFOUND mail.example.jp', 'hintUnknownName'],
  ['connect ECONNREFUSED 127.0.0.1:587', 'hintUnreachable'],
  ['Connection timeout', 'hintUnreachable'],
  ['Invalid login: 535 5.7.8 Error: authentication failed', 'hintSignIn'],
  ['Missing credentials for "PLAIN"', 'hintSignIn'],
  ['40E7:error:0A00010B:SSL routines::wrong version number', 'hintEncryption'],
  ['self-signed certificate', 'hintEncryption'],
  ["Hostname/IP does not match certificate's altnames", 'hintEncryption'],
  ['Mail command failed: 553 5.7.1 Sender address rejected: not owned by user', 'hintSender'],
] as const)('%s', (answer, hint) => {
  expect(smtpHintOf(answer)).toBe(hint)
})

test('words nobody knows are shown as they are, without a guess', () => {
  expect(smtpHintOf('451 4.3.0 Try again later')).toBeUndefined()
})
