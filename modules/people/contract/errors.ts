import { defineErrors } from '#platform/contract/errors.ts'

export const peopleErrors = defineErrors({
  /** The first administrator is there; the first-run page is closed. */
  'people.already_set_up': { status: 409 },
  'people.setup_code_wrong': { status: 403 },
  'people.mail_taken': { status: 409 },
  /** Accepted, withdrawn or out of date: `params.state`. */
  'people.invitation_gone': { status: 410 },
  'people.invitation_open': { status: 409 },
  /** An account with this mail exists: sign in first, then accept. */
  'people.sign_in_to_accept': { status: 409 },
  /** The link was handed over: the address is proven first, by the link that is mailed to it. */
  'people.mail_unproven': { status: 409 },
  'people.password_needed': { status: 422 },
  'people.already_member': { status: 409 },
  'people.not_a_member': { status: 404 },
  'people.already_asked': { status: 409 },
  'people.request_decided': { status: 409 },
  'people.reason_needed': { status: 422 },
  'people.organisation_taken': { status: 409 },
  'people.corporate_number_taken': { status: 409 },
  'people.organisation_in_use': { status: 409 },
  'people.organisation_unknown': { status: 422 },
  /** Only an administrator gives or takes the role of one. */
  'people.roles_beyond_own': { status: 403 },
  /** A consortium keeps one administrator: `params.consortium`. */
  'people.last_admin': { status: 409 },
  'people.engagement_overlaps': { status: 409 },
  'people.status_unreachable': { status: 409 },
  'people.terms_day_taken': { status: 409 },
  /** What holds now is not what was shown: read it, then agree anew. */
  'people.terms_changed': { status: 409 },
  'people.file_unreadable': { status: 422 },
  /** Nothing was stored; `fields` names row, column and what was expected. */
  'people.import_refused': { status: 422 },
  'people.forget_request_gone': { status: 410 },
  'people.not_confirmed': { status: 422 },
})
