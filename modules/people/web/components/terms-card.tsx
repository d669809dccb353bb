/** On the own first page, as long as the terms that hold were not accepted. */
import { useQuery } from '@tanstack/react-query'
import { reading } from '#platform/web/client.ts'
import { useSession } from '#platform/web/session.ts'
import { Button } from '#ui/button.tsx'
import { SectionHead } from '#ui/marks.tsx'
import { acceptTerms, readCurrentTerms } from '../../contract/endpoints.ts'
import { useChange } from '../queries.ts'
import { usePeopleTexts } from '../texts.ts'
import { Refusal } from './refusal.tsx'
import { TermsText } from './terms-text.tsx'

export function TermsCard() {
  const t = usePeopleTexts()
  const { session } = useSession()
  const current = useQuery(reading(readCurrentTerms, {}, { isOn: session?.active !== undefined, staleMs: 10 * 60_000 }))
  const accept = useChange(acceptTerms, [readCurrentTerms])
  const terms = current.data?.terms
  if (terms === null || terms === undefined || current.data?.acceptedAt !== null) return null
  return (
    <section>
      <SectionHead title={t('terms.cardTitle')} />
      <p className="mb-4">{t('terms.cardBody')}</p>
      <TermsText text={terms.text} title={t('public.termsTitle', { version: terms.version })} />
      {terms.privacy !== null && <TermsText text={terms.privacy} title={t('public.privacyHeading')} />}
      <div className="mt-4 grid gap-4">
        <Refusal error={accept.error} />
        <div>
          <Button kind="main" isBusy={accept.isPending} onClick={() => accept.mutate({ params: { id: terms.id } })}>
            {t('terms.accept')}
          </Button>
        </div>
      </div>
    </section>
  )
}
