/** Organisations of a consortium: the municipality, companies, non-profits, clients. */
import type { Scope } from '#platform/server/scope.ts'
import { likeAnywhere } from '#platform/server/paging.ts'
import type { Organisation } from '../../contract/schemas.ts'

export interface OrganisationRow {
  readonly id: string
  readonly kind: Organisation['kind']
  readonly name: string
  readonly name_en: string | null
  readonly name_kana: string | null
  readonly corporate_number: string | null
  readonly invoice_number: string | null
  readonly phone: string | null
  readonly postal_code: string | null
  readonly address: string | null
  readonly note: string | null
  readonly billing_department: string | null
  readonly billing_contact: string | null
  readonly billing_mail: string | null
  readonly billing_language: 'ja' | 'en'
  readonly archived_at: Temporal.Instant | null
  readonly sort_key: string
  /** People who belong to it and have not left. */
  readonly members: number
}

const text = `
select o.id, o.kind, o.name, o.name_en, o.name_kana, o.corporate_number, o.invoice_number, o.phone, o.postal_code, o.address, o.note,
  o.billing_department, o.billing_contact, o.billing_mail, o.billing_language, o.archived_at, o.sort_key,
  (select count(*) from people.membership m where m.consortium_id = o.consortium_id and m.organisation_id = o.id and m.status <> 'ended') as members
from people.organisation o where o.consortium_id = $1`

export interface OrganisationFilter {
  readonly withArchived: boolean
  /** A part of a name or a number, as typed. */
  readonly q?: string | undefined
}

const filter = `and ($2 or o.archived_at is null)
  and ($3::text is null or o.name ilike $3 or o.name_en ilike $3 or o.name_kana ilike $3 or o.corporate_number like $3 or o.invoice_number ilike $3)`

const filterValues = (scope: Scope, { withArchived, q }: OrganisationFilter): unknown[] => [
  scope.consortiumId,
  withArchived,
  q === undefined || q === '' ? null : likeAnywhere(q),
]

/** In the order of the syllabary, after the row of `after`. */
export async function list(
  scope: Scope,
  by: OrganisationFilter,
  page: { limit: number; after?: { sortKey: string; id: string } | undefined },
): Promise<readonly OrganisationRow[]> {
  return scope.prepared<OrganisationRow>(
    'people_organisation_list',
    `${text} ${filter} and ($4::text is null or (o.sort_key, o.id) > ($4 collate "C", $5::uuid)) order by o.sort_key, o.id limit $6`,
    [...filterValues(scope, by), page.after?.sortKey ?? null, page.after?.id ?? null, page.limit],
  )
}

export async function count(scope: Scope, by: OrganisationFilter): Promise<number> {
  const [row] = await scope.prepared<{ total: number }>(
    'people_organisation_count',
    `select count(*) as total from people.organisation o where o.consortium_id = $1 ${filter}`,
    filterValues(scope, by),
  )
  return row?.total ?? 0
}

export async function listByIds(scope: Scope, ids: readonly string[]): Promise<readonly OrganisationRow[]> {
  return scope.prepared<OrganisationRow>('people_organisation_by_ids', `${text} and o.id = any($2::uuid[])`, [scope.consortiumId, ids])
}

/** Whose papers go to one of these addresses, the archived ones too. */
export async function listByBillingMail(scope: Scope, mails: readonly string[]): Promise<readonly OrganisationRow[]> {
  return mails.length === 0
    ? []
    : scope.prepared<OrganisationRow>('people_organisation_by_billing_mail', `${text} and o.billing_mail = any($2::text[]) order by o.id`, [
        scope.consortiumId,
        mails,
      ])
}

/** Held until the end of the transaction: nobody joins an organisation while it is archived. */
export async function lock(scope: Scope, id: string): Promise<boolean> {
  const rows = await scope.prepared(
    'people_organisation_lock',
    'select id from people.organisation where consortium_id = $1 and id = $2 for update',
    [scope.consortiumId, id],
  )
  return rows.length === 1
}

/** Open ones by name, for imports. */
export async function listOpenNames(scope: Scope): Promise<readonly { id: string; name: string; nameEn: string | null }[]> {
  return scope
    .db('people')
    .selectFrom('people.organisation')
    .select(['id', 'name', 'nameEn'])
    .where('consortiumId', '=', scope.consortiumId)
    .where('archivedAt', 'is', null)
    .execute()
}

export interface OrganisationFields {
  readonly kind: Organisation['kind']
  readonly name: string
  readonly nameEn: string | null
  readonly nameKana: string | null
  readonly corporateNumber: string | null
  readonly invoiceNumber: string | null
  readonly phone: string | null
  readonly postalCode?: string | null
  readonly address: string | null
  readonly note: string | null
  readonly billingDepartment?: string | null
  readonly billingContact?: string | null
  readonly billingMail?: string | null
  readonly billingLanguage?: 'ja' | 'en'
  readonly sortKey: string
}

export async function insert(scope: Scope, fields: OrganisationFields): Promise<string> {
  const row = await scope
    .db('people')
    .insertInto('people.organisation')
    .values({ ...fields, consortiumId: scope.consortiumId })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function update(
  scope: Scope,
  id: string,
  fields: Partial<OrganisationFields> & { archivedAt?: Temporal.Instant | null },
): Promise<void> {
  await scope
    .db('people')
    .updateTable('people.organisation')
    .set({ ...fields, updatedAt: scope.clock.now() })
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', id)
    .execute()
}
