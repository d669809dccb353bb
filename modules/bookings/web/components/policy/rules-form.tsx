/** The rules of one place: what it decides itself, what is its hub's; tried before they are saved. */
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { isProblem } from '#platform/web/client.ts'
import { Button } from '#ui/button.tsx'
import { Checkbox, Select, TextField } from '#ui/fields.tsx'
import { showFirstError } from '#ui/first-error.ts'
import { Note, Tag } from '#ui/marks.tsx'
import { useToast } from '#ui/toast.tsx'
import { ruleGroups, type HubRules, type RuleGroup, type RulesOfPlace } from '../../../contract/policy/schemas.ts'
import { useSaveRules, useTryRules } from '../../policy/queries.ts'
import { Refusal } from '../refusal.tsx'
import { useSay } from '../say.tsx'
import { FeeFields } from './fee-fields.tsx'
import { QuotaFields } from './quota-fields.tsx'
import { draftOf, feeDraftOf, readDraft, type FormDraft, type NumberKey } from './rules-draft.tsx'
import { TrialView } from './rules-trial.tsx'
import { useRulesWords } from './use-rules-words.tsx'

const nothing: ReadonlySet<string> = new Set()

export function RulesForm({ hub, place, onReload }: { hub: HubRules; place: RulesOfPlace; onReload: () => void }) {
  const say = useSay()
  const { t } = say
  const words = useRulesWords()
  const { toast } = useToast()
  const [draft, setDraft] = useState(() => draftOf(place))
  const [wrong, setWrong] = useState(nothing)
  const [tried, setTried] = useState<string | undefined>(undefined)
  const [reprice, setReprice] = useState(nothing)
  const [reason, setReason] = useState('')
  const [isSaving, setSaving] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const result = useRef<HTMLHeadingElement>(null)
  const trial = useTryRules(hub.hubId, place.targetId)
  const save = useSaveRules(hub.hubId, place.targetId)
  const above = hub.places[0] as RulesOfPlace
  const isHub = place.kind === 'hub'
  const now = JSON.stringify(draft)
  const isChanged = now !== JSON.stringify(draftOf(place))
  const isTried = tried === now && trial.data !== undefined
  // what others saved meanwhile shows where nobody has typed
  useEffect(() => {
    if (!isChanged && draft.version !== place.version) setDraft(draftOf(place))
  }, [isChanged, draft.version, place])

  const change = (part: Partial<FormDraft>): void => setDraft((old) => ({ ...old, ...part }))
  const read = () => {
    const found = readDraft(draft, place)
    setWrong('wrong' in found ? found.wrong : nothing)
    if ('wrong' in found && form.current !== null) showFirstError(form.current)
    return 'wrong' in found ? undefined : found.body
  }
  const tryIt = (): void => {
    const body = read()
    if (body === undefined) return
    trial.mutate(body, {
      onSuccess: () => {
        setTried(now)
        setReprice(nothing)
        setTimeout(() => result.current?.focus(), 0)
      },
    })
  }
  const saveIt = (): void => {
    setSaving(true)
    const body = read()
    if (body === undefined || reason.trim() === '') {
      if (form.current !== null) showFirstError(form.current)
      return
    }
    save.mutate(
      { ...body, reason: reason.trim(), reprice: [...reprice] },
      {
        onSuccess: (rules) => {
          toast(t('rules.saved'))
          const saved = rules.places.find((one) => one.targetId === place.targetId)
          if (saved !== undefined) setDraft(draftOf(saved))
          setReason('')
          setSaving(false)
          setTried(undefined)
          trial.reset()
        },
      },
    )
  }
  const number = (key: NumberKey): ReactNode => (
    <TextField
      key={key}
      inputMode="numeric"
      label={t(labels[key])}
      value={draft.numbers[key]}
      error={wrong.has(key) ? t('rules.badNumber') : undefined}
      onChange={(value) => change({ numbers: { ...draft.numbers, [key]: value } })}
    />
  )
  const setOwn = (group: RuleGroup, inherits: boolean): void => {
    const rest = draft.inherits.filter((each) => each !== group)
    const next = inherits ? [...rest, group] : rest
    // its own prices begin with those that hold now
    const fee = group === 'fee' && !inherits ? feeDraftOf(place.terms, hub.today) : group === 'fee' ? undefined : draft.fee
    change({ inherits: next, fee })
  }
  const bodies: Record<RuleGroup, () => ReactNode> = {
    who: () => (
      <div className="grid max-w-xl gap-4">
        <Select
          label={t('rules.who.label')}
          value={draft.who}
          onChange={(who) => change({ who })}
          choices={(['public', 'registered', 'members', 'leaseholders'] as const).map((value) => ({
            value,
            label: t(`rules.who.${value}`),
          }))}
        />
        <Checkbox isChecked={draft.deskMayOverride} onChange={(deskMayOverride) => change({ deskMayOverride })}>
          {t('rules.deskMayOverride')}
        </Checkbox>
      </div>
    ),
    time: () => (
      <div className="grid max-w-3xl grid-cols-2 items-end gap-4 md:grid-cols-3">
        {(['granularityMinutes', 'shortestMinutes', 'longestMinutes', 'daysAhead', 'holdMinutes'] as const).map(number)}
      </div>
    ),
    buffer: () => (
      <div className="grid max-w-xl gap-2">
        <div className="grid grid-cols-2 items-start gap-4">{(['bufferBeforeMinutes', 'bufferAfterMinutes'] as const).map(number)}</div>
        <p className="dense muted">{t('rules.bufferHint')}</p>
      </div>
    ),
    quota: () => <QuotaFields quotas={draft.quotas} wrong={wrong} onChange={(quotas) => change({ quotas })} />,
    approval: () => (
      <div className="grid max-w-xl gap-4">
        <Checkbox isChecked={draft.needsApproval} onChange={(needsApproval) => change({ needsApproval })}>
          {t('rules.needsApproval')}
        </Checkbox>
        {draft.needsApproval && (
          <>
            {number('approvalHours')}
            <p className="dense muted">{t('rules.approvalHint')}</p>
          </>
        )}
      </div>
    ),
    release: () => (
      <div className="grid max-w-xl gap-4">
        <Checkbox isChecked={draft.releases} onChange={(releases) => change({ releases })}>
          {t('rules.releases')}
        </Checkbox>
        {draft.releases && (
          <TextField
            inputMode="numeric"
            label={t('rules.releaseMinutes')}
            hint={t('rules.releaseHint')}
            value={draft.releaseMinutes}
            error={wrong.has('releaseMinutes') ? t('rules.badNumber') : undefined}
            onChange={(releaseMinutes) => change({ releaseMinutes })}
          />
        )}
      </div>
    ),
    fee: () =>
      draft.fee === undefined ? (
        <div className="grid gap-3">
          <Lines lines={words.fee(place.terms)} />
          {place.tariffs
            .filter((tariff) => tariff.validFrom > hub.today)
            .map((tariff) => (
              <div key={tariff.id}>
                <p className="font-bold">{t('rules.fee.coming', { day: say.day(tariff.validFrom, { hasYear: true }) })}</p>
                <Lines lines={words.fee(tariff.terms)} />
              </div>
            ))}
          <div>
            <Button size="small" icon="edit" onClick={() => change({ fee: feeDraftOf(place.terms, hub.today) })}>
              {t('rules.fee.change')}
            </Button>
          </div>
        </div>
      ) : (
        <div className="grid grid-cols-1 gap-4">
          <FeeFields fee={draft.fee} wrong={wrong} today={hub.today} onChange={(fee) => change({ fee })} />
          <div>
            <Button size="small" kind="quiet" onClick={() => change({ fee: undefined })}>
              {t('rules.fee.keep')}
            </Button>
          </div>
        </div>
      ),
  }
  return (
    <form
      ref={form}
      noValidate
      className="grid grid-cols-1 gap-0"
      onSubmit={(event) => {
        event.preventDefault()
        if (isTried) saveIt()
        else tryIt()
      }}
    >
      {place.isAssumed && <Note tone="wait">{t('rules.isAssumed')}</Note>}
      {ruleGroups.map((group) => {
        const inherits = draft.inherits.includes(group)
        return (
          <section key={group} className="grid grid-cols-1 gap-x-8 gap-y-3 border-b border-rule py-5 md:grid-cols-[12rem_minmax(0,1fr)]">
            <h2 className="text-[1.125rem]">{t(`rules.groups.${group}`)}</h2>
            <div className="grid grid-cols-1 gap-4">
              <Checkbox
                isChecked={inherits}
                aria-label={t('rules.followsLabel', { group: t(`rules.groups.${group}`) })}
                onChange={(isOn) => setOwn(group, isOn)}
              >
                {t(isHub ? 'rules.standard' : 'rules.follows')}
              </Checkbox>
              {inherits ? (
                <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
                  {!isHub && <Tag>{t('rules.ofHub')}</Tag>}
                  <Lines lines={words.says(group, isHub ? place : above)} />
                </div>
              ) : (
                bodies[group]()
              )}
            </div>
          </section>
        )
      })}

      <div className="grid grid-cols-1 gap-6 pt-6">
        {trial.data !== undefined && (
          <>
            <h2 ref={result} tabIndex={-1} className="text-[1.25rem]">
              {t('rules.tried')}
            </h2>
            {!isTried && <Note tone="wait">{t('rules.stale')}</Note>}
            {isTried && <TrialView trial={trial.data} zone={hub.timeZone} reprice={reprice} onReprice={setReprice} />}
          </>
        )}
        <Refusal error={trial.error} zone={hub.timeZone} day="" />
        {isTried && (
          <div className="max-w-2xl">
            <TextField
              label={t('rules.reason')}
              hint={t('rules.reasonHint')}
              isRequired
              value={reason}
              maxLength={300}
              error={isSaving && reason.trim() === '' ? t('rules.reasonMissing') : undefined}
              onChange={setReason}
            />
          </div>
        )}
        {isProblem(save.error) && save.error.status === 412 ? (
          <Note tone="wait" isAlert>
            <p>{t('rules.conflict')}</p>
            <Button size="small" className="mt-2" onClick={onReload}>
              {t('rules.reload')}
            </Button>
          </Note>
        ) : (
          <Refusal error={save.error} zone={hub.timeZone} day="" />
        )}
        <div className="flex flex-wrap gap-3">
          {isTried ? (
            <Button kind="main" type="submit" isBusy={save.isPending}>
              {t('rules.save')}
            </Button>
          ) : (
            <Button kind="main" type="submit" isBusy={trial.isPending}>
              {t('rules.try')}
            </Button>
          )}
          {isChanged && (
            <Button
              kind="quiet"
              onClick={() => {
                setDraft(draftOf(place))
                setWrong(nothing)
                trial.reset()
                setTried(undefined)
              }}
            >
              {t('rules.discard')}
            </Button>
          )}
        </div>
      </div>
    </form>
  )
}

const labels = {
  granularityMinutes: 'rules.granularity',
  shortestMinutes: 'rules.shortest',
  longestMinutes: 'rules.longest',
  daysAhead: 'rules.daysAhead',
  holdMinutes: 'rules.holdMinutes',
  bufferBeforeMinutes: 'rules.bufferBefore',
  bufferAfterMinutes: 'rules.bufferAfter',
  approvalHours: 'rules.approvalHours',
} as const satisfies Record<NumberKey, string>

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}
