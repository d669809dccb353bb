/**
 * Sign-in by better-auth: passwords, passkeys, recovery. Who may do what is ours, and so is the look-up of a session
 * on each request: verify the cookie's signature, one named statement, a short cache
 * (measured: better-auth's own look-up took 2,480 creates/s to 900).
 * This file reads better-auth's cookie and tables; its version is pinned.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { passkey } from '@better-auth/passkey'
import { betterAuth, type BetterAuthOptions } from 'better-auth'
import pg from 'pg'
import type { Language } from '#platform/contract/texts.ts'
import { chooseLanguage } from '#platform/contract/texts.ts'
import { deadLineOptions } from './database.ts'
import type { Log } from './log.ts'
import type { OwnAddress } from './own-address.ts'
import type { Principal } from './scope.ts'

export interface AuthMail {
  /** Both lead to choosing a password; `verify` is the first mail to an address. */
  readonly kind: 'verify' | 'reset'
  readonly accountId: string
  readonly to: string
  readonly name: string
  readonly url: string
  readonly language: Language
}

export interface AuthOptions {
  readonly databaseUrl: string
  readonly secret: string
  readonly publicUrl: string
  readonly address: OwnAddress
  readonly log: Log
  readonly sendMail: (mail: AuthMail) => Promise<void>
}

export function createAuth(options: AuthOptions) {
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    max: 4,
    options: `-c role=hiroba_auth -c search_path=auth ${deadLineOptions}`,
    application_name: 'hiroba sign-in',
  })
  pool.on('error', (error) => options.log.warn({ err: error }, 'database connection of sign-in lost'))
  const url = new URL(options.publicUrl)

  /**
   * Whoever signs up with somebody else's address knows the password they typed. So the mail of a new account leads to
   * choosing one, as a forgotten password does: until then nobody can sign in, and afterwards only who had the mail.
   */
  async function mailFirstPassword(user: { id: string; email: string; name: string }, request: Request | undefined): Promise<void> {
    const token = randomBytes(24).toString('base64url')
    await pool.query(
      `insert into verification (identifier, value, "expiresAt", "createdAt", "updatedAt") values ($1, $2, now() + interval '1 hour', now(), now())`,
      [`reset-password:${token}`, user.id],
    )
    const link = `${options.publicUrl}/reset-password?token=${token}&first=1`
    await options.sendMail({
      kind: 'verify',
      accountId: user.id,
      to: user.email,
      name: user.name,
      url: link,
      language: languageOf(request),
    })
  }

  const auth = betterAuth({
    ...authTables,
    database: pool,
    secret: options.secret,
    baseURL: options.publicUrl,
    basePath: '/api/auth',
    // the public address; for an installation of this machine alone, the name of it that the page was asked by
    trustedOrigins: (request) => [url.origin, ...(request === undefined ? [] : originOf(request, options.address))],
    advanced: { ...authTables.advanced, ...cookieRules(options.publicUrl) },
    telemetry: { enabled: false },
    logger: { disabled: false, level: 'error', log: (level, message) => options.log.warn({ level }, `sign-in: ${message}`) },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 10,
      maxPasswordLength: 128,
      requireEmailVerification: true,
      revokeSessionsOnPasswordReset: true,
      // the link came by mail: the address is proven with it
      onPasswordReset: async ({ user }) => {
        // and a passkey made before that is of somebody who had only typed it
        await pool.query(
          `with proven as (update "user" set "emailVerified" = true, "isMailUnproven" = false, "updatedAt" = now()
             where id = $1 and ("isMailUnproven" or not "emailVerified") returning id)
           delete from passkey where "userId" in (select id from proven)`,
          [user.id],
        )
      },
      // somebody else may have tried the address before its owner did
      onExistingUserSignUp: async ({ user }, request) => {
        if (!user.emailVerified) await mailFirstPassword(user, request)
      },
      sendResetPassword: ({ user, url: link }, request) =>
        options.sendMail({
          kind: user.emailVerified && (user as { isMailUnproven?: boolean }).isMailUnproven !== true ? 'reset' : 'verify',
          accountId: user.id,
          to: user.email,
          name: user.name,
          url: link,
          language: languageOf(request),
        }),
    },
    emailVerification: {
      sendOnSignUp: true,
      sendVerificationEmail: ({ user }, request) => mailFirstPassword(user, request),
    },
    rateLimit: {
      enabled: true,
      storage: 'database',
      modelName: 'rateLimit',
      window: 60,
      max: 100,
      customRules: {
        '/sign-in/email': { window: 60, max: 10 },
        '/sign-up/email': { window: 300, max: 10 },
        '/request-password-reset': { window: 300, max: 5 },
      },
    },
    plugins: [
      passkey({
        rpID: url.hostname,
        rpName: 'Hiroba',
        origin: url.origin,
        authentication: {
          // what asks for a proof of this moment finds it for five minutes; a device that asked for neither finger nor PIN gives none
          afterVerification: async ({ verification, clientData }) => {
            if (!verification.authenticationInfo.userVerified) return
            await pool.query(
              `with mine as (select "userId" as id from passkey where "credentialID" = $1),
                 old as (delete from verification using mine where identifier = 'passkey-used:' || mine.id)
               insert into verification (identifier, value, "expiresAt", "createdAt", "updatedAt")
               select 'passkey-used:' || id, id, now() + interval '5 minutes', now(), now() from mine`,
              [clientData.id],
            )
          },
        },
      }),
    ],
  })
  return { auth, handler: auth.handler, api: auth.api, close: () => pool.end() }
}

export type Auth = ReturnType<typeof createAuth>

/** The part that decides which tables there are; the migration's SQL was made from it. */
export const authTables = {
  user: { additionalFields: { isMailUnproven: { type: 'boolean', required: false, input: false, defaultValue: false } } },
  session: {
    expiresIn: 60 * 60 * 24 * 30,
    updateAge: 60 * 60 * 24,
    additionalFields: { activeConsortiumId: { type: 'string', required: false, input: false } },
  },
  advanced: { database: { generateId: 'uuid' }, ipAddress: { ipAddressHeaders: ['x-hiroba-address'] } },
} satisfies Partial<BetterAuthOptions>

function languageOf(request: Request | undefined): Language {
  return chooseLanguage(request?.headers.get('accept-language'))
}

function originOf(request: Request, address: OwnAddress): string[] {
  const origin = request.headers.get('origin')
  return origin !== null && address.isOwnOrigin(origin, request.headers.get('host') ?? '') ? [origin] : []
}

/**
 * Under https a browser takes and sends a `__Host-` cookie over TLS alone, and from nobody but this very host: neither a
 * neighbour under the same domain nor somebody on the line can plant one. A plain cookie counts for nothing there.
 */
function cookieRules(publicUrl: string) {
  return publicUrl.startsWith('https:')
    ? { cookiePrefix: '__Host-better-auth', useSecureCookies: false, defaultCookieAttributes: { secure: true, path: '/' } }
    : { cookiePrefix: 'better-auth', useSecureCookies: false }
}

const securePattern = /(?:^|;\s*)__Host-better-auth\.session_token=([^;]+)/
const plainPattern = /(?:^|;\s*)better-auth\.session_token=([^;]+)/

/** The session token of a request's cookie, if its signature is ours. */
export function readSessionToken(
  cookieHeader: string | undefined,
  { secret, publicUrl }: { readonly secret: string; readonly publicUrl: string },
): string | undefined {
  const raw = (publicUrl.startsWith('https:') ? securePattern : plainPattern).exec(cookieHeader ?? '')?.[1]
  if (raw === undefined) return undefined
  let value: string
  try {
    value = decodeURIComponent(raw)
  } catch {
    return undefined
  }
  const dot = value.lastIndexOf('.')
  if (dot < 1) return undefined
  const token = value.slice(0, dot)
  const given = Buffer.from(value.slice(dot + 1), 'base64')
  const expected = createHmac('sha256', secret).update(token).digest()
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : undefined
}

export interface SessionCache {
  find(token: string): Promise<Principal | undefined>
  /** After a sign-out or a change of rights, here or in another process. */
  clear(): void
}

const cacheMilliseconds = 30_000
const mostCached = 5_000

export function createSessionCache(read: (token: string) => Promise<Principal | undefined>): SessionCache {
  const cache = new Map<string, { until: number; principal: Promise<Principal | undefined> }>()
  return {
    find(token) {
      const known = cache.get(token)
      if (known !== undefined && known.until > Date.now()) return known.principal
      const principal = read(token)
      if (cache.size >= mostCached) cache.clear()
      cache.set(token, { until: Date.now() + cacheMilliseconds, principal })
      principal.catch(() => cache.delete(token))
      return principal
    },
    clear: () => cache.clear(),
  }
}
