/** Settings, Import and export: a file is checked first, told row by row, and stored whole or not at all. */
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { isProblem, queryClient, saveFile, sendFile } from '#platform/web/client.ts'
import { useProblemText } from '#platform/web/shell/page.tsx'
import { heldRoles, useSession } from '#platform/web/session.ts'
import { Button } from '#ui/button.tsx'
import { DataTable, type Column } from '#ui/data-table.tsx'
import { Checkbox } from '#ui/fields.tsx'
import { FileDrop } from '#ui/file-drop.tsx'
import { Note, SectionHead } from '#ui/marks.tsx'
import { exportFactsDownload, importFactsUpload } from '../../contract/endpoints.ts'
import type { ImportProblem, ImportReport, ImportRow } from '../../contract/schemas.ts'
import { useFieldNames } from '../components/settings/assumed-note.tsx'
import { HubsFrame } from '../components/settings/hub-frame.tsx'
import { useHubsTexts } from '../texts.ts'

export function SettingsFactsPage() {
  const t = useHubsTexts()
  const { session } = useSession()
  const mayImport = heldRoles(session).includes('admin')
  return (
    <HubsFrame title={t('settings.facts')}>
      <div className="grid max-w-5xl gap-14">
        {mayImport && <Import />}
        <section className="grid gap-4">
          <SectionHead title={t('settings.exportTitle')} />
          <p>{t('settings.exportBody')}</p>
          <div>
            <Button icon="download" onClick={() => void saveFile(`/api/v1${exportFactsDownload.path}`, 'hubs.json')}>
              {t('settings.exportNow')}
            </Button>
          </div>
        </section>
      </div>
    </HubsFrame>
  )
}

function Import() {
  const t = useHubsTexts()
  const say = useProblemText()
  const [file, setFile] = useState<File>()
  const sending = useMutation({
    mutationFn: ({ chosen, dryRun }: { chosen: File; dryRun: boolean }) =>
      sendFile(importFactsUpload, { query: { dryRun: String(dryRun) } }, chosen),
    onSuccess: (report) => {
      if (!report.isDryRun) void queryClient.invalidateQueries({ queryKey: ['hubs'] })
    },
  })
  const report = sending.data
  const problems =
    isProblem(sending.error) && sending.error.code === 'hubs.file_refused'
      ? (sending.error.params['problems'] as readonly ImportProblem[])
      : undefined
  const changes = report === undefined ? 0 : report.created + report.changed
  return (
    <section className="grid gap-6">
      <SectionHead title={t('settings.importTitle')} />
      <p className="max-w-3xl">{t('settings.importBody')}</p>
      <FileDrop
        label={t('settings.chooseFile')}
        accept=".json,application/json"
        onFile={(chosen) => {
          setFile(chosen)
          sending.mutate({ chosen, dryRun: true })
        }}
      />
      <div aria-live="polite" className="grid gap-6">
        {problems !== undefined ? (
          <>
            <Note tone="bad">
              <p className="font-bold">{t('settings.refusedTitle', { count: problems.length })}</p>
              <p>{t('settings.refusedBody')}</p>
            </Note>
            <Problems problems={problems} />
          </>
        ) : sending.isError ? (
          <Note tone="bad">{say(sending.error)}</Note>
        ) : null}
        {report !== undefined && (
          <>
            <Note tone={report.isDryRun && changes > 0 ? 'go' : 'ok'}>
              <p className="font-bold">
                {report.isDryRun
                  ? changes === 0
                    ? t('settings.importSame')
                    : t('settings.checked', { name: file?.name ?? '' })
                  : t('settings.imported')}
              </p>
              <p>
                {t('settings.countRead')} {report.read}／{t('settings.countCreated')} {report.created}／{t('settings.countChanged')}{' '}
                {report.changed}／{t('settings.countUnchanged')} {report.unchanged}／{t('settings.countNotUnderstood')}{' '}
                {report.notUnderstood}
              </p>
            </Note>
            {report.isDryRun && changes > 0 && file !== undefined && (
              <div>
                <Button kind="main" isBusy={sending.isPending} onClick={() => sending.mutate({ chosen: file, dryRun: false })}>
                  {t('settings.importNow')}
                </Button>
              </div>
            )}
            <Rows report={report} />
          </>
        )}
      </div>
    </section>
  )
}

function Problems({ problems }: { problems: readonly ImportProblem[] }) {
  const t = useHubsTexts()
  const columns: readonly Column<ImportProblem>[] = [
    {
      key: 'line',
      label: t('settings.colLine'),
      align: 'end',
      cell: (problem) => <span className="whitespace-nowrap">{problem.line}</span>,
      sortValue: (problem) => problem.line,
    },
    { key: 'key', label: t('settings.colKey'), isRowHead: true, cell: (problem) => <code className="break-all">{problem.path}</code> },
    { key: 'problem', label: t('settings.colProblem'), cell: (problem) => t(`importProblems.${problem.code}`) },
    { key: 'found', label: t('settings.colFound'), cell: (problem) => <code className="break-all">{problem.found}</code> },
  ]
  return (
    <DataTable
      caption={t('settings.refusedTitle', { count: problems.length })}
      isCaptionHidden
      columns={columns}
      rows={problems}
      rowKey={(problem) => `${problem.path} ${problem.code}`}
    />
  )
}

function Rows({ report }: { report: ImportReport }) {
  const t = useHubsTexts()
  const nameOf = useFieldNames()
  const [hidesSame, setHidesSame] = useState(true)
  const detail = (row: ImportRow): string[] => [
    ...(row.fields.length > 0 ? [t('settings.detailChanged', { fields: row.fields.map(nameOf).join('、') })] : []),
    ...(row.kept.length > 0 ? [t('settings.detailKept', { fields: row.kept.map(nameOf).join('、') })] : []),
    ...(row.notUnderstood.length > 0 ? [t('settings.detailNotUnderstood', { fields: row.notUnderstood.join('、') })] : []),
  ]
  const columns: readonly Column<ImportRow>[] = [
    {
      key: 'line',
      label: t('settings.colLine'),
      align: 'end',
      cell: (row) => <span className="whitespace-nowrap">{row.line}</span>,
      sortValue: (row) => row.line,
    },
    { key: 'kind', label: t('settings.colWhat'), cell: (row) => t(`settings.rowKinds.${row.kind}`), sortValue: (row) => row.kind },
    {
      key: 'key',
      label: t('settings.colKey'),
      isRowHead: true,
      cell: (row) => <span className="break-all">{row.key}</span>,
      sortValue: (row) => row.key,
    },
    {
      key: 'outcome',
      label: t('settings.colOutcome'),
      cell: (row) => t(`settings.outcomes.${row.outcome}`),
      sortValue: (row) => row.outcome,
    },
    { key: 'detail', label: t('settings.colDetail'), cell: (row) => detail(row).map((line) => <div key={line}>{line}</div>) },
  ]
  const rows = report.rows.filter((row) => !hidesSame || row.outcome !== 'unchanged' || row.kept.length > 0)
  return (
    <div className="grid gap-2">
      <Checkbox isChecked={hidesSame} onChange={setHidesSame}>
        {t('settings.onlyChanges')}
      </Checkbox>
      {rows.length > 0 && <DataTable caption={t('settings.rowsTitle')} columns={columns} rows={rows} rowKey={(row) => row.path} />}
    </div>
  )
}
