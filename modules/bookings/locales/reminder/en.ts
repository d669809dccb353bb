import type { Translated } from '#platform/contract/texts.ts'
import type { pushTexts as jaPush, reminder as ja, reminderMail as jaMail, reminderPage as jaPage } from './ja.ts'

export const reminder: Translated<typeof ja> = {
  title: 'Reminders',
  pageTitle: 'Calendar and reminders',
  card: 'See your bookings in your calendar, and be reminded the day before.',
  open: 'Set up',
  lead: 'We remind you when a booking is near, but never between 21:00 and 7:00.',
  when: 'When',
  leads: {
    usual: 'The day before at 17:00 (bookings made more than two days ahead)',
    day: 'One day before',
    hour: 'One hour before',
    none: 'Never',
  },
  how: 'How',
  byMail: 'By email',
  byPush: 'On the devices below',
  news: 'Also changes by the desk and answers to your requests, on the devices',
  newsHint: 'Changes and answers come by email in any case.',
  saved: 'Saved',
  devices: 'Devices that get messages',
  devicesNone: 'No device yet',
  addThis: 'Use this device',
  thisDevice: 'This device',
  asked: 'Press “Allow” when the browser asks.',
  denied: 'This browser does not allow notifications for this site. Allow them in its settings, then press again.',
  unsupported:
    'This browser cannot show notifications. On iPhone and iPad, use Share, “Add to Home Screen”, and open the site from its icon.',
  insecure: 'Notifications work only when the site is opened over https.',
  failed: 'This browser could not be added. Please try again later.',
  added: 'This device is added',
  test: 'Send a test',
  tested: 'Sent. It arrives within seconds.',
  testFailed: 'It could not be delivered. A device that is gone was taken off the list.',
  remove: 'Remove',
  removed: 'Removed',
  since: 'Added {at}',
  lastSent: 'Last delivered: {at}',
  deviceName: '{browser} ({system})',
}

export const reminderMail: Translated<typeof jaMail> = {
  subject: '[{hub}] Reminder of your booking: {when}',
  lead: 'This is a reminder of your booking.',
  stop: 'You can stop these reminders here:\n{url}',
}

export const pushTexts: Translated<typeof jaPush> = {
  reminder: 'Your booking starts soon',
  changed: 'Your booking was changed',
  cancelled: 'Your booking was cancelled',
  approved: 'Your request was approved',
  declined: 'Your request was declined',
  offered: 'A place is free. Please answer soon',
  released: 'Nobody came, so the place was released',
  test: 'A message from Hiroba',
  testBody: 'This device receives your messages.',
}

/** What a guest reads who wants no reminders. */
export const reminderPage: Translated<typeof jaPage> = {
  title: 'Stop reminders',
  lead: 'You can stop the email that reminds you the day before. Your booking stays.',
  stop: 'Stop reminders',
  stopped: 'Reminders are stopped. We still tell you when a booking is changed or cancelled.',
  again: 'Get them again',
  back: 'See the booking',
  noLink: 'Please open the link in the email',
}
