import { hasCorporateCheckDigit } from '../../contract/rules.ts'
import type { Organisation } from '../../contract/schemas.ts'
import type { OrganisationRow } from './repository.ts'

export function presentOrganisation(row: OrganisationRow): Organisation {
  const warnings: Organisation['warnings'] = []
  if (row.corporate_number !== null && !hasCorporateCheckDigit(row.corporate_number)) warnings.push('corporateNumber')
  if (row.invoice_number !== null && !hasCorporateCheckDigit(row.invoice_number.slice(1))) warnings.push('invoiceNumber')
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    nameEn: row.name_en,
    nameKana: row.name_kana,
    corporateNumber: row.corporate_number,
    invoiceNumber: row.invoice_number,
    phone: row.phone,
    postalCode: row.postal_code,
    address: row.address,
    note: row.note,
    billingDepartment: row.billing_department,
    billingContact: row.billing_contact,
    billingMail: row.billing_mail,
    billingLanguage: row.billing_language,
    isArchived: row.archived_at !== null,
    members: row.members,
    warnings,
  }
}
