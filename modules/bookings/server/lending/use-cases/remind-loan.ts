/** It is late: a mail where there is an address, and a line on Today. Once when it is late, then once a day, three times in all. */
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { placeNames, requireHub } from '#modules/hubs/server/index.ts'
import { postMail } from '#platform/server/mail.ts'
import { loanLate } from '../../../contract/lending/events.ts'
import type { Loan } from '../../../contract/lending/schemas.ts'
import { localName, sayIn } from '../../mails/texts.ts'
import { instantText } from '../../mails/when.ts'
import { lockLoan, updateLoan, type LoanRow } from '../repository.ts'
import { factOf, presentLoans, requireLoan } from './show-loans.ts'

export const remindLoanJob = 'bookings.remindLoan'

/** Somebody on the stairs with it is not late. */
const graceMinutes = 15
const mostReminders = 3

export function remindWhenDue(scope: Scope, row: LoanRow): void {
  scope.enqueue({
    name: remindLoanJob,
    payload: { loanId: row.id },
    runAt: row.dueAt.add({ minutes: graceMinutes }),
    key: `loan-${row.id}`,
  })
}

/** Runs by its job and by the round of each minute; whoever comes first does it. Too early does nothing: the round finds it. */
export async function remindLate(scope: Scope, loanId: string): Promise<void> {
  const row = await lockLoan(scope, loanId)
  if (row === undefined || row.backAt !== null || row.reminders >= mostReminders) return
  const now = scope.clock.now()
  if (Temporal.Instant.compare(row.dueAt.add({ minutes: graceMinutes }), now) > 0) return
  if (row.remindedAt !== null && Temporal.Instant.compare(row.remindedAt.add({ hours: 24 }), now) > 0) return
  await remind(scope, row)
  scope.enqueue({ name: remindLoanJob, payload: { loanId }, runAt: now.add({ hours: 24, minutes: 1 }), key: `loan-${loanId}` })
}

/** The desk presses the button. */
export async function remindNow(scope: MemberScope, ref: { hubId: string; loanId: string }, version: number): Promise<Loan> {
  const row = await requireLoan(scope, ref.hubId, ref.loanId, version)
  return (await presentLoans(scope, [await remind(scope, row)]))[0] as Loan
}

async function remind(scope: Scope, row: LoanRow): Promise<LoanRow> {
  const after = await updateLoan(scope, row, { remindedAt: scope.clock.now(), reminders: row.reminders + 1 })
  scope.emit(loanLate, { ...factOf(row), dueAt: row.dueAt.toString() }, { subjectId: row.id })
  if (row.holderMail === null) return after
  const hub = await requireHub(scope, row.hubId)
  const place = (await placeNames(scope, [row.equipmentId])).get(row.equipmentId)
  const language = row.holderLanguage
  const say = sayIn(language)
  const label = place?.units.find((unit) => unit.id === row.unitId)?.label ?? ''
  const facts = [
    [say('guestMail.desk.lent'), [localName(place?.names ?? { ja: '' }, language), label].filter(Boolean).join(' ')],
    [say('guestMail.desk.dueAt'), instantText(row.dueAt.epochMilliseconds, hub.zone, language)],
    [say('guestMail.address'), localName(hub.address, language)],
    ...(hub.phone === null ? [] : [[say('guestMail.phone'), hub.phone]]),
  ]
  await postMail(scope, {
    cause: `bookings.loanLate:${row.id}:${after.reminders}`,
    to: { name: row.holderName, address: row.holderMail },
    language,
    subject: say('guestMail.desk.loanLate.subject', { hub: localName(hub.names, language) }),
    text: [
      say('guestMail.greeting', { name: row.holderName }),
      '',
      say('guestMail.desk.loanLate.lead'),
      '',
      ...facts.map((fact) => fact.join('  ')),
    ].join('\n'),
  })
  return after
}
