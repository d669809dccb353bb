/** Terms of use by version, and who accepted which. */
import type { Language } from '#platform/contract/texts.ts'
import type { Scope } from '#platform/server/scope.ts'

/** As `contract/schemas.ts` has them. */
export interface TermsTexts {
  readonly more: Partial<Record<Exclude<Language, 'ja' | 'en'>, string>>
  readonly privacy: (Partial<Record<Language, string>> & { ja: string; en: string }) | null
}

export interface TermsRow {
  readonly id: string
  readonly version: number
  readonly text_ja: string
  readonly text_en: string
  readonly text_more: TermsTexts['more']
  readonly privacy: TermsTexts['privacy']
  readonly valid_from: string
  readonly created_at: Temporal.Instant
  readonly accepted: number
  readonly accepted_by_guests: number
}

const text = `
select t.id, t.version, t.text_ja, t.text_en, t.text_more, t.privacy, t.valid_from, t.created_at,
  (select count(*) from people.consent c where c.consortium_id = t.consortium_id and c.terms_id = t.id) as accepted,
  (select count(*) from people.guest_consent g where g.consortium_id = t.consortium_id and g.terms_id = t.id) as accepted_by_guests
from people.terms t where t.consortium_id = $1`

export async function list(scope: Scope, page: { limit: number; after: string | null }): Promise<readonly TermsRow[]> {
  return scope.prepared<TermsRow>('people_terms_list', `${text} and ($2::uuid is null or t.id < $2) order by t.id desc limit $3`, [
    scope.consortiumId,
    page.after,
    page.limit,
  ])
}

export async function findOn(scope: Scope, day: string): Promise<TermsRow | undefined> {
  const [row] = await scope.prepared<TermsRow>('people_terms_on', `${text} and t.valid_from <= $2 order by t.valid_from desc limit 1`, [
    scope.consortiumId,
    day,
  ])
  return row
}

/** Its id alone, for every booking of a stranger: how many agreed is not counted. */
export async function findIdOn(scope: Scope, day: string): Promise<string | undefined> {
  const [row] = await scope.prepared<{ id: string }>(
    'people_terms_id_on',
    'select id from people.terms where consortium_id = $1 and valid_from <= $2 order by valid_from desc limit 1',
    [scope.consortiumId, day],
  )
  return row?.id
}

export async function find(scope: Scope, id: string): Promise<TermsRow | undefined> {
  const [row] = await scope.prepared<TermsRow>('people_terms_find', `${text} and t.id = $2`, [scope.consortiumId, id])
  return row
}

/** The next version. Two at once: the unique version lets one through, the other is told to try again. */
export async function insert(
  scope: Scope,
  terms: { textJa: string; textEn: string; validFrom: string; createdBy: string | null } & TermsTexts,
): Promise<string> {
  const [row] = await scope.prepared<{ id: string }>(
    'people_terms_insert',
    `insert into people.terms (consortium_id, version, text_ja, text_en, valid_from, created_by, text_more, privacy)
     select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6::jsonb, $7::jsonb from people.terms where consortium_id = $1 returning id`,
    [
      scope.consortiumId,
      terms.textJa,
      terms.textEn,
      terms.validFrom,
      terms.createdBy,
      JSON.stringify(terms.more),
      terms.privacy === null ? null : JSON.stringify(terms.privacy),
    ],
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

export async function insertGuestConsent(scope: Scope, subjectId: string, termsId: string): Promise<void> {
  await scope.prepared(
    'people_guest_consent_insert',
    'insert into people.guest_consent (consortium_id, subject_id, terms_id, at) values ($1, $2, $3, $4) on conflict do nothing',
    [scope.consortiumId, subjectId, termsId, scope.clock.now()],
  )
}

export async function listGuestConsents(
  scope: Scope,
  subjectIds: readonly string[],
): Promise<readonly { subject_id: string; version: number; at: Temporal.Instant }[]> {
  return scope.prepared(
    'people_guest_consent_list',
    `select g.subject_id, t.version, g.at from people.guest_consent g
     join people.terms t on t.consortium_id = g.consortium_id and t.id = g.terms_id
     where g.consortium_id = $1 and g.subject_id = any($2::uuid[])`,
    [scope.consortiumId, subjectIds],
  )
}
