import type { Translated } from '#platform/contract/texts.ts'
import type { records as ja, recordsAudit as jaAudit, retention as jaRetention } from './ja.ts'

export const records: Translated<typeof ja> = {
  errors: { not_your_mail: 'That is not the email address of these records.' },
  guestMail: {
    subject: '[{hub}] What is recorded about you',
    lead: 'Here you can see what is recorded about you, download it, or have it removed:',
    until: 'The link works until {until}. Do not pass it on.',
    unexpected: 'If you did not ask for this, just delete this mail.',
  },
  page: {
    about: 'What is recorded about you',
    aboutBody:
      'You can see what the people who run the hub keep about your email address, download it, or have it removed. To make sure it is you, we email you another link.',
    ask: 'Email me the link to my records',
    asked: 'The link is on its way to {mail}. It works for 24 hours.',
    open: 'See the records',
    title: 'What is recorded about you',
    of: 'Records about {mail}. This link works until {until}.',
    bookings: 'Bookings',
    noBookings: 'There are no bookings.',
    waiting: { one: 'You are in {count} waiting list.', other: 'You are in {count} waiting lists.' },
    loans: { one: 'There is a record of {count} loan of equipment.', other: 'There are records of {count} loans of equipment.' },
    mails: 'Emails sent to you',
    noMails: 'There are no emails.',
    take: 'Download everything',
    takeExcel: 'Download as Excel',
    takeJson: 'Download as JSON',
    takeFailed: 'The file could not be downloaded. Please try again.',
    forgetTitle: 'Have your records removed',
    forgetAbout:
      'Your name, email address, telephone number, purpose, the texts of emails and your places on waiting lists are removed. Which space was used when stays on record, without your name, and so does what the law requires to be kept, such as receipts.',
    cancels: {
      one: '{count} booking that is still to come will be cancelled. If you want to keep it, come back after your visit.',
      other: '{count} bookings that are still to come will be cancelled. If you want to keep them, come back after your visit.',
    },
    forget: 'Remove the records',
    confirmTitle: 'Remove the records?',
    final: 'This cannot be undone. No email is sent about it.',
    type: 'To confirm, type {mail}',
    typeLabel: 'Email address',
    keep: 'Keep them',
    doneTitle: 'The records are removed',
    done: {
      one: 'Your name and address are gone from {bookings} booking.',
      other: 'Your name and address are gone from {bookings} bookings.',
    },
    doneCancelled: { one: '{count} coming booking was cancelled.', other: '{count} coming bookings were cancelled.' },
    gone: 'This link does not work',
    goneBody: 'It has expired, or the records are already gone. Ask for a new one by the link in the email of your booking.',
    toHub: 'To the hub',
  },
}

/** For the office: how long it is kept. */
export const retention: Translated<typeof jaRetention> = {
  title: 'How long guests are kept',
  about: 'For how many years after the last visit the names and contact details of guests stay.',
  lead: 'Names, email addresses, telephone numbers, purposes and mails of guests without an account are removed automatically when the last visit is longer ago than the years chosen here. The history says so.',
  stays: {
    use: 'When which place was used stays, without a name.',
    money:
      'Of payments, receipts and invoices the number, the day and the amount stay (accounts are kept for seven years). The name of a person on a receipt goes.',
    open: 'Whoever still owes or is owed money, has something on loan or waits for a free place stays until that is settled.',
    members: 'Members, who have an account, stay until they leave or ask to be removed.',
  },
  years: 'Years after the last visit',
  yearsOf: '{years}',
  held: 'At present {guests} guests have a name here.',
  older: 'If it is set to {years}, the names and contact details of {guests} guests go within an hour or so. This cannot be undone.',
  none: 'No guest was last here more than {years} years ago.',
  save: 'Save',
  saved: 'Saved',
  cancel: 'Cancel',
  confirmTitle: 'Keep guests for a shorter time?',
}

export const recordsAudit: Translated<typeof jaAudit> = {
  guestRecordsAsked: 'A guest asked for the link to their records',
  guestRecordsTaken: 'A guest downloaded their records',
  guestForgotten: 'A guest had their name and contact details removed',
  guestExpired: 'Removed the name and contact details of a guest whose time was over',
  nameExpired: 'Removed the name and contact details of a loan or a place in a line, as the time for keeping them is over',
  retentionChanged: 'Changed how long guests are kept',
}
