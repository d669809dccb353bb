/** Settings, Consortium: its name, who is in it, what it set out to do. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call, keyOf, queryClient } from '#platform/web/client.ts'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { TextArea, TextField } from '#ui/fields.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { changeConsortium, getConsortium } from '../../contract/endpoints.ts'
import type { ConsortiumSettings } from '../../contract/schemas.ts'
import { SaveBar, useDraft, useSaving } from '../components/settings/draft.tsx'
import { HubsFrame } from '../components/settings/hub-frame.tsx'
import { lacksJapanese, TextFields, textsIn, textsOf } from '../components/settings/text-fields.tsx'
import { townCode } from '../components/settings/town-code.tsx'
import { consortiumQuery } from '../queries.ts'
import { useHubsTexts } from '../texts.ts'

export function SettingsConsortiumPage() {
  const t = useHubsTexts()
  const consortium = useQuery(consortiumQuery())
  return (
    <HubsFrame title={t('settings.consortium')}>
      {consortium.isError ? (
        <ProblemState error={consortium.error} onRetry={() => void consortium.refetch()} isRetrying={consortium.isFetching} />
      ) : consortium.data === undefined ? (
        <SkeletonLines count={6} label={t('settings.loading')} />
      ) : (
        <ConsortiumForm consortium={consortium.data} />
      )}
    </HubsFrame>
  )
}

const draftOf = (consortium: ConsortiumSettings) => ({
  names: textsOf(consortium.names),
  municipalityNames: textsOf(consortium.municipalityNames),
  municipalityCode: consortium.municipalityCode ?? '',
  project: consortium.project ?? '',
  projectAlso: consortium.projectAlso ?? '',
  lead: consortium.lead ?? '',
  operator: consortium.operator ?? '',
  members: consortium.members.join('\n'),
  workKinds: consortium.workKinds.join('\n'),
  notes: consortium.notes.join('\n'),
})

function ConsortiumForm({ consortium }: { consortium: ConsortiumSettings }) {
  const t = useHubsTexts()
  const form = useDraft(draftOf(consortium), consortium.version)
  const { draft, change } = form
  const [wasTried, setTried] = useState(false)
  const code = townCode(draft.municipalityCode)
  const errors: Record<string, string> = {
    ...(draft.names.ja.trim() === '' ? { names: t('settings.needed') } : {}),
    ...(lacksJapanese(draft.municipalityNames) ? { municipalityNames: t('settings.needed') } : {}),
    ...(code === undefined ? { municipalityCode: t('settings.mustBeTownCode') } : {}),
  }
  const shown = wasTried ? errors : {}
  const saving = useSaving({
    run: () =>
      call(changeConsortium, {
        body: {
          version: form.version,
          names: textsIn(draft.names) ?? consortium.names,
          municipalityNames: textsIn(draft.municipalityNames),
          municipalityCode: code ?? null,
          project: orNull(draft.project),
          projectAlso: orNull(draft.projectAlso),
          lead: orNull(draft.lead),
          operator: orNull(draft.operator),
          members: linesOf(draft.members),
          workKinds: linesOf(draft.workKinds),
          notes: linesOf(draft.notes),
        },
      }),
    onSaved: (saved) => {
      queryClient.setQueryData(keyOf(getConsortium, {}), saved)
      form.settle(draftOf(saved), saved.version)
      setTried(false)
    },
  })
  const line = (field: 'project' | 'projectAlso' | 'lead' | 'operator') => (
    <TextField label={t(`settings.${field}`)} value={draft[field]} onChange={(value) => change({ [field]: value })} />
  )
  const lines = (field: 'members' | 'workKinds' | 'notes') => (
    <TextArea label={t(`settings.${field}`)} rows={6} value={draft[field]} onChange={(value) => change({ [field]: value })} />
  )
  return (
    <form
      className="grid max-w-5xl gap-8"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
      }}
    >
      <TextFields
        label={t('settings.name')}
        value={draft.names}
        onChange={(names) => change({ names })}
        isRequired
        error={shown['names']}
      />
      <TextFields
        label={t('settings.municipality')}
        value={draft.municipalityNames}
        onChange={(municipalityNames) => change({ municipalityNames })}
        error={shown['municipalityNames']}
      />
      <div className="grid gap-x-6 gap-y-4 md:grid-cols-2">
        <TextField
          label={t('settings.municipalityCode')}
          inputMode="numeric"
          value={draft.municipalityCode}
          onChange={(municipalityCode) => change({ municipalityCode })}
          hint={t('settings.municipalityCodeHint')}
          error={shown['municipalityCode']}
        />
        {line('lead')}
        {line('operator')}
        {line('project')}
        {line('projectAlso')}
      </div>
      <div className="grid gap-x-6 gap-y-4 md:grid-cols-2">
        {lines('members')}
        {lines('workKinds')}
      </div>
      {lines('notes')}
      <SaveBar
        isDirty={form.isDirty}
        isBusy={saving.isPending}
        error={saving.error}
        onSave={() => {
          setTried(true)
          if (Object.keys(errors).length === 0) saving.mutate(undefined)
        }}
        onReset={() => {
          form.settle(draftOf(consortium), consortium.version)
          saving.reset()
        }}
        onLoadLatest={() => {
          void queryClient.fetchQuery({ ...consortiumQuery(), staleTime: 0 }).then((latest) => {
            form.rebase(draftOf(latest), latest.version)
            saving.reset()
          })
        }}
      />
    </form>
  )
}

const orNull = (text: string) => (text.trim() === '' ? null : text.trim())
const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
