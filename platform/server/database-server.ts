/**
 * The PostgreSQL that Hiroba works on: the one of the package on `<data>/pg`, or any server named by DATABASE_URL.
 * What comes back is ready: right version, extensions to be had, rights to migrate.
 */
import pg from 'pg'
import { startCluster } from './embedded-cluster.ts'
import { lockFolder } from './embedded-lock.ts'
import type { Settings } from './settings.ts'
import { databaseRoles } from './migrations.ts'
import { codeOf, StartFailure } from './start-failure.ts'

export interface DatabaseServer {
  readonly url: string
  readonly kind: 'embedded' | 'external'
  /** Resolves, with PostgreSQL's last words, if the embedded server dies by itself; never for an external one. */
  readonly lost: Promise<string>
  /** May be called any number of times. Leaves an external server alone. */
  stop(): Promise<void>
}

export interface DatabaseServerOptions {
  /** For tests: no durability, more connections. */
  readonly isThrowAway?: boolean
}

export async function startDatabaseServer(
  settings: Settings,
  log: (line: string) => void,
  options: DatabaseServerOptions = {},
): Promise<DatabaseServer> {
  if (settings.databaseUrl !== undefined) {
    await checkExternal(settings.databaseUrl)
    return { url: settings.databaseUrl, kind: 'external', lost: new Promise(() => {}), stop: async () => {} }
  }
  const lock = lockFolder(settings.dataFolder)
  try {
    const cluster = await startCluster(settings.dataFolder, log, options)
    lock.publish(cluster.url)
    let stopping: Promise<void> | undefined
    return {
      url: cluster.url,
      kind: 'embedded',
      lost: cluster.lost,
      stop: () => (stopping ??= cluster.stop().finally(() => lock.release())),
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

interface ExternalFacts {
  readonly version: number
  readonly version_text: string
  readonly encoding: string
  readonly user: string
  readonly database: string
  readonly has_btree_gist: boolean
  readonly can_create: boolean
  readonly can_make_roles: boolean
  /** Of the four roles: those that are not there, and those that stand there and this user may neither take nor hand itself. */
  readonly missing_roles: string[]
  readonly closed_roles: string[]
  readonly can_create_in_public: boolean
  /** Whose tables of an earlier start this user cannot use. */
  readonly other_owner: string | null
}

/** What is checked of a server that somebody else runs. Each shortcoming is told with the statement that mends it. */
export async function checkExternal(databaseUrl: string): Promise<{ version: string }> {
  const url = new URL(databaseUrl)
  const address = `${url.hostname || 'localhost'}:${url.port || '5432'}`
  const facts = await readFacts(databaseUrl, address, {
    user: decodeURIComponent(url.username) || 'postgres',
    database: decodeURIComponent(url.pathname.slice(1)) || 'postgres',
  })
  if (facts.version < 180_000) throw new StartFailure('external.too_old', { address, found: facts.version_text })
  if (facts.encoding !== 'UTF8')
    throw new StartFailure('external.encoding', { database: facts.database, user: facts.user, found: facts.encoding })
  if (!facts.has_btree_gist) throw new StartFailure('external.no_extension', { address, extension: 'btree_gist' })
  const { user, database } = facts
  if (!facts.can_create) {
    throw new StartFailure('external.no_rights', {
      user,
      database,
      missing: 'CREATE',
      fix: `GRANT CREATE ON DATABASE "${database}" TO "${user}";`,
    })
  }
  const refuse = (missing: string, fix: string): never => {
    throw new StartFailure('external.no_rights', { user, database, missing, fix })
  }
  // rights to make roles are needed as long as one is to be made: an administrator may have made and granted all four
  if (facts.missing_roles.length > 0 && !facts.can_make_roles) refuse('CREATEROLE', `ALTER ROLE "${user}" CREATEROLE;`)
  if (facts.closed_roles.length > 0) {
    const roles = facts.closed_roles.join(', ')
    refuse(`SET ROLE ${roles}`, `GRANT ${roles} TO "${user}" WITH SET TRUE;`)
  }
  if (facts.other_owner !== null) refuse(`ALTER TABLE ("${facts.other_owner}")`, `GRANT "${facts.other_owner}" TO "${user}";`)
  if (!facts.can_create_in_public) refuse('CREATE (schema public)', `GRANT CREATE, USAGE ON SCHEMA public TO "${user}";`)
  return { version: facts.version_text }
}

async function readFacts(databaseUrl: string, address: string, asked: { user: string; database: string }): Promise<ExternalFacts> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<ExternalFacts>(
      `select current_setting('server_version_num')::int as version,
             current_setting('server_version') as version_text,
             pg_encoding_to_char(d.encoding) as encoding,
             current_user::text as "user",
             current_database()::text as database,
             exists (select from pg_available_extensions where name = 'btree_gist') as has_btree_gist,
             has_database_privilege(current_database(), 'CREATE') as can_create,
             r.rolsuper or r.rolcreaterole as can_make_roles,
             array(select name from unnest($1::text[]) as name where to_regrole(name) is null) as missing_roles,
             array(select o.rolname::text from pg_roles o
                    where o.rolname = any($1) and not pg_has_role(r.oid, o.oid, 'SET')
                      and not pg_has_role(r.oid, o.oid, 'MEMBER WITH ADMIN OPTION')
                    order by array_position($1, o.rolname::text)) as closed_roles,
             has_schema_privilege('public', 'CREATE') and has_schema_privilege('public', 'USAGE') as can_create_in_public,
             (select pg_get_userbyid(c.relowner)::text from pg_class c
               where c.oid = to_regclass('public.hiroba_migration') and not pg_has_role(c.relowner, 'USAGE')) as other_owner
        from pg_database d, pg_roles r
       where d.datname = current_database() and r.rolname = current_user`,
      [databaseRoles],
    )
    return rows[0] as ExternalFacts
  } catch (error) {
    throw explainConnectError(error, address, asked)
  } finally {
    await client.end().catch(() => {})
  }
}

export function explainConnectError(error: unknown, address: string, asked: { user: string; database: string }): unknown {
  const code = codeOf(error)
  const reason =
    error instanceof AggregateError ? String(error.errors[0]?.message ?? code) : error instanceof Error ? error.message : String(error)
  if (code === '3D000') return new StartFailure('external.no_database', { address, ...asked }, error)
  if (code === '28P01' || code === '28000') return new StartFailure('external.refused', { address, user: asked.user, reason }, error)
  // SASL failures of the client itself (no password given) carry no code.
  if (code === undefined && /password|SASL|SCRAM/i.test(reason))
    return new StartFailure('external.refused', { address, user: asked.user, reason }, error)
  // 57P03: starting up or shutting down. 53300: no connection left. The rest of what `connect` throws is the network.
  if (code === undefined || /^E[A-Z]+|^57P0|^53300/.test(code) || /timeout/i.test(reason)) {
    return new StartFailure('external.unreachable', { address, reason }, error)
  }
  return error
}
