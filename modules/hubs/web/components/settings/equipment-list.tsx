/** What is on site, what is booked, what is lent. */
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '#platform/web/client.ts'
import { useLocalText } from '#platform/web/local-text.tsx'
import { Button, IconButton } from '#ui/button.tsx'
import { ConfirmDialog, Dialog } from '#ui/dialog.tsx'
import { RadioChips, Select, TextField } from '#ui/fields.tsx'
import { showFirstError } from '#ui/first-error.ts'
import { Tag } from '#ui/marks.tsx'
import { EmptyState } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { changeEquipment, createEquipment, retireEquipment } from '../../../contract/endpoints.ts'
import type { EquipmentSettings, HubSettings } from '../../../contract/schemas.ts'
import { readHubAgain } from '../../queries.ts'
import { useHubsTexts } from '../../texts.ts'
import { AssumedNote } from './assumed-note.tsx'
import { numberIn } from './capacity-fields.tsx'
import { SavingProblem, useSaving } from './draft.tsx'
import { noTexts, TextFields, textsIn, textsOf } from './text-fields.tsx'

export function EquipmentList({ hub }: { hub: HubSettings }) {
  const t = useHubsTexts()
  const local = useLocalText()
  const [edited, setEdited] = useState<EquipmentSettings | 'new'>()
  const [leaving, setLeaving] = useState<EquipmentSettings>()
  const done = () => {
    void readHubAgain(hub.id)
    setEdited(undefined)
    setLeaving(undefined)
  }
  const spaceName = (spaceId: string | null) => {
    const space = hub.spaces.find((one) => one.id === spaceId)
    return space === undefined ? undefined : local(space.names)
  }
  return (
    <div className="grid max-w-5xl gap-6">
      {hub.equipment.length === 0 ? (
        <EmptyState icon="print" title={t('settings.noEquipment')}>
          {t('settings.noEquipmentBody')}
        </EmptyState>
      ) : (
        <ul className="border-t border-rule">
          {hub.equipment.map((one) => (
            <li key={one.id} className="flex items-center gap-x-2 border-b border-rule py-2">
              <div className="min-w-0 flex-1">
                <p className="font-bold">{local(one.names)}</p>
                <p className="dense muted flex flex-wrap gap-x-3">
                  <span>{t(`public.handling.${one.handling}`)}</span>
                  {(one.handling !== 'fixed' || one.count > 1) && <span>{t('public.count', { count: one.count })}</span>}
                  {spaceName(one.spaceId) !== undefined && <span>{spaceName(one.spaceId)}</span>}
                  {one.assumed.includes('count') && <Tag>{t('settings.assumedMark')}</Tag>}
                </p>
              </div>
              <Button size="small" icon="edit" aria-label={`${local(one.names)} ${t('settings.edit')}`} onClick={() => setEdited(one)}>
                {t('settings.edit')}
              </Button>
              <IconButton icon="trash" label={`${local(one.names)} ${t('settings.retire')}`} onClick={() => setLeaving(one)} />
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button kind={hub.equipment.length === 0 ? 'main' : undefined} icon="plus" onClick={() => setEdited('new')}>
          {t('settings.addEquipment')}
        </Button>
      </div>
      <Dialog
        title={edited === 'new' ? t('settings.addEquipment') : t('settings.editEquipment')}
        isOpen={edited !== undefined}
        onClose={() => setEdited(undefined)}
        place="side"
      >
        {edited !== undefined && (
          <EquipmentForm
            hub={hub}
            equipment={edited === 'new' ? undefined : (hub.equipment.find((one) => one.id === edited.id) ?? edited)}
            onDone={done}
          />
        )}
      </Dialog>
      {leaving !== undefined && (
        <RetireDialog equipment={leaving} name={local(leaving.names)} onClose={() => setLeaving(undefined)} onDone={done} />
      )}
    </div>
  )
}

function EquipmentForm({ hub, equipment, onDone }: { hub: HubSettings; equipment: EquipmentSettings | undefined; onDone: () => void }) {
  const t = useHubsTexts()
  const local = useLocalText()
  const [names, setNames] = useState(equipment === undefined ? noTexts : textsOf(equipment.names))
  const [handling, setHandling] = useState<EquipmentSettings['handling']>(equipment?.handling ?? 'fixed')
  const [count, setCount] = useState(String(equipment?.count ?? 1))
  const [spaceId, setSpaceId] = useState(equipment?.spaceId ?? '')
  const [wasTried, setTried] = useState(false)
  const number = numberIn(count)
  const errors = {
    names: names.ja.trim() === '' ? t('settings.needed') : undefined,
    count: number === undefined ? t('settings.mustBeNumber') : undefined,
  }
  const body = () => ({ names: textsIn(names) ?? { ja: '' }, handling, count: number ?? 1, spaceId: spaceId === '' ? null : spaceId })
  const saving = useSaving({
    run: (confirmed?: string[]) =>
      equipment === undefined
        ? call(createEquipment, { params: { hubId: hub.id }, body: body() })
        : call(changeEquipment, {
            params: { equipmentId: equipment.id },
            body: confirmed === undefined ? { ...body(), version: equipment.version } : { version: equipment.version, confirmed },
          }),
    onSaved: onDone,
  })
  return (
    <form
      className="grid gap-6"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (errors.names === undefined && errors.count === undefined) saving.mutate(undefined)
        else showFirstError(event.currentTarget)
      }}
    >
      {equipment !== undefined && (
        <AssumedNote assumed={equipment.assumed} isBusy={saving.isPending} onConfirm={() => saving.mutate([...equipment.assumed])} />
      )}
      <TextFields label={t('settings.name')} value={names} onChange={setNames} isRequired error={wasTried ? errors.names : undefined} />
      <RadioChips
        legend={t('settings.handling')}
        layout="flow"
        value={handling}
        onChange={setHandling}
        choices={(['fixed', 'bookable', 'lendable'] as const).map((value) => ({ value, label: t(`public.handling.${value}`) }))}
      />
      <p className="dense muted">{t(`settings.handlingHint.${handling}`)}</p>
      <TextField
        label={t('settings.itemCount')}
        inputMode="numeric"
        value={count}
        onChange={setCount}
        error={wasTried ? errors.count : undefined}
      />
      <Select
        label={t('settings.where')}
        value={spaceId}
        onChange={setSpaceId}
        choices={[
          { value: '', label: t('settings.anywhere') },
          ...hub.spaces.map((space) => ({ value: space.id, label: local(space.names) })),
        ]}
      />
      <SavingProblem error={saving.error} />
      <div className="dlg-acts">
        <Button kind="main" type="submit" isBusy={saving.isPending}>
          {t(equipment === undefined ? 'settings.add' : 'settings.save')}
        </Button>
      </div>
    </form>
  )
}

function RetireDialog({
  equipment,
  name,
  onClose,
  onDone,
}: {
  equipment: EquipmentSettings
  name: string
  onClose: () => void
  onDone: () => void
}) {
  const t = useHubsTexts()
  const { toast } = useToast()
  const [reason, setReason] = useState('')
  const [wasTried, setTried] = useState(false)
  const retiring = useMutation({
    mutationFn: () => call(retireEquipment, { params: { equipmentId: equipment.id }, body: { version: equipment.version, reason } }),
    onSuccess: () => {
      toast(t('settings.retired'))
      onDone()
    },
  })
  return (
    <ConfirmDialog
      title={t('settings.retire')}
      isOpen
      onClose={onClose}
      kind="bad"
      confirmLabel={t('settings.retire')}
      isBusy={retiring.isPending}
      error={<SavingProblem error={retiring.error} />}
      onConfirm={() => {
        setTried(true)
        if (reason.trim() !== '') retiring.mutate()
      }}
    >
      <p className="mb-4">{t('settings.retireAsk', { name })}</p>
      <TextField
        label={t('settings.retireReason')}
        value={reason}
        onChange={setReason}
        isRequired
        error={wasTried && reason.trim() === '' ? t('settings.needed') : undefined}
      />
    </ConfirmDialog>
  )
}
