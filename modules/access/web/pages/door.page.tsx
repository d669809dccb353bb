/** One door: how it stands, what guards it, who could come in now and why, what happened last. */
import type { DeskHub } from '#modules/hubs/web/index.ts'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { Button, buttonClass } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Icon } from '#ui/icon.tsx'
import { Link, LinkButton } from '#ui/link.tsx'
import { Note, SectionHead, StateMark } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import type { Door } from '../../contract/door/schemas.ts'
import { DoorsDesk } from '../components/desk-views.tsx'
import { DoorForm } from '../components/door-form.tsx'
import { Fallback, LockMark, failsAtDoor, useLockFacts, useLockOf } from '../components/lock-line.tsx'
import { MemberPicker, type Member } from '../components/member-picker.tsx'
import { ModeDialog, oneActs, type ModeWish } from '../components/mode-dialog.tsx'
import { PassageList } from '../components/passage-list.tsx'
import { Problem } from '../components/problem.tsx'
import { ReasonDialog } from '../components/reason-dialog.tsx'
import { ModeMark, reasonText, useSay, type Say } from '../components/say.tsx'
import { UnlockDialog } from '../components/unlock-dialog.tsx'
import {
  doorSheetUrl,
  doorsQuery,
  explanationQuery,
  hubDevicesQuery,
  hubSpacesQuery,
  lockCodesQuery,
  passagesQuery,
  useRetireDoor,
} from '../queries.ts'

export function DoorPage() {
  const say = useSay()
  const { doorId = '' } = useParams({ strict: false }) as { doorId?: string }
  return (
    <DoorsDesk name={say.t('doors.title')} title={(hub) => <DoorTitle hubId={hub.id} doorId={doorId} />}>
      {(hub) => <Found hub={hub} doorId={doorId} />}
    </DoorsDesk>
  )
}

function DoorTitle({ hubId, doorId }: { hubId: string; doorId: string }) {
  const say = useSay()
  const door = useQuery(doorsQuery(hubId)).data?.items.find((each) => each.id === doorId)
  return door === undefined ? say.t('doors.title') : say.local(door.names)
}

function Found({ hub, doorId }: { hub: DeskHub; doorId: string }) {
  const say = useSay()
  const query = useQuery(doorsQuery(hub.id))
  const door = query.data?.items.find((each) => each.id === doorId)
  if (door !== undefined) return <OneDoor hub={hub} door={door} />
  if (query.isPending) return <SkeletonLines count={6} label={say.t('common.loading')} />
  if (query.data === undefined)
    return <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
  return (
    <EmptyState
      icon="door"
      title={say.t('doors.noSuch')}
      act={<LinkButton to={`/operate/${hub.key}/doors`}>{say.t('doors.toDoors')}</LinkButton>}
    />
  )
}

type Asked = { kind: 'unlock' | 'change' | 'retire' } | { kind: 'mode'; wish: ModeWish }

function OneDoor({ hub, door }: { hub: DeskHub; door: Door }) {
  const say = useSay()
  const [asked, setAsked] = useState<Asked | undefined>(undefined)
  const close = (): void => setAsked(undefined)
  const named = { id: door.id, name: say.local(door.names) }
  const isRetired = door.retiredAt !== null
  const lock = useLockOf(hub.id, door)
  const otherModes = (['normal', 'open-all', 'lock-down'] as const).filter((mode) => mode !== door.mode)
  return (
    <>
      {isRetired ? (
        <Note>{say.t('doors.retired')}</Note>
      ) : (
        <div className="flex flex-wrap gap-3 pb-6">
          {door.lockDeviceId !== null && (
            <Button icon="door-open" kind="main" onClick={() => setAsked({ kind: 'unlock' })}>
              {say.t('doors.unlock')}
            </Button>
          )}
          {otherModes.map((mode) => (
            <Button
              key={mode}
              icon={mode === 'open-all' ? 'door-open' : mode === 'lock-down' ? 'lock' : 'return'}
              onClick={() => setAsked({ kind: 'mode', wish: { mode, door: named } })}
            >
              {say.t(oneActs[mode])}
            </Button>
          ))}
          <Button icon="edit" kind="bare" onClick={() => setAsked({ kind: 'change' })}>
            {say.t('doors.settings')}
          </Button>
          {door.qrUrl !== null && (
            <a href={doorSheetUrl(hub.id, door.id)} target="_blank" rel="noreferrer" className={buttonClass({ kind: 'bare' })}>
              <Icon name="print" />
              {say.t('doors.sheet')}
            </a>
          )}
        </div>
      )}
      {!isRetired && lock !== undefined && failsAtDoor(lock) && (
        <div className="pb-6">
          <Fallback hubId={hub.id} door={door} />
        </div>
      )}
      <div className="grid gap-x-16 gap-y-10 lg:grid-cols-2">
        <Facts hub={hub} door={door} />
        {!isRetired && <WhoMayEnter hub={hub} door={door} />}
      </div>
      <Codes hub={hub} door={door} />
      <Recent hub={hub} door={door} />
      {!isRetired && (
        <p className="pt-10">
          <Button kind="quiet" icon="trash" onClick={() => setAsked({ kind: 'retire' })}>
            {say.t('doors.retire')}
          </Button>
        </p>
      )}
      {asked?.kind === 'unlock' && <UnlockDialog hubId={hub.id} door={door} onClose={close} />}
      {asked?.kind === 'mode' && <ModeDialog hubId={hub.id} wish={asked.wish} onClose={close} />}
      {asked?.kind === 'retire' && <RetireDialog hubId={hub.id} door={named} onClose={close} />}
      <Dialog title={say.t('doors.change')} place="side" isOpen={asked?.kind === 'change'} onClose={close}>
        <DoorForm hub={hub} door={door} onClose={close} />
      </Dialog>
    </>
  )
}

function Facts({ hub, door }: { hub: DeskHub; door: Door }) {
  const say = useSay()
  const spaces = useQuery(hubSpacesQuery(hub.id)).data?.spaces ?? []
  const devices = useQuery(hubDevicesQuery(hub.id)).data?.items ?? []
  const lock = useLockOf(hub.id, door)
  const lockFacts = useLockFacts(lock, hub.zone)
  const spaceName = (id: string | null, none: string): string => {
    const space = spaces.find((each) => each.id === id)
    return space === undefined ? none : say.local(space.names)
  }
  const device = (id: string | null): ReactNode => {
    const found = devices.find((each) => each.id === id)
    if (found === undefined) return say.t('door.none')
    return <Link to={`/operate/${hub.key}/devices/${found.id}`}>{found.name}</Link>
  }
  const facts: [string, ReactNode][] = [
    [say.t('door.now'), <ModeMark key="mode" mode={door.mode} />],
    [
      say.t('door.leads'),
      say.t('door.leadsFrom', {
        outside: spaceName(door.outsideSpaceId, say.t(door.outsideIsHub ? 'door.hall' : 'door.outside')),
        inside: spaceName(door.insideSpaceId, say.t('door.hub')),
      }),
    ],
    [
      say.t('door.lock'),
      <span key="lock" className="flex flex-wrap items-baseline gap-x-4">
        {device(door.lockDeviceId)}
        {lock !== undefined && <LockMark lock={lock} zone={hub.zone} />}
        <span className="dense muted">{say.facts(lockFacts)}</span>
      </span>,
    ],
    [
      say.t('door.readers'),
      door.readers.length === 0 ? (
        say.t('door.none')
      ) : (
        <ul key="readers">
          {door.readers.map((reader) => (
            <li key={reader.deviceId}>
              {device(reader.deviceId)}
              {`　${say.t(reader.direction === 'in' ? 'form.readerIn' : 'form.readerOut')}`}
            </li>
          ))}
        </ul>
      ),
    ],
    [say.t('door.contact'), device(door.contactDeviceId)],
    [say.t('door.fallback'), door.fallback ?? say.t('door.none')],
    [say.t('door.opensFor'), say.t('door.seconds', { count: door.unlockSeconds })],
    [say.t('door.heldAfter'), say.t('door.seconds', { count: door.heldOpenSeconds })],
    [
      say.t('door.asks'),
      <ul key="asks">
        <li>{say.t('door.asksCard')}</li>
        {door.pinPeriods.map((period) => (
          <li key={say.period(period)}>{say.t('door.asksBoth', { time: say.period(period) })}</li>
        ))}
        {door.needsPasskey && <li>{say.t('door.asksPasskey')}</li>}
        {door.nearCountsAsFactor && <li>{say.t('door.near')}</li>}
      </ul>,
    ],
  ]
  return (
    <dl className="grid content-start border-t border-rule">
      {facts.map(([name, value]) => (
        <div key={name} className="grid grid-cols-[9rem_minmax(0,1fr)] gap-4 border-b border-rule py-2.5">
          <dt className="muted">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function WhoMayEnter({ hub, door }: { hub: DeskHub; door: Door }) {
  const say = useSay()
  const [member, setMember] = useState<Member | undefined>(undefined)
  const query = useQuery(explanationQuery(hub.id, door.id, member?.id ?? ''))
  return (
    <section aria-labelledby="who" className="grid content-start gap-4">
      <div>
        <SectionHead id="who" title={say.t('door.who')} />
        <p className="muted">{say.t('door.whoLead')}</p>
      </div>
      <MemberPicker hubId={hub.id} label={say.t('door.person')} value={member} onChange={setMember} clearLabel={say.t('log.whoClear')} />
      {member !== undefined &&
        (query.data === undefined ? (
          query.error === null ? (
            <SkeletonLines count={2} label={say.t('common.loading')} />
          ) : (
            <Problem error={query.error} />
          )
        ) : (
          <Note tone={query.data.isOpen ? 'ok' : 'bad'}>
            <p className="font-bold">{say.t(query.data.isOpen ? 'door.mayEnter' : 'door.mayNot')}</p>
            <p>{explained(query.data, say, hub.zone)}</p>
          </Note>
        ))}
    </section>
  )
}

function explained(
  {
    isOpen,
    reason,
    opensAt,
    until,
    source,
  }: { isOpen: boolean; reason: string; opensAt: string | null; until: string | null; source: { kind: string } | null },
  say: Say,
  zone: string,
): string {
  return say.facts([
    isOpen ? '' : reasonText(say, reason),
    opensAt === null ? '' : say.t('public.next.too_early', { time: say.instant(opensAt, zone) }),
    source === null ? '' : say.t('door.by', { source: say.t(`sources.${source.kind as 'booking'}`) }),
    until === null ? '' : say.t('public.until', { time: say.instant(until, zone) }),
  ])
}

/** Locks with a memory of their own: what they should know and do not yet. */
function Codes({ hub, door }: { hub: DeskHub; door: Door }) {
  const say = useSay()
  const codes = (useQuery({ ...lockCodesQuery(hub.id), enabled: door.codeSlots > 0 }).data?.items ?? []).filter(
    (code) => code.doorId === door.id,
  )
  if (codes.length === 0) return null
  return (
    <section aria-labelledby="codes" className="pt-10">
      <SectionHead id="codes" title={say.t('door.codes')} />
      <ul className="border-t border-rule">
        {codes.map((code) => {
          const isSettled = code.observed === code.wanted || (code.wanted === 'on-lock' && code.observed === 'used')
          return (
            <li key={code.id} className="flex flex-wrap items-baseline gap-x-6 gap-y-1 border-b border-rule py-2.5">
              <b className="n">{say.t('door.codeSlot', { slot: code.slot })}</b>
              <StateMark tone={isSettled ? 'ok' : 'wait'} icon={isSettled ? 'check' : 'hourglass'}>
                {say.t(isSettled ? `door.codeObserved.${code.observed}` : `door.codeWanted.${code.wanted}`)}
              </StateMark>
              <span className="dense muted">
                {say.facts([
                  say.dayAndRange(code.validFrom, code.validTo, hub.zone),
                  code.tries > 0 && !isSettled ? say.t('door.codeTries', { count: code.tries }) : '',
                  isSettled ? '' : (code.lastError ?? ''),
                ])}
              </span>
            </li>
          )
        })}
      </ul>
      {door.codesWaiting > 0 && <p className="dense muted pt-2">{say.t('door.codeFallback')}</p>}
    </section>
  )
}

const shownRecent = 8

function Recent({ hub, door }: { hub: DeskHub; door: Door }) {
  const say = useSay()
  const query = useQuery(passagesQuery(hub.id, { doorId: door.id }, shownRecent))
  const more = (
    <Link to={`/operate/${hub.key}/doors/log`} search={{ door: door.id }}>
      {say.t('door.all')}
    </Link>
  )
  return (
    <section aria-labelledby="recent" className="pt-10">
      <SectionHead id="recent" title={say.t('door.recent')} more={more} />
      {query.data === undefined ? (
        query.error === null ? (
          <SkeletonLines count={4} label={say.t('common.loading')} />
        ) : (
          <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
        )
      ) : query.data.items.length === 0 ? (
        <EmptyState icon="door" title={say.t('doors.never')} />
      ) : (
        <PassageList label={say.t('door.recent')} passages={query.data.items} zone={hub.zone} isDoorHidden />
      )}
    </section>
  )
}

function RetireDialog({ hubId, door, onClose }: { hubId: string; door: { id: string; name: string }; onClose: () => void }) {
  const say = useSay()
  const { toast } = useToast()
  const retire = useRetireDoor(hubId, door.id)
  return (
    <ReasonDialog
      title={say.t('doors.retireTitle', { door: door.name })}
      confirmLabel={say.t('doors.retire')}
      kind="bad"
      isBusy={retire.isPending}
      error={retire.error}
      onClose={onClose}
      onConfirm={(reason) =>
        retire.mutate(reason, {
          onSuccess: () => {
            toast(say.t('doors.retired'))
            onClose()
          },
        })
      }
    >
      <p>{say.t('doors.retireBody')}</p>
    </ReasonDialog>
  )
}
