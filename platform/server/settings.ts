// Every setting of the program, read once from the environment. All have defaults that keep to this machine (loopback),
// so `npm start` needs none. A wrong value stops the start with the variable's name, what was read and what is expected.
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { codeOf, explainFileError, StartFailure } from './start-failure.ts'

export const allRoles = ['api', 'worker', 'devices'] as const
export type Role = (typeof allRoles)[number]

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const

export interface Settings {
  /** HIROBA_HOST: the address to listen on. */
  readonly host: string
  /** HIROBA_PORT; 0 lets the system choose. */
  readonly port: number
  /** HIROBA_DATA as an absolute path: database, files, secret, log. */
  readonly dataFolder: string
  /** HIROBA_PUBLIC_URL: how people's browsers reach the program, without a slash at the end. */
  readonly publicUrl: string
  /** HIROBA_SMTP_URL; without it mails are kept and shown, not sent. */
  readonly smtpUrl: string | undefined
  /** HIROBA_MAIL_FROM: the sender's address, with a name before it or not. */
  readonly mailFrom: string
  /** HIROBA_DEMO: the first start fills in the eleven real consortia and invented people. Unless asked for, on this machine only. */
  readonly isDemo: boolean
  /** HIROBA_DEMO_SIM: people and a door are simulated at the demonstration's first hub. Unless asked for, on this machine only. */
  readonly isDemoSim: boolean
  /** HIROBA_TLS_CERT and HIROBA_TLS_KEY, absolute paths of PEM files. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined
  /** DATABASE_URL; without it PostgreSQL of the package runs on `<data>/pg`. */
  readonly databaseUrl: string | undefined
  /** HIROBA_DB_POOL: connections of one process's main pool. */
  readonly databasePoolSize: number
  /** HIROBA_ROLES: what this process does. */
  readonly roles: readonly Role[]
  /** HIROBA_LOG: the least level that is logged. */
  readonly logLevel: (typeof logLevels)[number]
  /** HIROBA_SECRET; empty until `ensureSecret` has filled it. */
  readonly secret: string
  /** HIROBA_MQTT_PORT: the broker's port; 0 lets the system choose. */
  readonly mqttPort: number
  /** Nobody chose it: where another program has it, Hiroba starts without a broker and says so. */
  readonly isMqttPortGiven: boolean
  /** MQTT_URL; without it the broker of the package listens on `mqttPort`. */
  readonly mqttUrl: string | undefined
  /** HIROBA_TRUST_PROXY: believe X-Forwarded-* (only behind a reverse proxy that sets them). */
  readonly trustProxy: boolean
  /** HIROBA_TIME_ZONE: the zone of a hub that names none. */
  readonly timeZone: string
}

const port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .pipe(z.number().max(65535))
const flag = z.enum(['1', '0', 'true', 'false', 'yes', 'no', 'on', 'off']).transform((word) => ['1', 'true', 'yes', 'on'].includes(word))
const urlOf = (protocols: readonly string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol))

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name }).format()
    return true
  } catch {
    return false
  }
}

/** Schema, default, and what a person is told that is expected. */
const readers = {
  HIROBA_HOST: [z.string().regex(/^[\w.:-]+$/), '127.0.0.1', 'a host name or an address such as 127.0.0.1 or 0.0.0.0'],
  HIROBA_PORT: [port, '3000', 'a port, 0 to 65535'],
  HIROBA_DATA: [z.string(), 'data', 'a folder'],
  HIROBA_PUBLIC_URL: [urlOf(['http:', 'https:']).optional(), undefined, 'an address such as https://hub.example.jp'],
  HIROBA_SMTP_URL: [urlOf(['smtp:', 'smtps:']).optional(), undefined, 'an address such as smtp://user:password@mail.example.jp:587'],
  HIROBA_MAIL_FROM: [
    z.string().regex(/^[^\r\n]*[^\s@<]+@[^\s@>]+>?$/),
    'Hiroba <hiroba@localhost>',
    'a mail address such as "Hiroba <info@example.jp>"',
  ],
  HIROBA_DEMO: [flag.optional(), undefined, '1 or 0'],
  HIROBA_DEMO_SIM: [flag.optional(), undefined, '1 or 0'],
  HIROBA_TLS_CERT: [z.string().optional(), undefined, 'a PEM file'],
  HIROBA_TLS_KEY: [z.string().optional(), undefined, 'a PEM file'],
  DATABASE_URL: [urlOf(['postgres:', 'postgresql:']).optional(), undefined, 'an address such as postgres://user:password@host:5432/hiroba'],
  HIROBA_DB_POOL: [
    z
      .string()
      .regex(/^\d{1,3}$/)
      .transform(Number)
      .pipe(z.number().min(2).max(500)),
    '10',
    'a number of connections, 2 to 500',
  ],
  HIROBA_ROLES: [
    z
      .string()
      .transform((text) =>
        text
          .split(',')
          .map((role) => role.trim())
          .filter((role) => role !== ''),
      )
      .pipe(z.array(z.enum(allRoles)).min(1)),
    allRoles.join(','),
    `one or more of ${allRoles.join(', ')} with commas between`,
  ],
  HIROBA_LOG: [z.enum(logLevels), 'info', `one of ${logLevels.join(', ')}`],
  HIROBA_SECRET: [z.string().min(32).optional(), undefined, 'at least 32 characters (openssl rand -base64 32)'],
  HIROBA_MQTT_PORT: [port, '1883', 'a port, 0 to 65535'],
  MQTT_URL: [urlOf(['mqtt:', 'mqtts:']).optional(), undefined, 'an address such as mqtts://user:password@broker.example.jp:8883'],
  HIROBA_TRUST_PROXY: [flag, '0', '1 or 0'],
  HIROBA_TIME_ZONE: [z.string().refine(isTimeZone), 'Asia/Tokyo', 'a time zone such as Asia/Tokyo'],
} as const

/** Values that must never be shown, not even when they are wrong. */
const secretNames = new Set(['HIROBA_SECRET', 'HIROBA_SMTP_URL', 'DATABASE_URL', 'MQTT_URL'])

/** Names of all settings, for the help page and for finding misspelt ones. */
export const settingNames: readonly string[] = Object.keys(readers)

export function readSettings(env: NodeJS.ProcessEnv, root: string): Settings {
  const read = <N extends keyof typeof readers>(name: N): z.output<(typeof readers)[N][0]> => {
    const [schema, fallback, expected] = readers[name]
    const given = env[name]?.trim()
    // An empty variable counts as not set: systemd units and compose files hand on empty ones.
    const parsed = schema.safeParse(given === undefined || given === '' ? fallback : given)
    if (!parsed.success) throw wrong(name, given ?? '', expected)
    return parsed.data as z.output<(typeof readers)[N][0]>
  }

  const httpPort = read('HIROBA_PORT')
  const certFile = read('HIROBA_TLS_CERT')
  const keyFile = read('HIROBA_TLS_KEY')
  if ((certFile === undefined) !== (keyFile === undefined)) {
    throw wrong(certFile === undefined ? 'HIROBA_TLS_CERT' : 'HIROBA_TLS_KEY', '', 'a PEM file (certificate and key belong together)')
  }
  const tls =
    certFile === undefined || keyFile === undefined
      ? undefined
      : { certFile: path.resolve(root, certFile), keyFile: path.resolve(root, keyFile) }
  const host = read('HIROBA_HOST')
  const publicUrl = (read('HIROBA_PUBLIC_URL') ?? `${tls === undefined ? 'http' : 'https'}://localhost:${httpPort}`).replace(/\/+$/, '')
  // the demonstration's accounts have a password that everybody knows: elsewhere it is asked for by name
  const isOwnMachine = isLocal(host) && isLocal(new URL(publicUrl).hostname)
  return {
    host,
    port: httpPort,
    dataFolder: path.resolve(root, read('HIROBA_DATA')),
    publicUrl,
    smtpUrl: read('HIROBA_SMTP_URL'),
    mailFrom: read('HIROBA_MAIL_FROM'),
    isDemo: read('HIROBA_DEMO') ?? isOwnMachine,
    isDemoSim: read('HIROBA_DEMO_SIM') ?? isOwnMachine,
    tls,
    databaseUrl: read('DATABASE_URL'),
    databasePoolSize: read('HIROBA_DB_POOL'),
    roles: read('HIROBA_ROLES'),
    logLevel: read('HIROBA_LOG'),
    secret: read('HIROBA_SECRET') ?? '',
    mqttPort: read('HIROBA_MQTT_PORT'),
    isMqttPortGiven: (env['HIROBA_MQTT_PORT']?.trim() ?? '') !== '',
    mqttUrl: read('MQTT_URL'),
    trustProxy: read('HIROBA_TRUST_PROXY'),
    timeZone: read('HIROBA_TIME_ZONE'),
  }
}

function isLocal(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host)
}

function wrong(name: string, given: string, expected: string): StartFailure {
  const shown = given === '' ? 'not set' : secretNames.has(name) ? '(hidden)' : `"${given}"`
  return new StartFailure('setting.wrong', { name, read: shown, expected })
}

/**
 * The secret that signs sessions and links: HIROBA_SECRET, else 32 random bytes that are made once and kept in
 * `<data>/secret`. Two processes that start at the same moment on one folder get the same one: `link` lets one win.
 */
export function ensureSecret(settings: Settings): string {
  if (settings.secret !== '') return settings.secret
  const file = path.join(settings.dataFolder, 'secret')
  try {
    if (!existsSync(file)) {
      mkdirSync(settings.dataFolder, { recursive: true, mode: 0o700 })
      const draft = `${file}.${process.pid}.tmp`
      writeFileSync(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flush: true })
      try {
        linkSync(draft, file)
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error
      } finally {
        rmSync(draft, { force: true })
      }
      chmodSync(file, 0o600)
    }
    const secret = readFileSync(file, 'utf8').trim()
    if (secret.length < 32) throw wrong('HIROBA_SECRET', '', `at least 32 characters; ${file} is too short, bring it back from a backup`)
    return secret
  } catch (error) {
    throw explainFileError(error, settings.dataFolder)
  }
}
