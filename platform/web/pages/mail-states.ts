import type { ResponseOf } from '#platform/contract/endpoint.ts'
import type { listMails } from '#platform/contract/endpoints.ts'
import type { IconName } from '#ui/icon.tsx'
import type { Tone } from '#ui/marks.tsx'

export type MailSummary = ResponseOf<typeof listMails>['items'][number]
export type MailStatus = MailSummary['status']

/** How each state of a mail looks; the word stands beside it. */
export const mailStates: Readonly<Record<MailStatus, { tone: Tone; icon: IconName }>> = {
  queued: { tone: 'wait', icon: 'hourglass' },
  sent: { tone: 'ok', icon: 'check' },
  kept: { tone: 'off', icon: 'mail' },
  failed: { tone: 'bad', icon: 'alert' },
}
