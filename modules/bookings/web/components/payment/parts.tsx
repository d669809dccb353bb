/** Small parts of the money screens: sums, why it did not work, the way between them. */
import type { ReactNode } from 'react'
import { formatYen } from '#platform/web/format.ts'
import { useProblemText } from '#platform/web/shell/page.tsx'
import { buttonClass, type ButtonLook } from '#ui/button.tsx'
import { Icon } from '#ui/icon.tsx'
import { Link } from '#ui/link.tsx'
import { Note } from '#ui/marks.tsx'
import { useBookingsTexts } from '../../texts.ts'

/** `−¥1,000` with a real minus; formatYen alone would put the sign behind the mark. */
export const signedYen = (yen: number): string => (yen < 0 ? `−${formatYen(-yen)}` : formatYen(yen))

export function Yen({ children }: { children: number }) {
  return <span className="n tabular-nums">{signedYen(children)}</span>
}

export function MoneyProblem({ error }: { error: unknown }) {
  const say = useProblemText()
  if (error === null || error === undefined) return null
  return (
    <Note tone="bad" isAlert>
      {say(error)}
    </Note>
  )
}

/** A paper opens in its own tab, where it is printed. */
export function PaperLink({ href, children, ...look }: { href: string; children: ReactNode } & ButtonLook) {
  return (
    <a className={buttonClass(look)} href={href} target="_blank" rel="noreferrer">
      <Icon name={look.icon ?? 'print'} />
      {children}
    </a>
  )
}

export function MoneyNav({ hubKey }: { hubKey: string }) {
  const t = useBookingsTexts()
  const places = [
    ['money', t('payment.title')],
    ['money/closing', t('payment.closing')],
    ['money/invoices', t('payment.invoices')],
  ] as const
  return (
    <nav aria-label={t('payment.title')} className="mb-4 flex flex-wrap gap-x-6 border-b border-rule">
      {places.map(([path, label]) => (
        <Link
          key={path}
          to={`/operate/${hubKey}/${path}`}
          isExact
          className="inline-flex min-h-11 items-center no-underline aria-[current=page]:border-b-2 aria-[current=page]:border-ink aria-[current=page]:font-bold"
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}

/** The last minute before a deadline: one at midnight reads as the day that ends with it. */
export const lastMinute = (at: string): string => new Date(Date.parse(at) - 60_000).toISOString()

/** A sum as it is typed: full-width digits and commas are fine. Undefined where it is none. */
export function yenIn(text: string): number | undefined {
  const folded = text.normalize('NFKC').replaceAll(/[,\s\p{Sc}]/gu, '')
  return /^\d{1,9}$/.test(folded) ? Number(folded) : undefined
}
