/** Terms of use by version, and who accepted which. */
import type { Scope } from '#platform/server/scope.ts'

export interface TermsRow {
  readonly id: string
  readonly version: number
  readonly text_ja: string
  readonly text_en: string
  readonly valid_from: string
  readonly created_at: Temporal.Instant
  readonly accepted: number
}

const text = `
select t.id, t.version, t.text_ja, t.text_en, t.valid_from, t.created_at,
  (select count(*) from people.consent c where c.consortium_id = t.consortium_id and c.terms_id = t.id) as accepted
from people.terms t where t.consortium_id = $1`

export async function list(scope: Scope): Promise<readonly TermsRow[]> {
  return scope.prepared<TermsRow>('people_terms_list', `${text} order by t.version desc`, [scope.consortiumId])
}

export async function findOn(scope: Scope, day: string): Promise<TermsRow | undefined> {
  const [row] = await scope.prepared<TermsRow>('people_terms_on', `${text} and t.valid_from <= $2 order by t.valid_from desc limit 1`, [
    scope.consortiumId,
    day,
  ])
  return row
}

export async function find(scope: Scope, id: string): Promise<TermsRow | undefined> {
  const [row] = await scope.prepared<TermsRow>('people_terms_find', `${text} and t.id = $2`, [scope.consortiumId, id])
  return row
}

/** The next version. Two at once: the unique version lets one through, the other is told to try again. */
export async function insert(
  scope: Scope,
  terms: { textJa: string; textEn: string; validFrom: string; createdBy: string | null },
): Promise<string> {
  const [row] = await scope.prepared<{ id: string }>(
    'people_terms_insert',
    `insert into people.terms (consortium_id, version, text_ja, text_en, valid_from, created_by)
     select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5 from people.terms where consortium_id = $1 returning id`,
    [scope.consortiumId, terms.textJa, terms.textEn, terms.validFrom, terms.createdBy],
  )
  if (row === undefined) throw new Error('no terms were stored')
  return row.id
}

export async function findConsent(scope: Scope, accountId: string, termsId: string): Promise<Temporal.Instant | undefined> {
  const [row] = await scope.prepared<{ at: Temporal.Instant }>(
    'people_consent_find',
    'select at from people.consent where consortium_id = $1 and account_id = $2 and terms_id = $3',
    [scope.consortiumId, accountId, termsId],
  )
  return row?.at
}

/** True the first time. */
export async function insertConsent(scope: Scope, accountId: string, termsId: string): Promise<boolean> {
  const rows = await scope.prepared(
    'people_consent_insert',
    'insert into people.consent (consortium_id, account_id, terms_id, at) values ($1, $2, $3, $4) on conflict do nothing returning terms_id',
    [scope.consortiumId, accountId, termsId, scope.clock.now()],
  )
  return rows.length > 0
}
