/** A person's own calendar and reminders. */
import { PageHead, usePageTitle } from '#platform/web/shell/page.tsx'
import { OwnFeed } from '../components/calendar/own-feed.tsx'
import { ReminderForm } from '../components/reminder/reminder-form.tsx'
import { useBookingsTexts } from '../texts.ts'

export function NoticesPage() {
  const t = useBookingsTexts()
  usePageTitle([t('reminder.pageTitle')])
  return (
    <div className="wrap pb-16">
      <PageHead title={t('reminder.pageTitle')} />
      <div className="grid gap-x-16 gap-y-12 lg:grid-cols-2">
        <ReminderForm />
        <OwnFeed />
      </div>
    </div>
  )
}
