/** Floor plans of a hub: the picture, its name, and where on it spaces, seats and machines lie. */
import { useId, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react'
import { call, queryClient, sendFile } from '#platform/web/client.ts'
import { useLocalText } from '#platform/web/local-text.tsx'
import { Button, IconButton } from '#ui/button.tsx'
import { ConfirmDialog } from '#ui/dialog.tsx'
import { Select, TextField } from '#ui/fields.tsx'
import { FileDrop } from '#ui/file-drop.tsx'
import { Note } from '#ui/marks.tsx'
import { addPlan, changePlan, removePlan } from '../../../contract/endpoints.ts'
import type { FloorPlanSettings, PlanSpot } from '../../../contract/plan/schemas.ts'
import type { HubSettings } from '../../../contract/schemas.ts'
import { ownHubQuery, readHubAgain } from '../../queries.ts'
import { useHubsTexts } from '../../texts.ts'
import { keyOf, PlanPicture, useSpotName } from '../floor-plan.tsx'
import { numberIn } from './capacity-fields.tsx'
import { SaveBar, SavingProblem, useDraft, useSaving } from './draft.tsx'
import { TextFields, textsIn, textsOf } from './text-fields.tsx'

export function PlanList({ hub }: { hub: HubSettings }) {
  const t = useHubsTexts()
  const adding = useSaving({
    run: (file: File) => sendFile(addPlan, { params: { hubId: hub.id }, query: {} }, file),
    onSaved: () => void readHubAgain(hub.id),
    saidWhenDone: t('plan.added'),
  })
  return (
    <div className="grid gap-8">
      <p className="muted">{t('plan.about')}</p>
      {hub.plans.map((plan) => (
        <PlanForm key={plan.id} hub={hub} plan={plan} />
      ))}
      <div className="max-w-5xl">
        <FileDrop
          label={t('plan.add')}
          accept="image/jpeg,image/png,image/webp,image/avif"
          hint={t('plan.hint')}
          onFile={(file) => adding.mutate(file)}
        />
      </div>
      <SavingProblem error={adding.error} />
    </div>
  )
}

const draftOf = (plan: FloorPlanSettings) => ({ names: textsOf(plan.names), spaceId: plan.spaceId ?? '', spots: plan.spots })

function PlanForm({ hub, plan }: { hub: HubSettings; plan: FloorPlanSettings }) {
  const t = useHubsTexts()
  const local = useLocalText()
  const form = useDraft(draftOf(plan), plan.version)
  const { draft, change } = form
  const [isAsking, setAsking] = useState(false)
  const isNamed = draft.names.ja.trim() !== ''
  const saving = useSaving({
    run: () =>
      call(changePlan, {
        params: { hubId: hub.id, planId: plan.id },
        body: {
          version: form.version,
          names: textsIn(draft.names) ?? plan.names,
          spaceId: draft.spaceId === '' ? null : draft.spaceId,
          spots: draft.spots.map(({ spaceId, unitId, x, y }) => ({ spaceId: unitId === null ? spaceId : null, unitId, x, y })),
        },
      }),
    onSaved: (saved) => {
      form.settle(draftOf(saved), saved.version)
      void readHubAgain(hub.id)
    },
  })
  const removing = useSaving({
    run: () => call(removePlan, { params: { hubId: hub.id, planId: plan.id } }),
    onSaved: () => {
      setAsking(false)
      void readHubAgain(hub.id)
    },
    saidWhenDone: t('plan.removed'),
  })
  return (
    <section className="grid gap-6 border-t border-rule pt-6">
      <div className="flex items-start justify-between gap-4">
        <h3 className="text-[1.25rem]">{local(plan.names)}</h3>
        <Button size="small" kind="quiet" onClick={() => setAsking(true)}>
          {t('plan.remove')}
        </Button>
      </div>
      <div className="grid max-w-5xl gap-4">
        <TextFields
          label={t('plan.name')}
          value={draft.names}
          onChange={(names) => change({ names })}
          isRequired
          error={isNamed ? undefined : t('settings.needed')}
        />
        <div className="max-w-md">
          <Select
            label={t('plan.shows')}
            value={draft.spaceId}
            onChange={(spaceId) => change({ spaceId })}
            choices={[
              { value: '', label: t('settings.wholeHub') },
              ...hub.spaces.map((space) => ({ value: space.id, label: local(space.names) })),
            ]}
          />
        </div>
      </div>
      <SpotEditor hub={hub} plan={plan} spots={draft.spots} onChange={(spots) => change({ spots })} />
      <SaveBar
        isDirty={form.isDirty}
        isBusy={saving.isPending}
        error={saving.error}
        onSave={() => (isNamed ? saving.mutate(undefined) : undefined)}
        onReset={() => {
          form.settle(draftOf(plan), plan.version)
          saving.reset()
        }}
        onLoadLatest={() => {
          void queryClient.fetchQuery({ ...ownHubQuery(hub.id), staleTime: 0 }).then((latest) => {
            const found = latest.plans.find((one) => one.id === plan.id)
            if (found !== undefined) form.rebase(draftOf(found), found.version)
            saving.reset()
          })
        }}
      />
      <ConfirmDialog
        title={t('plan.remove')}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        kind="bad"
        confirmLabel={t('plan.remove')}
        isBusy={removing.isPending}
        error={<SavingProblem error={removing.error} />}
        onConfirm={() => removing.mutate(undefined)}
      >
        <p>{t('plan.removeAsk', { name: local(plan.names) })}</p>
      </ConfirmDialog>
    </section>
  )
}

interface SpotEditorProps {
  readonly hub: HubSettings
  readonly plan: FloorPlanSettings
  readonly spots: readonly PlanSpot[]
  readonly onChange: (spots: PlanSpot[]) => void
}

const within = (value: number) => Math.min(1000, Math.max(0, Math.round(value)))
const steps: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-5, 0],
  ArrowRight: [5, 0],
  ArrowUp: [0, -5],
  ArrowDown: [0, 5],
}

/**
 * Choose what, press where; the next one is chosen by itself. Without a pointer: "put in the middle", then the arrow keys
 * on its number, or the two fields.
 */
function SpotEditor({ hub, plan, spots, onChange }: SpotEditorProps) {
  const t = useHubsTexts()
  const local = useLocalText()
  const nameOf = useSpotName(hub.spaces, hub.equipment)
  const keysId = useId()
  const picture = useRef<HTMLDivElement>(null)
  const [chosen, setChosen] = useState<string | undefined>(undefined)
  const targets = targetsOf(hub)
  const numberOf = new Map(spots.map((spot, index) => [keyOf(spot), index + 1]))
  const current = targets.find((target) => keyOf(target) === chosen)
  const put = (target: Target, x: number, y: number) => {
    const spot = { ...target, x: within(x), y: within(y) }
    const at = spots.findIndex((one) => keyOf(one) === keyOf(target))
    onChange(at < 0 ? [...spots, spot] : spots.with(at, spot))
  }
  const press = (event: MouseEvent) => {
    const box = picture.current?.getBoundingClientRect()
    if (current === undefined || box === undefined) return
    put(current, ((event.clientX - box.left) / box.width) * 1000, ((event.clientY - box.top) / box.height) * 1000)
    const rest = targets.slice(targets.indexOf(current) + 1)
    setChosen([...rest, ...targets].map(keyOf).find((key) => key !== chosen && !numberOf.has(key)))
  }
  const nudge = (event: KeyboardEvent, spot: PlanSpot) => {
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    put(spot, spot.x + step[0] * (event.shiftKey ? 10 : 1), spot.y + step[1] * (event.shiftKey ? 10 : 1))
  }
  return (
    <div className="plan-editor">
      <div className="grid content-start gap-3">
        <div role="status">
          <Note tone={current === undefined ? 'plain' : 'go'}>
            {current === undefined ? t('plan.choose') : t('plan.pressWhere', { name: nameOf(current) })}
          </Note>
        </div>
        {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the list beside it does the same by keyboard */}
        <div ref={picture} className={current === undefined ? '' : 'cursor-crosshair'} onClick={press}>
          <PlanPicture href={plan.href} alt={t('public.plan.alt', { name: local(plan.names) })}>
            {spots.map((spot, index) => (
              <button
                key={keyOf(spot)}
                type="button"
                className="plan-spot"
                data-tone={keyOf(spot) === chosen ? 'own' : undefined}
                style={{ insetInlineStart: `${spot.x / 10}%`, top: `${spot.y / 10}%` }}
                aria-label={t('plan.spotLabel', {
                  number: index + 1,
                  name: nameOf(spot),
                  x: Math.round(spot.x / 10),
                  y: Math.round(spot.y / 10),
                })}
                aria-describedby={keysId}
                onClick={(event) => {
                  event.stopPropagation()
                  setChosen(keyOf(spot))
                }}
                onKeyDown={(event) => nudge(event, spot)}
              >
                {index + 1}
              </button>
            ))}
          </PlanPicture>
        </div>
        <p className="dense muted" id={keysId}>
          {t('plan.keys')}
        </p>
      </div>
      <ul className="plan-targets" aria-label={t('plan.targets')}>
        {targets.map((target) => {
          const spot = spots.find((one) => keyOf(one) === keyOf(target))
          return (
            <li key={keyOf(target)} data-chosen={keyOf(target) === chosen ? '' : undefined}>
              <button
                type="button"
                className="plan-target"
                aria-pressed={keyOf(target) === chosen}
                onClick={() => setChosen(keyOf(target))}
              >
                <span className="no" aria-hidden>
                  {numberOf.get(keyOf(target)) ?? '–'}
                </span>
                <span>{nameOf(target)}</span>
                <span className="sr">{t(spot === undefined ? 'plan.notPlaced' : 'plan.placed')}</span>
              </button>
              {spot === undefined ? (
                keyOf(target) === chosen && (
                  <Button size="small" kind="quiet" onClick={() => put(target, 500, 500)}>
                    {t('plan.putInMiddle')}
                  </Button>
                )
              ) : (
                <IconButton
                  icon="trash"
                  label={t('plan.takeOff', { name: nameOf(target) })}
                  onClick={() => onChange(spots.filter((one) => one !== spot))}
                />
              )}
              {spot !== undefined && keyOf(target) === chosen && <PlaceFields spot={spot} onChange={(x, y) => put(target, x, y)} />}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function PlaceFields({ spot, onChange }: { spot: PlanSpot; onChange: (x: number, y: number) => void }) {
  const t = useHubsTexts()
  const [typed, setTyped] = useState<{ x?: string | undefined; y?: string | undefined }>({})
  const field = (key: 'x' | 'y') => (
    <TextField
      label={t(`plan.${key}`)}
      inputMode="numeric"
      value={typed[key] ?? String(Math.round(spot[key] / 10))}
      onChange={(text) => {
        const percent = numberIn(text)
        setTyped({ ...typed, [key]: percent !== undefined && percent <= 100 ? undefined : text })
        if (percent !== undefined && percent <= 100) onChange(key === 'x' ? percent * 10 : spot.x, key === 'y' ? percent * 10 : spot.y)
      }}
      error={typed[key] === undefined ? undefined : t('plan.mustBePercent')}
    />
  )
  return (
    <div className="col-span-full grid grid-cols-2 gap-3 pb-3">
      {field('x')}
      {field('y')}
    </div>
  )
}

type Target = Pick<PlanSpot, 'spaceId' | 'unitId' | 'equipmentId' | 'label'>

/** Rooms, the seats of those that are taken seat by seat, machines that stand somewhere. */
function targetsOf(hub: HubSettings): readonly Target[] {
  const unitsOf = (owner: { units: HubSettings['spaces'][number]['units'] }, kind: 'seat' | 'machine') =>
    owner.units.filter((unit) => unit.kind === kind)
  return [
    ...hub.spaces
      .filter((space) => space.kind !== 'building' && space.kind !== 'floor')
      .flatMap((space) => [
        { spaceId: space.id, unitId: null, equipmentId: null, label: null },
        ...unitsOf(space, 'seat').map((unit) => ({ spaceId: space.id, unitId: unit.id, equipmentId: null, label: unit.label })),
      ]),
    ...hub.equipment.flatMap((machine) =>
      unitsOf(machine, 'machine').map((unit) => ({ spaceId: null, unitId: unit.id, equipmentId: machine.id, label: unit.label })),
    ),
  ]
}
