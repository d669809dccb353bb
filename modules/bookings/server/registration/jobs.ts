import { job, type Job } from '#platform/server/module.ts'
import { mailApplicant } from '../mails/registration.ts'
import { mailApplicantJob, type MailApplicantPayload } from './use-cases/tell-applicant.ts'

export const registrationJobs: readonly Job[] = [
  job(mailApplicantJob, (scope, payload: MailApplicantPayload) => mailApplicant(scope, payload)),
]
