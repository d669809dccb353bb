import type { TermsRow } from './repository.ts'

export function presentVersion(row: TermsRow) {
  return {
    id: row.id,
    version: row.version,
    text: { ja: row.text_ja, en: row.text_en, ...row.text_more },
    privacy: row.privacy,
    validFrom: row.valid_from,
  }
}

export function presentTerms(row: TermsRow) {
  return { ...presentVersion(row), createdAt: row.created_at.toString(), accepted: row.accepted, acceptedByGuests: row.accepted_by_guests }
}
