import { job } from '#platform/server/module.ts'
import { mailInvitationJob } from './invitations/use-cases/invite-person.ts'
import { mailJoinRequestJob } from './joining/use-cases/ask-to-join.ts'
import { mailJoinDecisionJob } from './joining/use-cases/decide-join-request.ts'
import { mailInvitation } from './mails/invitation.ts'
import { mailJoinDecision, mailJoinRequest } from './mails/join-request.ts'

export const jobs = [
  job(mailInvitationJob, mailInvitation),
  job(mailJoinRequestJob, mailJoinRequest),
  job(mailJoinDecisionJob, mailJoinDecision),
]
