import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ensureSecret, readSettings } from './settings.ts'
import { describeFailure, StartFailure } from './start-failure.ts'

function failureOf(env: NodeJS.ProcessEnv): StartFailure {
  try {
    readSettings(env, '/srv/hiroba')
  } catch (error) {
    if (error instanceof StartFailure) return error
    throw error
  }
  throw new Error('accepted')
}

test('with an empty environment everything keeps to this machine', () => {
  expect(readSettings({}, '/srv/hiroba')).toEqual({
    host: '127.0.0.1',
    port: 3000,
    dataFolder: path.resolve('/srv/hiroba/data'),
    publicUrl: 'http://localhost:3000',
    smtpUrl: undefined,
    mailFrom: 'Hiroba <hiroba@localhost>',
    isDemo: true,
    isDemoSim: true,
    tls: undefined,
    databaseUrl: undefined,
    databasePoolSize: 10,
    roles: ['api', 'worker', 'devices'],
    logLevel: 'info',
    secret: '',
    mqttPort: 1883,
    isMqttPortGiven: false,
    mqttUrl: undefined,
    trustProxy: false,
    timeZone: 'Asia/Tokyo',
  })
})

test('values are read, empty ones count as not set, a slash at the end of the address is dropped', () => {
  const settings = readSettings(
    {
      HIROBA_PORT: '',
      HIROBA_DEMO: '0',
      HIROBA_ROLES: 'api, worker',
      HIROBA_PUBLIC_URL: 'https://hub.example.jp/',
      HIROBA_DATA: '/var/lib/hiroba',
      HIROBA_MAIL_FROM: 'info@example.jp',
    },
    '/srv/hiroba',
  )
  expect(settings).toMatchObject({
    port: 3000,
    isDemo: false,
    roles: ['api', 'worker'],
    publicUrl: 'https://hub.example.jp',
    dataFolder: path.resolve('/var/lib/hiroba'),
    mailFrom: 'info@example.jp',
  })
})

test.each([
  [{}, true],
  [{ HIROBA_HOST: '::1', HIROBA_PUBLIC_URL: 'http://127.0.0.1:3000' }, true],
  [{ HIROBA_HOST: '0.0.0.0' }, false],
  [{ HIROBA_PUBLIC_URL: 'https://hub.example.jp' }, false],
  [{ HIROBA_PUBLIC_URL: 'https://hub.example.jp', HIROBA_DEMO: '1' }, true],
])('accounts whose password everybody knows are made for others only where they are asked for: %j', (env, isDemo) => {
  expect(readSettings(env, '/srv/hiroba').isDemo).toBe(isDemo)
})

test.each([
  ['HIROBA_PORT', '70000'],
  ['HIROBA_PORT', 'http'],
  ['HIROBA_PUBLIC_URL', 'hub.example.jp'],
  ['HIROBA_SMTP_URL', 'mail.example.jp:25'],
  ['HIROBA_MAIL_FROM', 'Hiroba'],
  ['HIROBA_DEMO', 'maybe'],
  ['DATABASE_URL', 'mysql://db/hiroba'],
  ['MQTT_URL', 'https://broker.example.jp'],
  ['HIROBA_DB_POOL', '1'],
  ['HIROBA_ROLES', 'api,clerk'],
  ['HIROBA_LOG', 'loud'],
  ['HIROBA_SECRET', 'short'],
  ['HIROBA_TIME_ZONE', 'Asia/Edo'],
])('%s=%s is refused by name, in both languages', (name, value) => {
  const failure = failureOf({ [name]: value })
  expect(failure.failure).toBe('setting.wrong')
  for (const language of ['en', 'ja'] as const) expect(describeFailure(failure, language)).toContain(name)
})

test('a wrong value is shown, a secret one never', () => {
  expect(failureOf({ HIROBA_PORT: '70000' }).message).toContain('"70000"')
  expect(failureOf({ DATABASE_URL: 'mysql://me:pass-word@db/x' }).message).not.toContain('pass-word')
})

test('certificate and key belong together', () => {
  expect(failureOf({ HIROBA_TLS_CERT: 'cert.pem' }).params['name']).toBe('HIROBA_TLS_KEY')
  expect(readSettings({ HIROBA_TLS_CERT: 'cert.pem', HIROBA_TLS_KEY: 'key.pem' }, '/srv/hiroba')).toMatchObject({
    publicUrl: 'https://localhost:3000',
  })
})

test('the secret is made once, for its owner only', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'hiroba-secret-'))
  try {
    const settings = readSettings({ HIROBA_DATA: path.join(folder, 'data') }, folder)
    const secret = ensureSecret(settings)
    expect(Buffer.from(secret, 'base64url').length).toBe(32)
    expect(ensureSecret(settings)).toBe(secret)
    const file = path.join(folder, 'data', 'secret')
    expect(readFileSync(file, 'utf8').trim()).toBe(secret)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(ensureSecret({ ...settings, secret: 'x'.repeat(32) })).toBe('x'.repeat(32))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
