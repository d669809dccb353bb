/** Members from a file: first what it would do, row by row; then all of it, or nothing. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { urlOf } from '#platform/contract/client.ts'
import { ProblemError } from '#platform/contract/client.ts'
import type { Problem } from '#platform/contract/errors.ts'
import { isProblem } from '#platform/web/client.ts'
import { currentLanguage } from '#platform/web/language.ts'
import { Button, buttonClass } from '#ui/button.tsx'
import { Checkbox, TextField } from '#ui/fields.tsx'
import { FileDrop } from '#ui/file-drop.tsx'
import { Icon, type IconName } from '#ui/icon.tsx'
import { LinkButton } from '#ui/link.tsx'
import { Note, SectionHead, StateMark, type Tone } from '#ui/marks.tsx'
import { importMembers, readImportTemplate } from '../../contract/endpoints.ts'
import type { ImportReport } from '../../contract/schemas.ts'
import { useListOf } from '../components/list-of.tsx'
import { PeopleFrame } from '../components/people-frame.tsx'
import { Refusal } from '../components/refusal.tsx'
import { usePeopleTexts } from '../texts.ts'

type Outcome = ImportReport['rows'][number]['outcome']
const looks: Readonly<Record<Outcome, { tone: Tone; icon: IconName }>> = {
  added: { tone: 'go', icon: 'plus' },
  changed: { tone: 'wait', icon: 'edit' },
  kept: { tone: 'off', icon: 'check' },
  refused: { tone: 'bad', icon: 'alert' },
}

async function send(file: File, query: { isDryRun: boolean; invites: boolean; reason?: string }): Promise<ImportReport> {
  const response = await fetch(urlOf(importMembers, {}, query), {
    method: 'POST',
    headers: {
      'content-type': 'application/octet-stream',
      'accept-language': currentLanguage(),
      'hiroba-file-name': encodeURIComponent(file.name),
    },
    body: file,
  })
  const answer = (await response.json()) as unknown
  if (response.ok) return answer as ImportReport
  throw new ProblemError(answer as Problem)
}

export function ImportPage() {
  const t = usePeopleTexts()
  const client = useQueryClient()
  const [file, setFile] = useState<File | undefined>(undefined)
  const [invites, setInvites] = useState(true)
  const [reason, setReason] = useState('')
  const look = useMutation({ mutationFn: (given: File) => send(given, { isDryRun: true, invites: false }) })
  const store = useMutation({
    mutationFn: (given: File) => send(given, { isDryRun: false, invites, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['people'] }),
  })
  const take = (given: File): void => {
    setFile(given)
    store.reset()
    look.mutate(given)
  }
  const report = store.data ?? look.data
  return (
    <PeopleFrame title={t('importing.title')}>
      <div className="grid max-w-3xl gap-8">
        <section>
          <p className="mb-4">{t('importing.lead')}</p>
          <div className="flex flex-wrap gap-3">
            {(['xlsx', 'csv'] as const).map((format) => (
              <a
                key={format}
                className={buttonClass({ size: 'small' })}
                href={urlOf(readImportTemplate, {}, { format, lang: currentLanguage() })}
                download
              >
                <Icon name="download" />
                {t(format === 'xlsx' ? 'importing.templateExcel' : 'importing.templateCsv')}
              </a>
            ))}
          </div>
        </section>
        <FileDrop label={t('importing.file')} accept=".xlsx,.csv,.tsv,.txt" hint={t('importing.fileHint')} onFile={take} />
        {look.isPending && <p role="status">{t('importing.reading', { name: file?.name ?? '' })}</p>}
        <FileProblems error={look.error ?? store.error} name={file?.name ?? ''} />
        {report !== undefined && file !== undefined && (
          <section>
            <SectionHead title={t(report.isStored ? 'importing.doneTitle' : 'importing.planTitle', { name: file.name })} />
            <Sum report={report} />
            {!report.isStored && (
              <div className="mb-6">
                <Rows report={report} />
              </div>
            )}
            {report.isStored ? (
              <LinkButton to="/settings/members" kind="main">
                {t('importing.toMembers')}
              </LinkButton>
            ) : report.rows.some((row) => row.outcome === 'refused') ? (
              <Note tone="bad" isAlert>
                {t('importing.mend')}
              </Note>
            ) : report.added + report.changed === 0 ? (
              <Note tone="ok">{t('importing.nothing')}</Note>
            ) : (
              <form
                className="mt-6 grid gap-4"
                onSubmit={(event) => {
                  event.preventDefault()
                  if (!store.isPending) store.mutate(file)
                }}
              >
                {report.added > 0 && (
                  <Checkbox isChecked={invites} onChange={setInvites}>
                    {t('importing.invites', { count: report.added })}
                  </Checkbox>
                )}
                <TextField
                  label={t('importing.reason')}
                  hint={t('importing.reasonHint')}
                  value={reason}
                  onChange={setReason}
                  maxLength={500}
                />
                <div>
                  <Button type="submit" kind="main" isBusy={store.isPending}>
                    {t('importing.store', { count: report.added + report.changed })}
                  </Button>
                </div>
              </form>
            )}
          </section>
        )}
      </div>
    </PeopleFrame>
  )
}

function Sum({ report }: { report: ImportReport }) {
  const t = usePeopleTexts()
  const refused = report.rows.filter((row) => row.outcome === 'refused').length
  return (
    <p className="mb-4 text-[1.125rem]" role="status">
      {t('importing.sum', { read: report.read, added: report.added, changed: report.changed, kept: report.kept, refused })}
    </p>
  )
}

/** What is wrong stands first; what stays as it is need not be read. */
function Rows({ report }: { report: ImportReport }) {
  const t = usePeopleTexts()
  const listOf = useListOf()
  const order: readonly Outcome[] = ['refused', 'changed', 'added']
  const rows = report.rows
    .filter((row) => row.outcome !== 'kept')
    .toSorted((one, other) => order.indexOf(one.outcome) - order.indexOf(other.outcome) || one.row - other.row)
  const shown = rows.slice(0, 200)
  const field = (name: string): string => t(`sheet.heading.${name}` as 'sheet.heading.mail')
  return (
    <>
      <ul className="border-t border-ink">
        {shown.map((row) => (
          <li
            key={row.row}
            className="grid grid-cols-[4rem_minmax(0,1fr)_auto] items-start gap-x-4 border-b border-rule py-2 leading-normal"
          >
            <span className="dense muted pt-0.5">{t('importing.row', { row: row.row })}</span>
            <span className="min-w-0">
              <b className="block">{row.name === '' ? '–' : row.name}</b>
              {row.outcome === 'changed' && <span className="dense muted block">{listOf(row.fields.map(field))}</span>}
              {row.problems.map((problem) => (
                <span key={problem.field + problem.expected} className="dense block break-words">
                  {t('importing.problem', {
                    field: field(problem.field),
                    value: problem.value === '' ? '–' : problem.value,
                    expected: problem.expected,
                  })}
                </span>
              ))}
            </span>
            <StateMark {...looks[row.outcome]}>{t(`importing.outcome.${row.outcome}`)}</StateMark>
          </li>
        ))}
      </ul>
      {rows.length > shown.length && <p className="muted mt-2">{t('importing.moreRows', { count: rows.length - shown.length })}</p>}
    </>
  )
}

/** A file that could not be told apart into rows, or was refused: where, and what was expected. */
function FileProblems({ error, name }: { error: unknown; name: string }) {
  const t = usePeopleTexts()
  if (error === null || error === undefined) return null
  const fields = isProblem(error) ? (error.problem.fields ?? []) : []
  return (
    <div className="grid gap-3">
      <Refusal error={error} />
      {fields.length > 0 && (
        <ul className="list-disc ps-6 leading-normal" aria-label={name}>
          {fields.slice(0, 50).map((field) => (
            <li key={field.path + field.expected}>
              {t('importing.at', { row: field.path.split('.')[1] ?? '', expected: field.expected })}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
