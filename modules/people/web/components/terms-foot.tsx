/** At the foot of every public page of a hub. */
import { Link } from '#ui/link.tsx'
import { usePeopleTexts } from '../texts.ts'

export function TermsFoot({ hubKey }: { hubKey: string }) {
  const t = usePeopleTexts()
  if (hubKey === '') return null
  return <Link to={`/hubs/${hubKey}/terms`}>{t('public.hubTermsTitle')}</Link>
}
