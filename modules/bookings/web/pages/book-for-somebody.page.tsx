/** Book at the desk, at its own address: `?day=2026-11-24&start=600&end=720&place=space:…`. */
import { useNavigate } from '@tanstack/react-router'
import { today as todayIn, wallClock } from '#platform/web/format.ts'
import { PageHead, usePageTitle } from '#platform/web/shell/page.tsx'
import { BookForm } from '../components/book-form.tsx'
import { DeskFrame } from '../components/desk-frame.tsx'
import { useSay } from '../components/say.tsx'
import { useSearchState, type Search } from '../components/use-search-state.tsx'
import type { When } from '../components/when-fields.tsx'
import type { HubRef } from '../queries.ts'

export function BookForSomebodyPage() {
  return <DeskFrame>{(hub) => <Book hub={hub} />}</DeskFrame>
}

function Book({ hub }: { hub: HubRef }) {
  const say = useSay()
  const navigate = useNavigate()
  const { search } = useSearchState()
  usePageTitle([say.t('desk.bookTitle'), say.local(hub.names)])
  const back = (): void =>
    void navigate({ to: `/operate/${hub.key}/bookings`, search: search['day'] === undefined ? {} : { day: search['day'] } } as never)
  return (
    <div className="max-w-xl">
      <PageHead title={say.t('desk.bookTitle')} />
      <BookForm hub={hub} when={whenFrom(search, hub.zone)} place={search['place']} onDone={back} onClose={back} />
    </div>
  )
}

function whenFrom(search: Search, zone: string): When {
  const today = todayIn(zone)
  const asked = search['day'] ?? ''
  const day = /^\d{4}-\d{2}-\d{2}$/.test(asked) && asked >= today ? asked : today
  const { hour, minute } = wallClock(Date.now(), zone)
  const next = day === today ? Math.min(23 * 60, Math.ceil((hour * 60 + minute) / 30) * 30) : 10 * 60
  const start = minutes(search['start']) ?? next
  return { day, start, end: Math.max(minutes(search['end']) ?? start + 60, start + 15) }
}

function minutes(text: string | undefined): number | undefined {
  const value = Number(text)
  return text !== undefined && Number.isInteger(value) && value >= 0 && value <= 2880 ? value : undefined
}
