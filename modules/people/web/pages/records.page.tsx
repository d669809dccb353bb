/** Everything recorded about oneself: read, take along, have forgotten. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { urlOf } from '#platform/contract/client.ts'
import type { ResponseOf } from '#platform/contract/endpoint.ts'
import { call, keyOf, reading } from '#platform/web/client.ts'
import { formatInstant, formatTime } from '#platform/web/format.ts'
import { useLanguage } from '#platform/web/language.ts'
import { textIn } from '#platform/web/local-text.tsx'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { sessionChanged, useSession } from '#platform/web/session.ts'
import { Button, buttonClass } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { TextField } from '#ui/fields.tsx'
import { Icon } from '#ui/icon.tsx'
import { Note, SectionHead } from '#ui/marks.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { askToBeForgotten, confirmForgetting, exportMyRecords, listMyRecords, readMyRecords } from '../../contract/endpoints.ts'
import { AccountFrame } from '../components/account-frame.tsx'
import { RecordTree, useRecordWord } from '../components/record-tree.tsx'
import { Refusal } from '../components/refusal.tsx'
import { useSectionName } from '../components/section-name.tsx'
import { More, usePages } from '../components/use-pages.tsx'
import { usePeopleTexts } from '../texts.ts'

export function RecordsPage() {
  const t = usePeopleTexts()
  const language = useLanguage()
  const sectionName = useSectionName()
  const records = useQuery(reading(readMyRecords, { query: {} }, { staleMs: 60_000 }))
  return (
    <AccountFrame title={t('records.title')}>
      <section>
        <p className="mb-4">{t('records.about')}</p>
        <div className="flex flex-wrap gap-3">
          <Take format="xlsx" label={t('records.takeExcel')} />
          <Take format="json" label={t('records.takeJson')} />
        </div>
      </section>
      {records.isError ? (
        <ProblemState error={records.error} onRetry={() => void records.refetch()} isRetrying={records.isFetching} />
      ) : records.data === undefined ? (
        <SkeletonLines count={8} label={t('public.loading')} />
      ) : (
        <>
          <p className="dense muted">{t('records.takenAt', { when: formatInstant(records.data.takenAt, language) })}</p>
          <Section title={t('records.account')} data={records.data.account} isOpen />
          {records.data.consortia.map((consortium) => (
            <section key={consortium.id}>
              <SectionHead title={textIn({ ja: '', ...consortium.name }, language)} />
              {consortium.sections.length === 0 && <p className="muted">{t('records.nothing')}</p>}
              {consortium.sections.map((section) => (
                <Section key={section.section} title={sectionName(section.section)} data={section.data}>
                  {section.cut.map(({ field, total }) => (
                    <Rest key={field} consortiumId={consortium.id} section={section.section} field={field} total={total} />
                  ))}
                </Section>
              ))}
            </section>
          ))}
        </>
      )}
      <Forget />
    </AccountFrame>
  )
}

/** A plain link: the browser saves it, however large, and shows its progress. */
function Take({ format, label }: { format: 'json' | 'xlsx'; label: string }) {
  return (
    <a className={buttonClass({})} href={urlOf(exportMyRecords, {}, { format })} download>
      <Icon name="download" />
      {label}
    </a>
  )
}

/** The rest of a list that is too long to be shown at once. */
function Rest({ total, ...of }: { consortiumId: string; section: string; field: string; total: number }) {
  const t = usePeopleTexts()
  const word = useRecordWord()
  const [isOpen, setOpen] = useState(false)
  const name = of.field === '' ? '' : word('field', of.field)
  return isOpen ? (
    <Rows of={of} />
  ) : (
    <p className="mt-3">
      <Button size="small" onClick={() => setOpen(true)}>
        {t('records.all', { name, count: total })}
      </Button>
    </p>
  )
}

function Rows({ of }: { of: { consortiumId: string; section: string; field: string } }) {
  const t = usePeopleTexts()
  const { list, items } = usePages(keyOf(listMyRecords, { query: of }), (cursor) => call(listMyRecords, { query: { ...of, ...cursor } }))
  if (list.isError) return <ProblemState error={list.error} onRetry={() => void list.refetch()} isRetrying={list.isFetching} />
  if (list.isPending) return <SkeletonLines count={4} label={t('public.loading')} />
  return (
    <div className="mt-4">
      <RecordTree data={items} />
      <More list={list} />
    </div>
  )
}

function Section({ title, data, isOpen, children }: { title: string; data: unknown; isOpen?: boolean; children?: ReactNode }) {
  return (
    <details className="group border-b border-rule" open={isOpen}>
      <summary className="flex min-h-12 cursor-pointer items-center gap-2 font-bold">
        <Icon name="right" className="text-ink-3 group-open:rotate-90" />
        {title}
      </summary>
      <div className="pb-4">
        <RecordTree data={data} />
        {children}
      </div>
    </details>
  )
}

function Forget() {
  const t = usePeopleTexts()
  const ask = useMutation({ mutationFn: () => call(askToBeForgotten, {}) })
  return (
    <section>
      <SectionHead title={t('forget.title')} />
      <p className="muted mb-4">{t('forget.about')}</p>
      <div className="grid gap-4">
        <Refusal error={ask.error} />
        <div>
          <Button isBusy={ask.isPending} onClick={() => ask.mutate()}>
            {t('forget.start')}
          </Button>
        </div>
      </div>
      <Dialog title={t('forget.confirmTitle')} isOpen={ask.data !== undefined} onClose={() => ask.reset()} isWide>
        {ask.data !== undefined && <Confirm request={ask.data} onClose={() => ask.reset()} />}
      </Dialog>
    </section>
  )
}

function Confirm({ request, onClose }: { request: ResponseOf<typeof askToBeForgotten>; onClose: () => void }) {
  const t = usePeopleTexts()
  const { session } = useSession()
  const [typed, setTyped] = useState('')
  const confirm = useMutation({
    mutationFn: () => call(confirmForgetting, { params: { id: request.id }, body: { mail: typed } }),
    onSuccess: async () => {
      await sessionChanged()
      location.assign('/')
    },
  })
  const isSame = typed.normalize('NFKC').trim().toLowerCase() === session?.mail?.toLowerCase()
  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        if (isSame && !confirm.isPending) confirm.mutate()
      }}
    >
      <div>
        <h3 className="mb-2 font-bold">{t('forget.goes')}</h3>
        <ul className="list-disc ps-6 leading-normal">
          {request.goes.map((what) => (
            <li key={what}>{what}</li>
          ))}
        </ul>
      </div>
      <div>
        <h3 className="mb-2 font-bold">{t('forget.stays')}</h3>
        <ul className="list-disc ps-6 leading-normal">
          {request.stays.map(({ what, why }) => (
            <li key={what} className="mb-1">
              {what}
              <span className="dense muted block">{why}</span>
            </li>
          ))}
        </ul>
      </div>
      <Note tone="bad">{t('forget.final')}</Note>
      <TextField
        label={t('forget.typeMail', { mail: session?.mail ?? '' })}
        hint={t('forget.until', { time: formatTime(request.expiresAt) })}
        type="email"
        autoComplete="off"
        autoCapitalize="none"
        value={typed}
        onChange={setTyped}
        maxLength={254}
      />
      <Refusal error={confirm.error} />
      <div className="dlg-acts">
        <Button kind="quiet" onClick={onClose}>
          {t('forget.keep')}
        </Button>
        <Button type="submit" kind="bad" disabled={!isSame} isBusy={confirm.isPending}>
          {t('forget.act')}
        </Button>
      </div>
    </form>
  )
}
