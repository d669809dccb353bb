import { job } from '#platform/server/module.ts'
import type { HeardUse } from './repository.ts'
import { forgetVisitor, forgetVisitorJob, hearUseAbroad, hearUseAbroadJob, type ForgetVisitorPayload } from './use-cases/keep-use-abroad.ts'
import { stopVisitor, stopVisitorJob, type StopVisitorPayload } from './use-cases/stop-visitor.ts'

export const mutualUseJobs = [
  job(hearUseAbroadJob, (scope, heard: HeardUse) => hearUseAbroad(scope, heard)),
  job(forgetVisitorJob, (scope, payload: ForgetVisitorPayload) => forgetVisitor(scope, payload)),
  job(stopVisitorJob, (scope, payload: StopVisitorPayload) => stopVisitor(scope, payload)),
]
