/** Weekdays and hours: a table whose cells say the figure and wear its shade. Each cell opens. */
import type { UseReport } from '../../../contract/use/schemas.ts'
import { useSay } from '../say.tsx'
import { rateOf } from './figures.tsx'

export function Heat({ report, onOpen }: { report: UseReport; onOpen: (part: { weekday: number; hour: number }) => void }) {
  const say = useSay()
  const hours = report.hours.filter((one) => one.openMinutes > 0).map((one) => one.hour)
  if (hours.length === 0) return null
  const most = Math.max(1, ...report.weekdays.flatMap((day) => day.hours.map((one) => rateOf(one.insideMinutes, one.openMinutes) ?? 0)))
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- WCAG 2.1.1: a region that scrolls is reached by keyboard
    <div className="tbl-scroll" role="region" aria-label={say.t('use.heatCaption')} tabIndex={0}>
      <table className="heat">
        <caption className="sr">{say.t('use.heatCaption')}</caption>
        <thead>
          <tr>
            <th scope="col">{say.t('use.weekday')}</th>
            {hours.map((hour) => (
              <th key={hour} scope="col">
                {say.t('use.hourAxis', { hour })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.weekdays.map((day) => (
            <tr key={day.weekday}>
              <th scope="row">{say.t(`use.weekdays.d${day.weekday}` as 'use.weekdays.d1')}</th>
              {hours.map((hour) => {
                const cell = day.hours[hour]
                const rate = cell === undefined ? null : rateOf(cell.insideMinutes, cell.openMinutes)
                return rate === null ? (
                  <td key={hour} className="muted">
                    {say.t('use.closed')}
                  </td>
                ) : (
                  // the fullest wears the deepest shade, which is still light enough for the figure on it
                  <td
                    key={hour}
                    style={{ background: `color-mix(in srgb, var(--accent-line) ${Math.round((rate / most) * 42)}%, var(--page))` }}
                  >
                    <button type="button" onClick={() => onOpen({ weekday: day.weekday, hour })}>
                      {Math.round(rate)}
                    </button>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
