/** What is said of a hub. */
import { useState } from 'react'
import { call, queryClient } from '#platform/web/client.ts'
import { Select, TextField } from '#ui/fields.tsx'
import { SectionHead } from '#ui/marks.tsx'
import { changeHub } from '../../../contract/endpoints.ts'
import type { HubSettings } from '../../../contract/schemas.ts'
import { keepHub, ownHubQuery } from '../../queries.ts'
import { useHubsTexts } from '../../texts.ts'
import { AssumedNote } from './assumed-note.tsx'
import { capacityDraft, CapacityFields, capacityFrom } from './capacity-fields.tsx'
import { SaveBar, useDraft, useSaving } from './draft.tsx'
import { lacksJapanese, TextFields, textsIn, textsOf } from './text-fields.tsx'
import { townCode } from './town-code.tsx'

function draftOf(hub: HubSettings) {
  return {
    names: textsOf(hub.names),
    address: textsOf(hub.address),
    municipalityNames: textsOf(hub.municipality?.names ?? null),
    municipalityCode: hub.municipality?.code ?? '',
    description: textsOf(hub.description),
    gettingIn: textsOf(hub.gettingIn),
    audience: textsOf(hub.audience),
    phone: hub.phone ?? '',
    openedOn: hub.openedOn ?? '',
    provisionalOpeningOn: hub.provisionalOpeningOn ?? '',
    capacity: capacityDraft(hub.capacity),
    areaM2: hub.areaM2 === null ? '' : String(hub.areaM2),
    zone: hub.zone,
  }
}

const textFields = ['names', 'address', 'municipalityNames', 'description', 'gettingIn', 'audience'] as const

export function DetailsForm({ hub }: { hub: HubSettings }) {
  const t = useHubsTexts()
  const form = useDraft(draftOf(hub), hub.version)
  const { draft, change } = form
  const [wasTried, setTried] = useState(false)
  const settle = (saved: HubSettings) => {
    keepHub(saved)
    form.settle(draftOf(saved), saved.version)
    setTried(false)
  }
  const area = draft.areaM2.normalize('NFKC').trim()
  const capacity = capacityFrom(draft.capacity)
  const errors = {
    ...Object.fromEntries(textFields.filter((field) => lacksJapanese(draft[field])).map((field) => [field, t('settings.needed')])),
    ...(draft.names.ja.trim() === '' ? { names: t('settings.needed') } : {}),
    ...(draft.address.ja.trim() === '' ? { address: t('settings.needed') } : {}),
    ...(capacity === undefined ? { capacity: t('settings.mustBeNumber') } : {}),
    ...(area !== '' && !/^\d+(\.\d+)?$/.test(area) ? { areaM2: t('settings.mustBeNumber') } : {}),
    ...(townCode(draft.municipalityCode) === undefined ? { municipalityCode: t('settings.mustBeTownCode') } : {}),
    ...(draft.phone.trim() !== '' && !/^[+\d][\d ()-]{5,20}$/.test(draft.phone.normalize('NFKC').trim())
      ? { phone: t('settings.mustBePhone') }
      : {}),
  } as Record<string, string>
  const shown = wasTried ? errors : {}

  const saving = useSaving({
    run: (body: { confirmed?: string[] }) =>
      call(changeHub, {
        params: { hubId: hub.id },
        body:
          body.confirmed === undefined
            ? {
                version: form.version,
                names: textsIn(draft.names) ?? hub.names,
                address: textsIn(draft.address) ?? hub.address,
                municipalityNames: textsIn(draft.municipalityNames),
                municipalityCode: townCode(draft.municipalityCode) ?? null,
                description: textsIn(draft.description),
                gettingIn: textsIn(draft.gettingIn),
                audience: textsIn(draft.audience),
                phone: orNull(draft.phone),
                openedOn: orNull(draft.openedOn),
                provisionalOpeningOn: orNull(draft.provisionalOpeningOn),
                capacity: capacity ?? null,
                areaM2: area === '' ? null : Number(area),
                zone: draft.zone,
              }
            : { version: hub.version, confirmed: body.confirmed },
      }),
    onSaved: settle,
  })
  const text = (field: (typeof textFields)[number], label: string, extra: { rows?: number; isRequired?: boolean; hint?: string } = {}) => (
    <TextFields label={label} value={draft[field]} onChange={(value) => change({ [field]: value })} error={shown[field]} {...extra} />
  )
  return (
    <form
      className="grid max-w-5xl gap-8"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
      }}
    >
      <AssumedNote assumed={hub.assumed} isBusy={saving.isPending} onConfirm={() => saving.mutate({ confirmed: hub.assumed })} />
      {text('names', t('settings.name'), { isRequired: true })}
      {text('address', t('settings.address'), { isRequired: true })}
      <div className="grid gap-4">
        {text('municipalityNames', t('settings.municipality'))}
        <div className="max-w-xs">
          <TextField
            label={t('settings.municipalityCode')}
            inputMode="numeric"
            value={draft.municipalityCode}
            onChange={(municipalityCode) => change({ municipalityCode })}
            hint={t('settings.municipalityCodeHint')}
            error={shown['municipalityCode']}
          />
        </div>
      </div>
      {text('description', t('settings.description'), { rows: 4 })}
      {text('gettingIn', t('settings.gettingIn'), { rows: 3, hint: t('settings.gettingInHint') })}
      {text('audience', t('settings.audience'), { hint: t('settings.audienceHint') })}
      <div className="grid gap-4">
        <SectionHead title={t('settings.capacity')} level={3} />
        <CapacityFields value={draft.capacity} onChange={(value) => change({ capacity: value })} error={shown['capacity']} />
      </div>
      <div className="grid items-start gap-x-6 gap-y-4 sm:grid-cols-2 lg:grid-cols-3">
        <TextField
          label={t('settings.area')}
          inputMode="decimal"
          value={draft.areaM2}
          onChange={(areaM2) => change({ areaM2 })}
          error={shown['areaM2']}
        />
        <TextField
          label={t('settings.phone')}
          type="tel"
          value={draft.phone}
          onChange={(phone) => change({ phone })}
          error={shown['phone']}
        />
        <Select
          label={t('settings.zone')}
          value={draft.zone}
          onChange={(zone) => change({ zone })}
          choices={zones.map((value) => ({ value, label: value === japan ? t('settings.zoneJapan') : value }))}
        />
        <TextField
          label={t('settings.provisionalOpeningOn')}
          type="date"
          value={draft.provisionalOpeningOn}
          onChange={(provisionalOpeningOn) => change({ provisionalOpeningOn })}
        />
        <TextField label={t('settings.openedOn')} type="date" value={draft.openedOn} onChange={(openedOn) => change({ openedOn })} />
      </div>
      <SaveBar
        isDirty={form.isDirty}
        isBusy={saving.isPending}
        error={saving.error}
        onSave={() => {
          setTried(true)
          if (Object.keys(errors).length === 0) saving.mutate({})
        }}
        onReset={() => {
          form.settle(draftOf(hub), hub.version)
          saving.reset()
        }}
        onLoadLatest={() => {
          void queryClient.fetchQuery({ ...ownHubQuery(hub.id), staleTime: 0 }).then((latest) => {
            form.rebase(draftOf(latest), latest.version)
            saving.reset()
          })
        }}
      />
    </form>
  )
}

const japan = 'Asia/Tokyo'
const zones = [japan, ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== japan)]

const orNull = (text: string) => (text.trim() === '' ? null : text.trim())
