/** One mail a step that the applicant must know of. */
import type { Scope } from '#platform/server/scope.ts'
import type { RegistrationRow } from '../repository.ts'

export const applicantTidings = ['asked', 'returned', 'accepted', 'refused', 'renewed', 'blocked', 'unblocked', 'withdrawn'] as const
export type ApplicantTiding = (typeof applicantTidings)[number]

export const mailApplicantJob = 'bookings.mailApplicant'
export interface MailApplicantPayload {
  readonly registrationId: string
  readonly tiding: ApplicantTiding
  /** The file as it was then: one mail a step, and an old one is not sent after it has gone on. */
  readonly version: number
}

export function tellApplicant(scope: Scope, row: RegistrationRow, tiding: string): void {
  const known = applicantTidings.find((each) => each === tiding)
  if (row.mail === null || known === undefined) return
  scope.enqueue({
    name: mailApplicantJob,
    payload: { registrationId: row.id, tiding: known, version: row.version } satisfies MailApplicantPayload,
  })
}
