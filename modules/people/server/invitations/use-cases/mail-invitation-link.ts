import { failOf } from '#platform/server/errors.ts'
import type { InvitationScope } from '#platform/server/scope.ts'
import { peopleErrors } from '../../../contract/errors.ts'
import { stateOf } from '../presenter.ts'
import { requireInvitation } from './find-invitation.ts'
import { mailInvitationJob } from './invite-person.ts'

const fail = failOf(peopleErrors)

/** Who presses again while the mail is on its way does not fill the mailbox. */
const oncePerMinutes = 5

/** The mailed link once more, to the address of the invitation and to no other. */
export async function mailInvitationLink(scope: InvitationScope): Promise<{ mail: string }> {
  const { row } = await requireInvitation(scope, { isLocked: false })
  const now = scope.clock.now()
  const state = stateOf(row, now)
  if (state !== 'open') fail('people.invitation_gone', { params: { state } })
  const again = Math.floor(now.epochMilliseconds / (oncePerMinutes * 60_000))
  scope.enqueue({ name: mailInvitationJob, payload: { invitationId: row.id, generation: row.generation, again } })
  return { mail: row.mail }
}
