/** On Me: one line that leads to the own calendar and reminders. */
import { Link } from '#ui/link.tsx'
import { SectionHead } from '#ui/marks.tsx'
import { useBookingsTexts } from '../../texts.ts'

export function NoticesCard() {
  const t = useBookingsTexts()
  return (
    <section aria-labelledby="notices">
      <SectionHead id="notices" title={t('reminder.pageTitle')} />
      <p className="muted">{t('reminder.card')}</p>
      <p>
        <Link to="/me/notices" className="inline-flex min-h-11 items-center">
          {t('reminder.open')}
        </Link>
      </p>
    </section>
  )
}
