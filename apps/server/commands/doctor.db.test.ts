import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { databaseRoles } from '#platform/server/migrations.ts'
import { readSettings } from '#platform/server/settings.ts'
import type { CommandContext } from './command.ts'
import { doctor, examine } from './doctor.ts'
import { startDatabaseServer } from '#platform/server/database-server.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const folder = mkdtempSync(path.join(tmpdir(), 'hiroba-doctor-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Made for these tests: two keys, a certificate of the first until 2126, one of the first that ended long ago. */
const pem = (kind: string, base64: string) => `-----BEGIN ${kind}-----\n${base64.replace(/(.{64})/g, '$1\n')}\n-----END ${kind}-----\n`
const files = {
  key: pem(
    'PRIVATE KEY',
    'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgce3f1tCe6jIe6HXlIdRvBoAyWwZ9PqaLI0eBGACcIZehRANCAATlUUGNhGkH660//P/tqJtPCE8ErmC0YuZqz9hc644gg32EgDeyh6AnSFnkAhU29rqV6Z1q3AKRgt+V/AC2O3E4',
  ),
  otherKey: pem(
    'PRIVATE KEY',
    'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgX01Bp93kEvwRiQX15TaihslgxE82HEhyXUHa0gjkQKehRANCAAR34rvgBrV/Uepg1FV4sZU5m0NNz67RqdYVU+TsYnTotGAb3VhdPWH6XKZLJRHeavRvujG2+uMcM48uwhiVD/XW',
  ),
  certificate: pem(
    'CERTIFICATE',
    'MIIBpDCCAUqgAwIBAgIUZ1CJpyOSYvAoV/ynpVePKpwPVb0wCgYIKoZIzj0EAwIwGTEXMBUGA1UEAwwOaHViLmV4YW1wbGUuanAwIBcNMjYxMTIyMTYwMTIzWhgPMjEyNjEwMjkxNjAxMjNaMBkxFzAVBgNVBAMMDmh1Yi5leGFtcGxlLmpwMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE5VFBjYRpB+utP/z/7aibTwhPBK5gtGLmas/YXOuOIIN9hIA3soegJ0hZ5AIVNva6lemdatwCkYLflfwAtjtxOKNuMGwwHQYDVR0OBBYEFJaUcRLzr0UIM1wPo91rmbhuz/LRMB8GA1UdIwQYMBaAFJaUcRLzr0UIM1wPo91rmbhuz/LRMA8GA1UdEwEB/wQFMAMBAf8wGQYDVR0RBBIwEIIOaHViLmV4YW1wbGUuanAwCgYIKoZIzj0EAwIDSAAwRQIgJBZ7dcRygqyJsfuk2QBDMFNl2OtBJr57tqLMGsLeTqMCIQDof1xvFCoTrFmvRpMh5r9R4ad6Yg77ZRHVS+iLX6mc9A==',
  ),
  ended: pem(
    'CERTIFICATE',
    'MIIBKzCB0wIUd/PFUBCrzWhPDdbmFoF1LJ/Y9v4wCgYIKoZIzj0EAwIwGTEXMBUGA1UEAwwOaHViLmV4YW1wbGUuanAwHhcNMjYxMTIyMTYwMTI0WhcNMjYxMTIxMTYwMTI0WjAZMRcwFQYDVQQDDA5odWIuZXhhbXBsZS5qcDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABOVRQY2EaQfrrT/8/+2om08ITwSuYLRi5mrP2FzrjiCDfYSAN7KHoCdIWeQCFTb2upXpnWrcApGC35X8ALY7cTgwCgYIKoZIzj0EAwIDRwAwRAIgB7sYjDY7FcUZjSgq/N70iaP2p8Fb4dg/rE22M/YGbf8CIGiG/Saxn+Ltti5+HEQywvIp87DL65l/3AKnEY4FLocM',
  ),
}
for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text)

function contextOf(env: NodeJS.ProcessEnv, lines: string[] = []): CommandContext {
  const all = { HIROBA_DATA: path.join(folder, 'data'), HIROBA_PORT: '0', ...env }
  return {
    root,
    env: all,
    language: 'en',
    settings: () => readSettings(all, folder),
    print: (line) => void lines.push(line),
    note: () => {},
  }
}

async function verdicts(env: NodeJS.ProcessEnv): Promise<Record<string, string>> {
  return Object.fromEntries((await examine(contextOf(env))).map(({ what, verdict, detail }) => [what, `${verdict} ${detail}`]))
}

test('a machine that is well passes, and the doctor makes no database', async () => {
  const lines: string[] = []
  expect(await doctor.run(contextOf({}, lines), [])).toBe(0)
  expect(lines.filter((line) => line.startsWith('[FAIL]'))).toEqual([])
  expect(existsSync(path.join(folder, 'data', 'pg'))).toBe(false)
})

test('looks into a running database as well as into one at rest', async () => {
  const data = path.join(folder, 'running')
  const server = await startDatabaseServer(readSettings({ HIROBA_DATA: data }, folder), () => {})
  expect((await verdicts({ HIROBA_DATA: data }))['Database']).toMatch(/^ok PostgreSQL 18/)
  await server.stop()
  expect((await verdicts({ HIROBA_DATA: data }))['Database']).toMatch(/^ok PostgreSQL 18/)
  expect(existsSync(path.join(data, 'hiroba.lock'))).toBe(false)
}, 60_000)

test("a user of somebody's server who may not take the roles is told the statement", async () => {
  const server = await startDatabaseServer(readSettings({ HIROBA_DATA: path.join(folder, 'theirs') }, folder), () => {}, {
    isThrowAway: true,
  })
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  try {
    for (const role of databaseRoles) await client.query(`create role ${role} nologin`)
    await client.query("create role town login createrole password 'pass'")
    await client.query('create database town owner town')
    const url = new URL(server.url)
    Object.assign(url, { username: 'town', password: 'pass', pathname: '/town' })
    const found = async () => (await verdicts({ DATABASE_URL: url.href }))['Database']
    expect(await found()).toMatch(/^fail .*GRANT hiroba_app, hiroba_auth, hiroba_jobs, hiroba_publisher TO "town" WITH SET TRUE;/)
    await client.query('grant hiroba_app, hiroba_auth, hiroba_jobs, hiroba_publisher to town')
    expect(await found()).toMatch(/^ok PostgreSQL 18/)
  } finally {
    await client.end()
    await server.stop()
  }
}, 60_000)

test('each shortcoming is found and fails', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => taken.once('listening', resolve))
  const { port } = taken.address() as { port: number }
  const unwritable = process.platform === 'linux' ? '/sys/hiroba' : '/System/hiroba'
  const found = await verdicts({
    HIROBA_DATA: unwritable,
    HIROBA_PORT: String(port),
    HIROBA_SMTP_URL: 'smtp://127.0.0.1:1',
    DATABASE_URL: 'postgres://x@127.0.0.1:1/x',
  })
  taken.close()
  expect(found).toMatchObject({
    'Data folder': expect.stringMatching(/^fail .*HIROBA_DATA/),
    Port: expect.stringMatching(/^fail .*HIROBA_PORT/),
    Mail: expect.stringMatching(/^fail .*HIROBA_SMTP_URL/),
    Database: expect.stringMatching(/^fail .*DATABASE_URL/),
  })
  expect(await verdicts({ HIROBA_PORT: 'x' })).toMatchObject({ Settings: expect.stringMatching(/^fail .*HIROBA_PORT/) })
  expect(await verdicts({ HIROBA_PROT: '1' })).toMatchObject({ Settings: expect.stringMatching(/^warn .*HIROBA_PROT/) })
  expect(await doctor.run(contextOf({ HIROBA_PORT: 'x' }), [])).toBe(1)
}, 30_000)

test('certificate and key must be there, fit each other and not have ended', async () => {
  const tls = async (certificate: string, key: string) => (await verdicts({ HIROBA_TLS_CERT: certificate, HIROBA_TLS_KEY: key }))['TLS']
  expect(await tls('certificate', 'key')).toMatch(/^ok .*hub\.example\.jp/)
  expect(await tls('certificate', 'otherKey')).toMatch(/^fail .*is not the key of/)
  expect(await tls('ended', 'key')).toMatch(/^fail .*ended on/)
  expect(await tls('absent', 'key')).toMatch(/^fail .*ENOENT/)
  expect(await tls('key', 'key')).toMatch(/^fail .*key/)
}, 30_000)
