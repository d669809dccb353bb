/** Who waits at a hub, in order, and how the hub offers what falls free. */
import { useKindText } from '#modules/hubs/web/index.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { PageHead, ProblemState, useProblemText, usePageTitle } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { ConfirmDialog } from '#ui/dialog.tsx'
import { Checkbox, Select, TextField } from '#ui/fields.tsx'
import { Note, SectionHead, StateMark } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import type { DeskWaiting, WaitingRuleAnswer } from '../../contract/waiting/schemas.ts'
import { DeskFrame } from '../components/desk-frame.tsx'
import { useSay } from '../components/say.tsx'
import { whatOf, whenOf } from '../components/waiting/my-waiting.tsx'
import type { HubRef } from '../queries.ts'
import { hubWaitingQuery, useMoveWaiting, useRemoveWaiting, useSetWaitingRule, waitingRuleQuery } from '../waiting/queries.ts'

export function WaitingPage() {
  return <DeskFrame>{(hub) => <Line key={hub.id} hub={hub} />}</DeskFrame>
}

type Asking =
  | { readonly kind: 'move'; readonly entry: DeskWaiting; readonly before: string | null }
  | { readonly kind: 'remove'; readonly entry: DeskWaiting }

function Line({ hub }: { hub: HubRef }) {
  const say = useSay()
  const { t } = say
  const query = useQuery(hubWaitingQuery(hub.id))
  const [asking, setAsking] = useState<Asking | undefined>(undefined)
  usePageTitle([t('waiting.title'), say.local(hub.names)])
  const items = query.data?.items
  return (
    <>
      <PageHead title={t('waiting.title')} />
      <div className="grid gap-10">
        {items === undefined ? (
          query.error === null ? (
            <SkeletonLines count={5} label={t('booking.loading')} />
          ) : (
            <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
          )
        ) : items.length === 0 ? (
          <EmptyState title={t('waiting.none')}>{t('waiting.noneBody')}</EmptyState>
        ) : (
          <ol className="border-t border-rule">
            {items.map((entry, index) => (
              <Entry
                key={entry.id}
                entry={entry}
                onUp={index === 0 ? undefined : () => setAsking({ kind: 'move', entry, before: items[index - 1]?.id ?? null })}
                onDown={
                  index === items.length - 1 ? undefined : () => setAsking({ kind: 'move', entry, before: items[index + 2]?.id ?? null })
                }
                onRemove={() => setAsking({ kind: 'remove', entry })}
              />
            ))}
          </ol>
        )}
        <Rule hub={hub} />
      </div>
      {asking !== undefined && <ReasonDialog hub={hub} asking={asking} onClose={() => setAsking(undefined)} />}
    </>
  )
}

function Entry({
  entry,
  onUp,
  onDown,
  onRemove,
}: {
  entry: DeskWaiting
  onUp: (() => void) | undefined
  onDown: (() => void) | undefined
  onRemove: () => void
}) {
  const say = useSay()
  const kindText = useKindText()
  const { t } = say
  const name = say.name(entry.holder.name)
  const isWaiting = entry.status === 'waiting'
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-2 border-b border-rule py-3">
      <span className="min-w-0 grow">
        <b className="block">{name}</b>
        <span className="block">{say.facts([whenOf(entry, say), whatOf(entry, say, kindText), say.people(entry.partySize)])}</span>
        <span className="dense muted block">{t('waiting.askedAt', { when: say.instant(entry.askedAt, entry.timeZone) })}</span>
      </span>
      {entry.place !== null && <span>{t('waiting.placeOf', { place: entry.place, length: entry.lineLength ?? entry.place })}</span>}
      {entry.status === 'offered' && (
        <StateMark tone="wait" icon="hourglass">
          {entry.offer?.expiresAt == null
            ? t('waiting.offered')
            : t('waiting.offeredUntil', { time: say.time(entry.offer.expiresAt, entry.timeZone) })}
        </StateMark>
      )}
      <span className="flex flex-wrap gap-2">
        {isWaiting && onUp !== undefined && (
          <Button size="small" kind="quiet" aria-label={t('waiting.upLabel', { name })} onClick={onUp}>
            {t('waiting.up')}
          </Button>
        )}
        {isWaiting && onDown !== undefined && (
          <Button size="small" kind="quiet" aria-label={t('waiting.downLabel', { name })} onClick={onDown}>
            {t('waiting.down')}
          </Button>
        )}
        <Button size="small" kind="quiet" aria-label={t('waiting.removeLabel', { name })} onClick={onRemove}>
          {t('waiting.remove')}
        </Button>
      </span>
    </li>
  )
}

/** Against the order of asking only with a reason: it is the first thing that somebody who waits will ask about. */
function ReasonDialog({ hub, asking, onClose }: { hub: HubRef; asking: Asking; onClose: () => void }) {
  const say = useSay()
  const { t } = say
  const problem = useProblemText()
  const { toast } = useToast()
  const move = useMoveWaiting(hub.id)
  const remove = useRemoveWaiting(hub.id)
  const [reason, setReason] = useState('')
  const [isTried, setTried] = useState(false)
  const isMove = asking.kind === 'move'
  const error = isMove ? move.error : remove.error
  const done = (): void => {
    toast(t(isMove ? 'waiting.moved' : 'waiting.removed'))
    onClose()
  }
  return (
    <ConfirmDialog
      title={t(isMove ? 'waiting.moveTitle' : 'waiting.removeTitle')}
      isOpen
      onClose={onClose}
      kind={isMove ? 'main' : 'bad'}
      confirmLabel={t(isMove ? 'waiting.moveSubmit' : 'waiting.remove')}
      isBusy={move.isPending || remove.isPending}
      error={
        error === null ? undefined : (
          <div className="mt-4">
            <Note tone="bad" isAlert>
              {problem(error)}
            </Note>
          </div>
        )
      }
      onConfirm={() => {
        setTried(true)
        if (reason.trim() === '') return
        const waitingId = asking.entry.id
        if (asking.kind === 'move')
          move.mutate({ waitingId, version: asking.entry.version, before: asking.before, reason }, { onSuccess: done })
        else remove.mutate({ waitingId, reason }, { onSuccess: done })
      }}
    >
      <p className="mb-2 font-bold">{say.name(asking.entry.holder.name)}</p>
      <p className="muted mb-4">{t(isMove ? 'waiting.moveBody' : 'waiting.removeBody')}</p>
      <TextField
        label={t('waiting.reason')}
        isRequired
        maxLength={300}
        value={reason}
        onChange={setReason}
        error={isTried && reason.trim() === '' ? t('waiting.reasonMissing') : undefined}
      />
    </ConfirmDialog>
  )
}

function Rule({ hub }: { hub: HubRef }) {
  const say = useSay()
  const query = useQuery(waitingRuleQuery(hub.id))
  return (
    <section aria-labelledby="rule" className="max-w-xl">
      <SectionHead id="rule" title={say.t('waiting.rule')} />
      {query.data !== undefined ? (
        <RuleForm key={query.data.version} hub={hub} rule={query.data} />
      ) : query.error === null ? (
        <SkeletonLines count={3} label={say.t('booking.loading')} />
      ) : (
        <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
      )}
    </section>
  )
}

const offerChoices = [10, 15, 30, 60, 120, 240, 1440]

function RuleForm({ hub, rule }: { hub: HubRef; rule: WaitingRuleAnswer }) {
  const say = useSay()
  const { t } = say
  const { toast } = useToast()
  const problem = useProblemText()
  const save = useSetWaitingRule(hub.id)
  const [typed, setTyped] = useState(rule)
  const hours = Array.from({ length: 25 }, (_, hour) => ({ value: String(hour * 60), label: say.hours(hour) }))
  const offers = [...new Set([...offerChoices, rule.offerMinutes])].toSorted((a, b) => a - b)
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate(typed, { onSuccess: () => toast(t('waiting.saved')) })
      }}
    >
      <Checkbox isChecked={typed.isOpen} onChange={(isOpen) => setTyped({ ...typed, isOpen })}>
        {t('waiting.isOpen')}
      </Checkbox>
      <Select
        label={t('waiting.offerMinutes')}
        value={String(typed.offerMinutes)}
        onChange={(minutes) => setTyped({ ...typed, offerMinutes: Number(minutes) })}
        choices={offers.map((minutes) => ({ value: String(minutes), label: say.length(minutes) }))}
      />
      <div className="grid grid-cols-2 items-start gap-3">
        <Select
          label={t('waiting.quietFrom')}
          value={String(typed.quietFromMinute)}
          onChange={(minute) => setTyped({ ...typed, quietFromMinute: Number(minute) })}
          choices={hours}
        />
        <Select
          label={t('waiting.quietTo')}
          value={String(typed.quietToMinute)}
          onChange={(minute) => setTyped({ ...typed, quietToMinute: Number(minute) })}
          choices={hours}
        />
      </div>
      <p className="dense muted">{t('waiting.quietHint')}</p>
      {save.error !== null && (
        <Note tone="bad" isAlert>
          {problem(save.error)}
        </Note>
      )}
      <div>
        <Button type="submit" isBusy={save.isPending}>
          {t('waiting.save')}
        </Button>
      </div>
    </form>
  )
}
