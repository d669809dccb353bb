/** Says to a screen reader what changed in the day while it was being read; what one did oneself is said by its own answer. */
import { useEffect, useRef } from 'react'
import { useToast } from '#ui/toast.tsx'
import type { DayBooking, DayModel } from './day-model.tsx'
import { useSay } from './say.tsx'

interface Known {
  readonly version: number
  readonly words: string
}

/** More than this at once is a new picture, not a piece of news. */
const mostNews = 4

export function useDayNews(model: DayModel | undefined, isPending: boolean): void {
  const say = useSay()
  const { announce } = useToast()
  const last = useRef<{ day: string; bookings: ReadonlyMap<string, Known> } | undefined>(undefined)
  useEffect(() => {
    if (model === undefined || isPending) return
    const wordsOf = ({ booking }: DayBooking, place: string): string =>
      say.facts([say.bareName(booking.holderName), place, say.range(booking.startsAt, booking.endsAt, model.zone)])
    const bookings = new Map(
      model.rows.flatMap((row) =>
        row.bookings.map((each) => [each.booking.id, { version: each.booking.version, words: wordsOf(each, say.local(row.source.name)) }]),
      ),
    )
    const before = last.current?.day === model.day ? last.current.bookings : undefined
    last.current = { day: model.day, bookings }
    if (before === undefined) return
    const news = [
      ...[...bookings].flatMap(([id, { version, words }]) => {
        const known = before.get(id)
        if (known === undefined) return [say.t('desk.newsAdded', { what: words })]
        return known.version === version || known.words === words ? [] : [say.t('desk.newsChanged', { what: words })]
      }),
      ...[...before].flatMap(([id, { words }]) => (bookings.has(id) ? [] : [say.t('desk.newsGone', { what: words })])),
    ]
    if (news.length > 0 && news.length <= mostNews) announce(news.join(' '))
  }, [model, isPending, say, announce])
}
