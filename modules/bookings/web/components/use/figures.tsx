/** The main figures of a period; each opens the bookings it is made of. */
import type { UseFigures } from '../../../contract/use/schemas.ts'
import type { Part } from '../../use/queries.ts'
import { useSay, type Say } from '../say.tsx'

/** Per cent; null where nothing was open. */
export const rateOf = (inside: number, open: number): number | null => (open === 0 ? null : (inside / open) * 100)

export function sayRate(say: Say, inside: number, open: number): string {
  const rate = rateOf(inside, open)
  return rate === null ? say.t('use.none') : say.t('use.percent', { rate: rate.toFixed(1) })
}
export const sayHours = (say: Say, minutes: number): string => say.t('use.hours', { count: grouped(Math.round(minutes / 60)) })
export const grouped = (count: number): string => count.toLocaleString('en')
export const sayLead = (say: Say, minutes: number | null): string =>
  minutes === null ? say.t('use.none') : say.t('use.days', { count: Math.round(minutes / 144) / 10 })

export function Figures({ total, onOpen }: { total: UseFigures; onOpen: (title: string, part: Part) => void }) {
  const say = useSay()
  const used: Part = { outcome: 'used' }
  const all: readonly { name: string; value: string; part?: Part }[] = [
    { name: say.t('use.visits'), value: say.t('use.people', { count: grouped(total.visits) }), part: used },
    { name: say.t('use.persons'), value: say.t('use.people', { count: grouped(total.persons) }), part: used },
    { name: say.t('use.rate'), value: sayRate(say, total.insideMinutes, total.openMinutes), part: used },
    { name: say.t('use.bookedHours'), value: sayHours(say, total.bookedMinutes), part: used },
    { name: say.t('use.bookings'), value: say.t('use.cases', { count: grouped(total.bookings) }), part: used },
    { name: say.t('use.noShows'), value: say.t('use.cases', { count: grouped(total.noShows) }), part: { outcome: 'no-show' } },
    {
      name: say.t('use.cancellations'),
      value: say.t('use.cases', { count: grouped(total.cancellations) }),
      part: { outcome: 'cancelled' },
    },
    { name: say.t('use.lead'), value: sayLead(say, total.leadMinutes) },
  ]
  return (
    <dl className="use-figures" aria-label={say.t('use.figures')}>
      {all.map(({ name, value, part }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {part === undefined ? (
              <span className="use-figure">{value}</span>
            ) : (
              <button type="button" className="use-figure" onClick={() => onOpen(name, part)}>
                {value}
                <span className="sr">{say.t('use.openRecords')}</span>
              </button>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}
