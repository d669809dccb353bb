/** Terms of use by version: what holds, what will, who accepted. A version is never changed. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ResponseOf } from '#platform/contract/endpoint.ts'
import { languages, type Language } from '#platform/contract/texts.ts'
import { call, keyOf, newKey } from '#platform/web/client.ts'
import { formatDay, today } from '#platform/web/format.ts'
import { languageNames, useLanguage } from '#platform/web/language.ts'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { TextArea, TextField } from '#ui/fields.tsx'
import { Note, StateMark } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { listTerms, publishTerms, readCurrentTerms } from '../../contract/endpoints.ts'
import { PeopleFrame } from '../components/people-frame.tsx'
import { Refusal } from '../components/refusal.tsx'
import { TermsText } from '../components/terms-text.tsx'
import { useChange } from '../queries.ts'
import { showFirstError } from '../components/show-first-error.tsx'
import { usePeopleTexts } from '../texts.ts'

export function TermsPage() {
  const t = usePeopleTexts()
  const language = useLanguage()
  const [isWriting, setWriting] = useState(false)
  const list = useInfiniteQuery({
    queryKey: [...keyOf(listTerms), 'pages'],
    queryFn: ({ pageParam }) => call(listTerms, { query: pageParam === '' ? {} : { cursor: pageParam } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
  const versions = list.data?.pages.flatMap((page) => page.items) ?? []
  const current = versions
    .filter((terms) => terms.validFrom <= today())
    .toSorted((one, other) => (one.validFrom < other.validFrom ? 1 : -1))[0]
  const write = (
    <Button kind="main" icon="plus" onClick={() => setWriting(true)}>
      {t('terms.write')}
    </Button>
  )
  return (
    <PeopleFrame title={t('terms.title')} acts={write}>
      <p className="muted mb-6 max-w-3xl">
        {t('terms.lead')} {t('terms.publicPage')}
      </p>
      {list.isError ? (
        <ProblemState error={list.error} onRetry={() => void list.refetch()} isRetrying={list.isFetching} />
      ) : list.data === undefined ? (
        <SkeletonLines count={5} label={t('public.loading')} />
      ) : versions.length === 0 ? (
        <EmptyState icon="doc" title={t('terms.emptyTitle')} act={write}>
          {t('terms.emptyBody')}
        </EmptyState>
      ) : (
        <ul className="max-w-3xl border-t border-ink">
          {versions.map((terms) => (
            <li key={terms.id} className="border-b border-rule py-4">
              <div className="flex flex-wrap items-center gap-x-6 gap-y-1 leading-normal">
                <b className="flex-1">{t('public.termsTitle', { version: terms.version })}</b>
                <span className="dense muted">
                  {t('terms.accepted', { count: terms.accepted })}
                  {terms.acceptedByGuests > 0 && `　${t('terms.acceptedByGuests', { count: terms.acceptedByGuests })}`}
                </span>
                <StateMark tone={terms.id === current?.id ? 'ok' : 'off'} icon={terms.id === current?.id ? 'check' : 'clock'}>
                  {terms.id === current?.id
                    ? t('terms.holds', { day: formatDay(terms.validFrom, language, { hasYear: true, hasWeekday: false }) })
                    : t(terms.validFrom > today() ? 'terms.willHold' : 'terms.held', {
                        day: formatDay(terms.validFrom, language, { hasYear: true, hasWeekday: false }),
                      })}
                </StateMark>
              </div>
              <details className="mt-2">
                <summary className="flex min-h-11 cursor-pointer items-center underline decoration-dotted underline-offset-4">
                  {t('terms.read')}
                </summary>
                <TermsText text={terms.text} title={t('public.termsTitle', { version: terms.version })} />
                {terms.privacy !== null && <TermsText text={terms.privacy} title={t('public.privacyHeading')} />}
              </details>
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <p className="mt-6">
          <Button isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('members.more')}
          </Button>
        </p>
      )}
      <Dialog title={t('terms.write')} isOpen={isWriting} onClose={() => setWriting(false)} isWide>
        <Form start={versions[0]} onClose={() => setWriting(false)} />
      </Dialog>
    </PeopleFrame>
  )
}

type Terms = ResponseOf<typeof listTerms>['items'][number]
type Draft = Partial<Record<Language, string>>

const filledOf = (draft: Draft): Draft => Object.fromEntries(Object.entries(draft).filter(([, text]) => text.trim() !== ''))

/** Undefined as long as Japanese or English is missing. */
function writtenOf(draft: Draft): (Draft & { ja: string; en: string }) | undefined {
  const { ja, en, ...more } = filledOf(draft)
  return ja === undefined || en === undefined ? undefined : { ja, en, ...more }
}

/** Begins with the text of the version before: mostly a sentence changes. */
function Form({ start, onClose }: { start: Pick<Terms, 'text' | 'privacy'> | undefined; onClose: () => void }) {
  const t = usePeopleTexts()
  const [key] = useState(newKey)
  const [text, setText] = useState<Draft>(start?.text ?? {})
  const [privacy, setPrivacy] = useState<Draft>(start?.privacy ?? {})
  const [validFrom, setValidFrom] = useState(today())
  const [isTried, setTried] = useState(false)
  const publish = useChange(publishTerms, [listTerms, readCurrentTerms])
  const missing = (value = '') => (isTried && value.trim() === '' ? t('public.needed') : undefined)
  const written = writtenOf(text)
  const notice = Object.keys(filledOf(privacy)).length === 0 ? null : writtenOf(privacy)
  return (
    <form
      noValidate
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        showFirstError(event.currentTarget)
        if (written === undefined || notice === undefined || validFrom === '' || publish.isPending) return
        publish.mutate({ body: { text: written, privacy: notice, validFrom }, idempotencyKey: key }, { onSuccess: onClose })
      }}
    >
      <Note>{t('terms.final')}</Note>
      <TextArea
        label={t('terms.ja')}
        isRequired
        rows={8}
        lang="ja"
        value={text.ja ?? ''}
        onChange={(ja) => setText({ ...text, ja })}
        error={missing(text.ja)}
        maxLength={50_000}
      />
      <TextArea
        label={t('terms.en')}
        isRequired
        rows={8}
        lang="en"
        value={text.en ?? ''}
        onChange={(en) => setText({ ...text, en })}
        error={missing(text.en)}
        maxLength={50_000}
      />
      <details>
        <summary className="flex min-h-11 cursor-pointer items-center underline decoration-dotted underline-offset-4">
          {t('terms.more')}
        </summary>
        <p className="muted my-3">{t('terms.moreAbout')}</p>
        <div className="grid gap-5">
          {languages
            .filter((language) => language !== 'ja' && language !== 'en')
            .map((language) => (
              <TextArea
                key={language}
                label={t('terms.textIn', { language: languageNames[language] })}
                rows={5}
                lang={language}
                value={text[language] ?? ''}
                onChange={(typed) => setText({ ...text, [language]: typed })}
                maxLength={50_000}
              />
            ))}
          {languages.map((language) => (
            <TextArea
              key={language}
              label={t('terms.privacyIn', { language: languageNames[language] })}
              rows={5}
              lang={language}
              value={privacy[language] ?? ''}
              onChange={(typed) => setPrivacy({ ...privacy, [language]: typed })}
              maxLength={50_000}
            />
          ))}
        </div>
      </details>
      {isTried && notice === undefined && (
        <Note tone="bad" isAlert>
          {t('terms.privacyBoth')}
        </Note>
      )}
      <TextField label={t('terms.validFrom')} type="date" isRequired value={validFrom} onChange={setValidFrom} error={missing(validFrom)} />
      <Refusal error={publish.error} />
      <div className="dlg-acts">
        <Button kind="quiet" onClick={onClose}>
          {t('members.cancel')}
        </Button>
        <Button type="submit" kind="main" isBusy={publish.isPending}>
          {t('terms.publish')}
        </Button>
      </div>
    </form>
  )
}
