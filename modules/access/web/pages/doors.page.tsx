/** The doors of a hub: how each stands, what happened there last, and what can be done at once. */
import type { DeskHub } from '#modules/hubs/web/index.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Link } from '#ui/link.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import type { Door } from '../../contract/door/schemas.ts'
import { DoorsDesk } from '../components/desk-views.tsx'
import { DoorForm } from '../components/door-form.tsx'
import { Fallback, LockMark, failsAtDoor, useLockFacts, useLockOf } from '../components/lock-line.tsx'
import { ModeDialog, type ModeWish } from '../components/mode-dialog.tsx'
import { RulesForm } from '../components/rules-form.tsx'
import { ModeMark, useSay } from '../components/say.tsx'
import { UnlockDialog } from '../components/unlock-dialog.tsx'
import { doorsQuery } from '../queries.ts'

export function DoorsPage() {
  const say = useSay()
  return (
    <DoorsDesk name={say.t('doors.title')} title={() => say.t('doors.title')}>
      {(hub) => <Doors hub={hub} />}
    </DoorsDesk>
  )
}

type Asked = { kind: 'add' } | { kind: 'rules' } | { kind: 'mode'; wish: ModeWish } | { kind: 'unlock'; door: Door }

function Doors({ hub }: { hub: DeskHub }) {
  const say = useSay()
  const query = useQuery(doorsQuery(hub.id))
  const [asked, setAsked] = useState<Asked | undefined>(undefined)
  const close = (): void => setAsked(undefined)
  if (query.data === undefined) {
    if (query.error !== null) return <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
    return <SkeletonLines count={6} label={say.t('common.loading')} />
  }
  const doors = query.data.items.filter((door) => door.retiredAt === null)
  const isNormal = doors.every((door) => door.mode === 'normal')
  return (
    <>
      <div className="mb-5 flex flex-wrap gap-3">
        <Button icon="plus" kind={doors.length === 0 ? 'main' : undefined} onClick={() => setAsked({ kind: 'add' })}>
          {say.t('doors.add')}
        </Button>
        <Button icon="settings" kind="bare" onClick={() => setAsked({ kind: 'rules' })}>
          {say.t('doors.rules')}
        </Button>
      </div>
      {doors.length === 0 ? (
        <EmptyState icon="door" title={say.t('doors.emptyTitle')}>
          {say.t('doors.emptyBody')}
        </EmptyState>
      ) : (
        <>
          <ul className="border-t border-rule" aria-label={say.t('doors.title')}>
            {doors.map((door) => (
              <DoorRow key={door.id} hub={hub} door={door} onUnlock={(one) => setAsked({ kind: 'unlock', door: one })} />
            ))}
          </ul>
          <section className="mt-10 max-w-3xl" aria-labelledby="all-doors">
            <h2 id="all-doors" className="mb-2 text-[1.125rem]">
              {say.t('doors.allModes')}
            </h2>
            <p className="muted mb-4">{say.t('doors.allModesLead')}</p>
            <div className="flex flex-wrap gap-3">
              {!isNormal && (
                <Button kind="main" icon="return" onClick={() => setAsked({ kind: 'mode', wish: { mode: 'normal' } })}>
                  {say.t('doors.toNormal')}
                </Button>
              )}
              <Button icon="door-open" onClick={() => setAsked({ kind: 'mode', wish: { mode: 'open-all' } })}>
                {say.t('doors.openAll')}
              </Button>
              <Button icon="lock" onClick={() => setAsked({ kind: 'mode', wish: { mode: 'lock-down' } })}>
                {say.t('doors.lockDown')}
              </Button>
            </div>
          </section>
        </>
      )}
      {asked?.kind === 'mode' && <ModeDialog hubId={hub.id} wish={asked.wish} onClose={close} />}
      {asked?.kind === 'unlock' && <UnlockDialog hubId={hub.id} door={asked.door} onClose={close} />}
      <Dialog title={say.t('doors.add')} place="side" isOpen={asked?.kind === 'add'} onClose={close}>
        <DoorForm hub={hub} onClose={close} />
      </Dialog>
      <Dialog title={say.t('rules.title')} place="side" isOpen={asked?.kind === 'rules'} onClose={close}>
        <RulesForm hubId={hub.id} rules={query.data.rules} onClose={close} />
      </Dialog>
    </>
  )
}

function DoorRow({ hub, door, onUnlock }: { hub: DeskHub; door: Door; onUnlock: (door: Door) => void }) {
  const say = useSay()
  const name = say.local(door.names)
  const { last } = door
  const lock = useLockOf(hub.id, door)
  const lockFacts = useLockFacts(lock, hub.zone)
  const news =
    last === null
      ? say.t('doors.never')
      : last.isOpen
        ? say.t('doors.lastOpen', { time: say.instant(last.at, hub.zone) })
        : say.t('doors.lastRefused', { time: say.instant(last.at, hub.zone), reason: say.t(`log.reasons.${last.reason}`) })
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-2 border-b border-rule py-3.5">
      <div className="min-w-56 grow">
        <p className="flex flex-wrap items-baseline gap-x-4">
          <Link to={`/operate/${hub.key}/doors/${door.id}`} className="text-[1.125rem] font-bold">
            {name}
          </Link>
          {door.mode !== 'normal' && <ModeMark mode={door.mode} />}
          {lock !== undefined && <LockMark lock={lock} zone={hub.zone} />}
        </p>
        <p className="dense muted">
          {say.facts([
            news,
            ...lockFacts,
            door.lockDeviceId === null ? say.t('doors.noLock') : '',
            door.codesWaiting > 0 ? say.t('doors.codesWaiting', { count: door.codesWaiting }) : '',
          ])}
        </p>
      </div>
      {lock !== undefined && failsAtDoor(lock) && (
        <div className="order-last basis-full">
          <Fallback hubId={hub.id} door={door} />
        </div>
      )}
      {door.lockDeviceId !== null && (
        <Button size="small" icon="door-open" aria-label={`${name} ${say.t('doors.unlock')}`} onClick={() => onUnlock(door)}>
          {say.t('doors.unlock')}
        </Button>
      )}
    </li>
  )
}
