import { job } from '#platform/server/module.ts'
import { hearPartner, tellPartnerJob, type TellPartnerPayload } from './use-cases/tell-partner.ts'

export const mutualUseJobs = [job(tellPartnerJob, (scope, payload: TellPartnerPayload) => hearPartner(scope, payload))]
