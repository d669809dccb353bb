/** The calendar invitation inside a mail, read by a calendar's own parser. */
import ICAL from 'ical.js'
import type { ParsedMail } from 'mailparser'

export interface Invitation {
  readonly method: string
  readonly uid: string
  readonly sequence: number
  readonly status: string
  readonly startsAt: string
  readonly endsAt: string
  readonly attendee: string
  readonly organizer: string
}

export function invitationOf(mail: ParsedMail): Invitation | undefined {
  const part = mail.attachments.find((one) => one.contentType.startsWith('text/calendar'))
  if (part === undefined) return undefined
  const calendar = new ICAL.Component(ICAL.parse(part.content.toString('utf8')) as never)
  const entry = calendar.getFirstSubcomponent('vevent')
  if (entry === null) return undefined
  const event = new ICAL.Event(entry)
  const text = (name: string) => String(entry.getFirstPropertyValue(name) ?? '')
  return {
    method: String(calendar.getFirstPropertyValue('method') ?? ''),
    uid: event.uid,
    sequence: event.sequence,
    status: text('status'),
    startsAt: event.startDate.toJSDate().toISOString(),
    endsAt: event.endDate.toJSDate().toISOString(),
    attendee: text('attendee').toLowerCase(),
    organizer: text('organizer').toLowerCase(),
  }
}

/** The first address of our own in the text of a mail. */
export function linkOf(mail: ParsedMail): string {
  const link = /https?:\/\/localhost\S+/.exec(mail.text ?? '')?.[0]
  if (link === undefined) throw new Error(`no link in "${mail.subject}"`)
  return link
}
