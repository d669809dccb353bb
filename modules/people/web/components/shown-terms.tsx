/** What a guest agrees to with the button below: the version that is on their screen, and no other. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { isProblem, reading } from '#platform/web/client.ts'
import { Note } from '#ui/marks.tsx'
import { readHubTerms } from '../../contract/endpoints.ts'
import { usePeopleTexts } from '../texts.ts'
import { TermsText } from './terms-text.tsx'

/** `error`: of the last try. Where it says that the terms have changed, they are read again. */
export function useShownTerms(hubKey: string, error: unknown) {
  const query = useQuery(reading(readHubTerms, { params: { hubKey } }))
  const terms = query.data?.terms
  const [firstId, setFirstId] = useState<string | null>()
  if (firstId === undefined && terms !== undefined) setFirstId(terms?.id ?? null)
  const isRefused = isProblem(error) && error.code === 'people.terms_changed'
  const { refetch } = query
  useEffect(() => {
    if (isRefused) void refetch()
  }, [isRefused, error, refetch])
  return {
    terms: terms ?? undefined,
    /** Others than those that were linked to when the form was opened. */
    hasChanged: firstId !== undefined && terms !== undefined && (terms?.id ?? null) !== firstId,
    isRefused,
  }
}

/** The new text beside what was typed, once it is another than the one that was linked to. */
export function ChangedTerms({ shown: { terms, hasChanged } }: { shown: ReturnType<typeof useShownTerms> }) {
  const t = usePeopleTexts()
  if (!hasChanged || terms === undefined) return null
  return (
    <div className="grid gap-4">
      <Note tone="wait" isAlert>
        {t('public.termsChanged')}
      </Note>
      <TermsText text={terms.text} title={t('public.termsTitle', { version: terms.version })} />
      {terms.privacy !== null && <TermsText text={terms.privacy} title={t('public.privacyHeading')} />}
    </div>
  )
}
