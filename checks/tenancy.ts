/**
 * No row of one consortium is ever seen from another: read from the catalogue of a migrated database, so a table that a
 * migration forgot to guard is found before anything is stored in it.
 */
import type pg from 'pg'
import { definerFunctions, foreignSchemas, nonTenantTables, openPolicies, ownersFunctions, sharedTables } from './non-tenant-tables.ts'

export interface TenancyFinding {
  readonly rule: string
  /** `schema.table`, with what of it in parentheses. */
  readonly about: string
  readonly says: string
}

interface Table {
  readonly name: string
  readonly kind: string
  readonly has_tenant: boolean
  readonly is_enabled: boolean
  readonly is_forced: boolean
}

interface Key {
  readonly table: string
  readonly name: string
  readonly kind: 'p' | 'u' | 'f' | 'x' | 'i'
  readonly columns: readonly string[]
  readonly target: string | null
  readonly target_columns: readonly string[] | null
  readonly operator: string | null
}

interface Policy {
  readonly table: string
  readonly name: string
  readonly command: string
  readonly roles: readonly string[]
  readonly using: string | null
  readonly with_check: string | null
}

const ours = [...foreignSchemas].map((schema) => `'${schema}'`).join(', ')
const schemaFilter = `n.nspname not in (${ours}) and n.nspname not like 'pg\\_%'`

const texts = {
  tables: `
    select n.nspname || '.' || c.relname as name, c.relkind as kind, c.relrowsecurity as is_enabled, c.relforcerowsecurity as is_forced,
           exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'consortium_id' and a.attnotnull and a.atttypid = 'uuid'::regtype) as has_tenant
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'f', 'm') and ${schemaFilter} order by 1`,
  keys: `
    select n.nspname || '.' || c.relname as "table", k.conname as name, k.contype as kind,
           array(select a.attname::text from unnest(k.conkey) with ordinality as u(attnum, at) join pg_attribute a on a.attrelid = c.oid and a.attnum = u.attnum order by u.at) as columns,
           tn.nspname || '.' || t.relname as target,
           array(select a.attname::text from unnest(k.confkey) with ordinality as u(attnum, at) join pg_attribute a on a.attrelid = t.oid and a.attnum = u.attnum order by u.at) as target_columns,
           (select oprname::text from pg_operator where oid = k.conexclop[1]) as operator
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    left join pg_class t on t.oid = k.confrelid left join pg_namespace tn on tn.oid = t.relnamespace
    where k.contype in ('p', 'u', 'f', 'x') and ${schemaFilter}
    union all
    select n.nspname || '.' || c.relname, i.relname, 'i', array[(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum = x.indkey[0])], null, null, null
    from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid join pg_namespace n on n.oid = c.relnamespace
    where x.indisunique and not exists (select from pg_constraint k where k.conindid = x.indexrelid) and ${schemaFilter}
    order by 1, 2`,
  policies: `
    select schemaname || '.' || tablename as "table", policyname as name, cmd as command, roles::text[] as roles, qual as using, with_check
    from pg_policies order by 1, 2`,
  views: `
    select n.nspname || '.' || c.relname as name, pg_get_userbyid(c.relowner) as owner,
           coalesce(c.reloptions @> array['security_invoker=true'] or c.reloptions @> array['security_invoker=on'], false) as is_invoker
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'v' and ${schemaFilter} and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e') order by 1`,
  grants: `
    select n.nspname || '.' || c.relname as name, c.relkind as kind, case when g.grantee = 0 then 'public' else pg_get_userbyid(g.grantee) end as grantee, g.privilege_type as privilege
    from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) as g
    where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and ${schemaFilter} and g.grantee <> c.relowner
    union all
    select n.nspname, 'n', case when g.grantee = 0 then 'public' else pg_get_userbyid(g.grantee) end, g.privilege_type
    from pg_namespace n, aclexplode(n.nspacl) as g where ${schemaFilter} and n.nspname <> 'public' and g.grantee <> n.nspowner
    order by 1, 3, 4`,
  functions: `
    select n.nspname || '.' || p.proname as name, pg_get_userbyid(p.proowner) as owner, coalesce(p.proconfig::text like '%search_path=%', false) as is_pinned,
           exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g where g.grantee = 0) as is_public
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where p.prosecdef and ${schemaFilter} and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e') order by 1`,
  triggers: `
    select n.nspname || '.' || c.relname as name, t.tgname as trigger
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where not t.tgisinternal and ${schemaFilter} order by 1, 2`,
  roles: `select rolname as name, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as is_strong from pg_roles where rolname like 'hiroba\\_%' and rolname not like 'hiroba\\_test%'`,
} as const

/** Every breach of the rules in the database behind `client`. */
export async function checkTenancy(client: pg.ClientBase): Promise<TenancyFinding[]> {
  const read = async <Row>(text: string): Promise<Row[]> => (await client.query(text)).rows as Row[]
  const tables = await read<Table>(texts.tables)
  const policies = await read<Policy>(texts.policies)
  return [
    ...checkTables(tables, policies),
    ...checkKeys(await read<Key>(texts.keys)),
    ...checkPolicies(policies),
    ...checkRest({
      views: await read(texts.views),
      grants: await read(texts.grants),
      functions: await read(texts.functions),
      triggers: await read(texts.triggers),
      roles: await read(texts.roles),
    }),
    ...checkLists(tables, policies, await read<{ name: string }>(texts.functions)),
  ]
}

const asksForTenant = (condition: string | null): boolean => condition !== null && /consortium_id = (platform\.)?tenant\(\)/.test(condition)

function checkTables(tables: readonly Table[], policies: readonly Policy[]): TenancyFinding[] {
  const findings: TenancyFinding[] = []
  for (const table of tables) {
    if (Object.hasOwn(nonTenantTables, table.name)) continue
    const about = table.name
    if (table.kind === 'm') {
      findings.push({ rule: 'no-materialized-view', about, says: 'row-level security does not reach a materialized view; keep a table' })
      continue
    }
    if (!table.has_tenant)
      findings.push({
        rule: 'tenant-column',
        about,
        says: 'needs consortium_id uuid not null, or a line and a reason in checks/non-tenant-tables.ts',
      })
    if (!table.is_enabled || !table.is_forced)
      findings.push({ rule: 'row-level-security', about, says: 'enable and force row level security' })
    const isGuarded = policies.some(
      (policy) =>
        policy.table === table.name &&
        policy.command === 'ALL' &&
        policy.roles.includes('public') &&
        asksForTenant(policy.using) &&
        asksForTenant(policy.with_check),
    )
    if (!isGuarded)
      findings.push({
        rule: 'tenant-policy',
        about,
        says: 'needs a policy for all with "using" and "with check (consortium_id = platform.tenant())"',
      })
  }
  return findings
}

function checkKeys(keys: readonly Key[]): TenancyFinding[] {
  const findings: TenancyFinding[] = []
  const isTenants = (table: string): boolean => !Object.hasOwn(nonTenantTables, table)
  for (const key of keys) {
    if (!isTenants(key.table)) continue
    const about = `${key.table} (${key.name})`
    if (key.kind === 'f' && key.target !== null && !isTenants(key.target)) {
      if (!sharedTables.has(key.target))
        findings.push({ rule: 'tenant-first', about, says: `a foreign key of a tenant may not leave towards ${key.target}` })
      continue
    }
    if (key.columns[0] !== 'consortium_id')
      findings.push({ rule: 'tenant-first', about, says: `consortium_id must be first: (${key.columns.join(', ')})` })
    else if (key.kind === 'f' && key.target_columns?.[0] !== 'consortium_id')
      findings.push({ rule: 'tenant-first', about, says: `must point at consortium_id of ${key.target} first` })
    else if (key.kind === 'x' && key.operator !== '=')
      findings.push({ rule: 'tenant-first', about, says: 'an exclusion asks "consortium_id with =" first' })
  }
  return findings
}

/** A policy adds rows to what a role may see: each that does not ask for the tenant is the directory's, or listed. */
function checkPolicies(policies: readonly Policy[]): TenancyFinding[] {
  const findings: TenancyFinding[] = []
  for (const policy of policies) {
    if (Object.hasOwn(nonTenantTables, policy.table)) continue
    if (asksForTenant(policy.using ?? policy.with_check)) continue
    const isDirectory = policy.command === 'SELECT' && policy.roles.join() === 'hiroba_publisher'
    if (isDirectory || Object.hasOwn(openPolicies, `${policy.table} ${policy.name}`)) continue
    findings.push({
      rule: 'open-policy',
      about: `${policy.table} (${policy.name})`,
      says: 'lets rows out without asking for the tenant; only views of the directory may (select to hiroba_publisher)',
    })
  }
  return findings
}

function checkRest(found: {
  views: { name: string; owner: string; is_invoker: boolean }[]
  grants: { name: string; kind: string; grantee: string; privilege: string }[]
  functions: { name: string; owner: string; is_pinned: boolean; is_public: boolean }[]
  triggers: { name: string; trigger: string }[]
  roles: { name: string; is_strong: boolean }[]
}): TenancyFinding[] {
  const findings: TenancyFinding[] = []
  const views = new Set(found.views.map((view) => view.name))
  for (const view of found.views) {
    if (!view.is_invoker && view.owner !== 'hiroba_publisher') {
      findings.push({
        rule: 'view-rights',
        about: view.name,
        says: 'a view runs with its owner\'s rights: make it "with (security_invoker = true)" or hand it to hiroba_publisher',
      })
    }
  }
  for (const { name, grantee, privilege } of found.grants) {
    const about = `${name} (${privilege.toLowerCase()} to ${grantee})`
    if (grantee === 'public') findings.push({ rule: 'no-grant-to-public', about, says: 'grant to the role that needs it' })
    else if (['TRUNCATE', 'TRIGGER', 'REFERENCES', 'MAINTAIN'].includes(privilege) && grantee.startsWith('hiroba_')) {
      findings.push({ rule: 'least-rights', about, says: 'no role of the program needs this; truncate also passes by row-level security' })
    } else if (grantee === 'hiroba_publisher' && privilege !== 'SELECT' && privilege !== 'USAGE')
      findings.push({ rule: 'least-rights', about, says: 'hiroba_publisher only reads' })
    else if (views.has(name) && privilege !== 'SELECT') findings.push({ rule: 'least-rights', about, says: 'a view is for reading' })
  }
  for (const { name, owner, is_pinned, is_public } of found.functions) {
    if (!owner.startsWith('hiroba_') && !ownersFunctions.has(name))
      findings.push({
        rule: 'definer-function',
        about: name,
        says: 'hand it to a weak role (alter function … owner to hiroba_auth): the owner of the database passes by row-level security',
      })
    if (!is_pinned) findings.push({ rule: 'definer-function', about: name, says: "a security definer function needs set search_path = ''" })
    if (is_public) findings.push({ rule: 'definer-function', about: name, says: 'revoke execute from public' })
    if (!Object.hasOwn(definerFunctions, name))
      findings.push({ rule: 'definer-function', about: name, says: 'give the reason in checks/non-tenant-tables.ts' })
  }
  for (const { name, trigger } of found.triggers)
    findings.push({
      rule: 'no-trigger',
      about: `${name} (${trigger})`,
      says: 'distributed tables know no triggers; write it in the use case',
    })
  for (const { name, is_strong } of found.roles)
    if (is_strong)
      findings.push({ rule: 'weak-roles', about: name, says: 'must not be superuser, bypass row-level security or create roles' })
  return findings
}

/** The lists of exceptions only shrink: what is gone from the database leaves them. */
function checkLists(tables: readonly Table[], policies: readonly Policy[], functions: readonly { name: string }[]): TenancyFinding[] {
  const there = new Set([
    ...tables.map((one) => one.name),
    ...policies.map((one) => `${one.table} ${one.name}`),
    ...functions.map((one) => one.name),
  ])
  return [...Object.keys(nonTenantTables), ...Object.keys(openPolicies), ...Object.keys(definerFunctions)]
    .filter((name) => !there.has(name))
    .map((name) => ({ rule: 'exceptions-shrink', about: name, says: 'is no more: take it out of checks/non-tenant-tables.ts' }))
}
