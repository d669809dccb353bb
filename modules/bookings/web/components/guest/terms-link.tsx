/** To what is agreed to, in a tab of its own: what was typed stays. */
import { useBookingsTexts } from '../../texts.ts'

export function TermsLink({ hubKey, version }: { hubKey: string; version: number | undefined }) {
  const t = useBookingsTexts()
  return (
    <a href={`/hubs/${hubKey}/terms`} target="_blank" rel="noreferrer">
      {version === undefined ? t('public.page.readTerms') : t('public.page.readTermsVersion', { version })}
      <span className="sr">{t('public.page.opensNew')}</span>
    </a>
  )
}
