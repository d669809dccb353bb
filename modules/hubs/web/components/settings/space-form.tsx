/** One space: what it is, how many it holds, how it is booked. */
import { useState } from 'react'
import type { LocalText } from '#platform/contract/schemas.ts'
import { call } from '#platform/web/client.ts'
import { Button } from '#ui/button.tsx'
import { Select, TextArea, TextField } from '#ui/fields.tsx'
import { showFirstError } from '#ui/first-error.ts'
import { changeSpace, createSpace } from '../../../contract/endpoints.ts'
import { usualBookableAs } from '../../../contract/rules.ts'
import { spaceKinds, type BookableAs, type SpaceKind, type SpaceSettings } from '../../../contract/schemas.ts'
import { useHubsTexts } from '../../texts.ts'
import { accessKinds, isAccessKind, useKindText } from '../kinds.tsx'
import { AssumedNote } from './assumed-note.tsx'
import { capacityDraft, CapacityFields, capacityFrom, numberIn } from './capacity-fields.tsx'
import { SavingProblem, useSaving } from './draft.tsx'
import { noTexts, TextFields, textsIn, textsOf } from './text-fields.tsx'

export interface SpaceFormProps {
  readonly hubId: string
  readonly parentId: string | null
  readonly space?: SpaceSettings
  readonly onDone: () => void
}

const seatsOf = (space: SpaceSettings | undefined) => space?.units.filter((unit) => unit.kind === 'seat').length ?? 0

export function SpaceForm({ hubId, parentId, space, onDone }: SpaceFormProps) {
  const t = useHubsTexts()
  const kindText = useKindText()
  const [kind, setKind] = useState<SpaceKind>(space?.kind ?? 'coworking')
  const [names, setNames] = useState(space === undefined ? noTexts : textsOf(space.names))
  const [floor, setFloor] = useState(space?.floor ?? '')
  const [room, setRoom] = useState(space?.room ?? '')
  const [capacity, setCapacity] = useState(capacityDraft(space?.capacity ?? null))
  const [area, setArea] = useState(space?.areaM2 == null ? '' : String(space.areaM2))
  const [accessKind, setAccessKind] = useState<string>(space?.accessKind ?? '')
  const [uses, setUses] = useState((space?.uses ?? []).map((use) => use.ja).join('\n'))
  // until somebody chooses: as is usual for the kind
  const [chosen, setChosen] = useState<BookableAs | undefined>(space?.bookableAs)
  const [seats, setSeats] = useState(seatsOf(space) === 0 ? '' : String(seatsOf(space)))
  const [wasTried, setTried] = useState(false)

  const people = capacityFrom(capacity)
  const areaText = area.normalize('NFKC').trim()
  const errors: Record<string, string> = {
    ...(names.ja.trim() === '' ? { names: t('settings.needed') } : {}),
    ...(people === undefined ? { capacity: t('settings.mustBeNumber') } : {}),
    ...(areaText !== '' && !/^\d+(\.\d+)?$/.test(areaText) ? { area: t('settings.mustBeNumber') } : {}),
  }
  const seatsMeant = numberIn(seats) ?? people?.value ?? null
  // an empty form asks for seats where the kind has them, rather than making a room of it
  const bookableAs = chosen ?? usualBookableAs(kind, seatsMeant ?? 1)
  const hasSeats = bookableAs === 'seats' || bookableAs === 'both'
  if (hasSeats && seats.trim() !== '' && (numberIn(seats) ?? 0) < 1) errors['seats'] = t('settings.mustBeNumber')
  // how many seats must come from somewhere; nobody means a coworking space of one
  if (hasSeats && space === undefined && seatsMeant === null && people !== undefined) errors['seats'] = t('settings.seatsNeeded')
  const shown = wasTried ? errors : {}

  const body = () => ({
    kind,
    names: textsIn(names) ?? { ja: '' },
    floor: orNull(floor),
    room: orNull(room),
    capacity: people ?? null,
    areaM2: areaText === '' ? null : Number(areaText),
    accessKind: orNull(accessKind),
    uses: usesFrom(uses, space?.uses ?? []),
    bookableAs,
    ...(hasSeats && seats.trim() !== '' ? { seats: numberIn(seats) ?? 1 } : {}),
  })
  const saving = useSaving({
    run: (confirmed?: string[]) =>
      space === undefined
        ? call(createSpace, { params: { hubId }, body: { ...body(), parentId } })
        : call(changeSpace, {
            params: { spaceId: space.id },
            body: confirmed === undefined ? { ...body(), version: space.version } : { version: space.version, confirmed },
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
        if (Object.keys(errors).length === 0) saving.mutate(undefined)
        else showFirstError(event.currentTarget)
      }}
    >
      {space !== undefined && (
        <AssumedNote assumed={space.assumed} isBusy={saving.isPending} onConfirm={() => saving.mutate([...space.assumed])} />
      )}
      <Select
        label={t('settings.kind')}
        value={kind}
        onChange={setKind}
        choices={spaceKinds.map((one) => ({ value: one, label: kindText(one) }))}
      />
      <TextFields label={t('settings.name')} value={names} onChange={setNames} isRequired error={shown['names']} />
      <div className="grid grid-cols-2 items-start gap-4">
        <TextField label={t('settings.floor')} value={floor} onChange={setFloor} hint={t('settings.floorHint')} />
        <TextField label={t('settings.room')} value={room} onChange={setRoom} />
      </div>
      <CapacityFields value={capacity} onChange={setCapacity} hasMin error={shown['capacity']} />
      <Select
        label={t('settings.bookableAs')}
        value={bookableAs}
        onChange={setChosen}
        choices={(['seats', 'whole', 'both', 'none'] as const).map((value) => ({ value, label: t(`settings.${value}`) }))}
        hint={chosen === undefined ? t('settings.usualBookableAs', { kind: kindText(kind) }) : undefined}
      />
      {hasSeats && (
        <TextField
          label={t('settings.seatCount')}
          inputMode="numeric"
          value={seats}
          onChange={setSeats}
          hint={t(space === undefined ? 'settings.seatCountNew' : 'settings.seatCountHint')}
          error={shown['seats']}
        />
      )}
      <div className="grid grid-cols-2 items-start gap-4">
        <TextField label={t('settings.area')} inputMode="decimal" value={area} onChange={setArea} error={shown['area']} />
        <Select
          label={t('settings.accessKind')}
          value={accessKind}
          onChange={setAccessKind}
          choices={[
            { value: '', label: t('settings.accessFree') },
            ...accessKinds.map((one) => ({ value: one as string, label: t(`public.access.${one}`) })),
            // a word of the published facts that is none of ours stays as it is
            ...(accessKind === '' || isAccessKind(accessKind) ? [] : [{ value: accessKind, label: accessKind }]),
          ]}
        />
      </div>
      <TextArea label={t('settings.uses')} rows={4} value={uses} onChange={setUses} hint={t('settings.usesHint')} />
      <SavingProblem error={saving.error} />
      <div className="dlg-acts">
        <Button kind="main" type="submit" isBusy={saving.isPending}>
          {t(space === undefined ? 'settings.add' : 'settings.save')}
        </Button>
      </div>
    </form>
  )
}

const orNull = (text: string) => (text.trim() === '' ? null : text.trim())

/** A line that stays keeps its translations. */
function usesFrom(text: string, before: readonly LocalText[]): LocalText[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((ja) => before.find((use) => use.ja === ja) ?? { ja })
}
