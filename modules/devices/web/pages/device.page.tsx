/** One device: what it says now, what it said, what it was told, and its credential. */
import { HubDesk, type DeskHub } from '#modules/hubs/web/index.ts'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState, type FormEvent, type ReactNode } from 'react'
import { isProblem } from '#platform/web/client.ts'
import { PageHead, ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { TextArea, TextField } from '#ui/fields.tsx'
import { LinkButton } from '#ui/link.tsx'
import { Note, SectionHead, StateMark } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import type { Command, Device } from '../../contract/schemas.ts'
import { Claiming, filtersOf } from '../components/add-device.tsx'
import { SpaceSelect } from '../components/space-select.tsx'
import { EndDialog, RotateDialog } from '../components/secret-dialogs.tsx'
import { commandName, HealthMark, isSkewed, Problem, saidOf, useSay, type Say } from '../components/say.tsx'
import { commandsQuery, deviceQuery, spacesQuery, useChangeDevice, useDeviceEvents, useMakeCode, type Ending } from '../queries.ts'

export function DevicePage() {
  const { deviceId = '' } = useParams({ strict: false }) as { deviceId?: string }
  return <HubDesk>{(hub) => <Found key={deviceId} hub={hub} deviceId={deviceId} />}</HubDesk>
}

function Found({ hub, deviceId }: { hub: DeskHub; deviceId: string }) {
  const say = useSay()
  const query = useQuery(deviceQuery(deviceId))
  usePageTitle([query.data?.name ?? say.t('list.title'), say.local(hub.names)])
  if (query.data !== undefined) return <OneDevice hub={hub} device={query.data} />
  return (
    <div className="pt-6">
      {query.isPending ? (
        <SkeletonLines count={6} label={say.t('list.loading')} />
      ) : isProblem(query.error) && query.error.status === 404 ? (
        <EmptyState
          icon="wifi"
          isPage
          title={say.t('one.noSuch')}
          act={<LinkButton to={`/operate/${hub.key}/devices`}>{say.t('one.toList')}</LinkButton>}
        />
      ) : (
        <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
      )}
    </div>
  )
}

type Details = Device & {
  readonly state: readonly { key: string; data: Record<string, unknown>; at: string; quality: 'device' | 'edge' | 'server' | 'doubtful' }[]
}
type Asked = 'change' | 'rotate' | 'code' | Ending

function OneDevice({ hub, device }: { hub: DeskHub; device: Details }) {
  const say = useSay()
  const [asked, setAsked] = useState<Asked | undefined>(undefined)
  const close = (): void => setAsked(undefined)
  const makeCode = useMakeCode()
  return (
    <>
      <PageHead title={device.name} lead={say.t(`kinds.${device.kind}`)} facts={<HealthMark device={device} zone={hub.zone} />} />
      {device.status !== 'retired' && (
        <div className="flex flex-wrap gap-3 pb-6">
          {device.status === 'waiting' && (
            <Button
              icon="link"
              kind="main"
              isBusy={makeCode.isPending}
              onClick={() => makeCode.mutate(device.id, { onSuccess: () => setAsked('code') })}
            >
              {say.t('one.claimAgain')}
            </Button>
          )}
          <Button icon="edit" onClick={() => setAsked('change')}>
            {say.t('one.change')}
          </Button>
          {device.hasCredential && (
            <Button icon="lock" kind="bare" onClick={() => setAsked('rotate')}>
              {say.t('one.rotate')}
            </Button>
          )}
          {device.status === 'active' && (
            <Button icon="minus" kind="bare" onClick={() => setAsked('block')}>
              {say.t('one.block')}
            </Button>
          )}
          {device.status === 'blocked' && (
            <Button icon="return" kind="main" onClick={() => setAsked('unblock')}>
              {say.t('one.unblock')}
            </Button>
          )}
          <Button icon="trash" kind="bare" onClick={() => setAsked('retire')}>
            {say.t('one.retire')}
          </Button>
        </div>
      )}
      <Problem error={makeCode.error} />
      {isSkewed(device) && (
        <div className="pb-6">
          <Note tone="wait" icon="clock">
            {say.t('one.skewed', { count: Math.abs(Math.round(device.clockSkewSeconds ?? 0)) })}
          </Note>
        </div>
      )}
      <div className="grid gap-x-16 gap-y-10 lg:grid-cols-2">
        <section aria-labelledby="states">
          <SectionHead id="states" title={say.t('one.states')} />
          {device.state.length === 0 ? (
            <p className="muted">{say.t('one.statesNone')}</p>
          ) : (
            <dl className="border-t border-rule">
              {device.state.map((entry) => (
                <div key={entry.key} className="grid grid-cols-[9rem_minmax(0,1fr)] gap-4 border-b border-rule py-2.5">
                  <dt className="muted">
                    {entry.key.startsWith('reading.') ? entry.key.slice(8) : say.t(`events.${entry.key as 'lock'}`)}
                  </dt>
                  <dd>
                    <b>{saidOf(say, entry.key, entry.data)}</b>
                    <span className="dense muted block">
                      {say.facts([say.instant(entry.at, hub.zone), entry.quality === 'device' ? '' : say.t(`qualities.${entry.quality}`)])}
                    </span>
                  </dd>
                </div>
              ))}
            </dl>
          )}
        </section>
        <Facts hub={hub} device={device} />
      </div>
      <div className="grid gap-x-16 gap-y-10 pt-10 lg:grid-cols-2">
        <Events hub={hub} deviceId={device.id} />
        <Commands hub={hub} deviceId={device.id} />
      </div>
      <Dialog title={say.t('one.change')} place="side" isOpen={asked === 'change'} onClose={close}>
        <ChangeForm hub={hub} device={device} onClose={close} />
      </Dialog>
      <Dialog title={say.t('add.code')} place="side" isOpen={asked === 'code'} onClose={close}>
        {makeCode.data !== undefined && (
          <Claiming hub={hub} deviceId={device.id} code={makeCode.data.code} expiresAt={makeCode.data.expiresAt} onClose={close} />
        )}
      </Dialog>
      {asked === 'rotate' && <RotateDialog deviceId={device.id} onClose={close} />}
      {(asked === 'block' || asked === 'unblock' || asked === 'retire') && <EndDialog deviceId={device.id} how={asked} onClose={close} />}
    </>
  )
}

/** In the largest unit that it is a whole number of. */
function lengthOf(seconds: number, say: Say): string {
  if (seconds % 3_600 === 0) return say.t('one.hours', { count: seconds / 3_600 })
  return seconds % 60 === 0 ? say.t('one.minutes', { count: seconds / 60 }) : say.t('one.seconds', { count: seconds })
}

function Facts({ hub, device }: { hub: DeskHub; device: Device }) {
  const say = useSay()
  const spaces = useQuery(spacesQuery(hub.id)).data?.spaces ?? []
  const space = spaces.find((each) => each.id === device.spaceId)
  const facts: [string, ReactNode][] = [
    [say.t('list.place'), space === undefined ? say.t('add.anywhere') : say.local(space.names)],
    [say.t('list.seen'), device.lastSeenAt === null ? say.t('list.never') : say.instant(device.lastSeenAt, hub.zone)],
    [say.t('one.maker'), device.manufacturer ?? ''],
    [say.t('one.model'), device.model ?? ''],
    [say.t('one.firmware'), device.firmware ?? ''],
    [say.t('one.driver'), device.driver ?? ''],
    [say.t('one.silence'), lengthOf(device.expireAfterSeconds, say)],
    [say.t('one.topics'), device.topicFilters.join(' ')],
  ]
  return (
    <section aria-labelledby="facts">
      <SectionHead id="facts" title={say.t('one.facts')} />
      <dl className="border-t border-rule">
        {facts
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name} className="grid grid-cols-[9rem_minmax(0,1fr)] gap-4 border-b border-rule py-2.5">
              <dt className="muted">{name}</dt>
              <dd className="min-w-0 break-words">{value}</dd>
            </div>
          ))}
      </dl>
    </section>
  )
}

function Events({ hub, deviceId }: { hub: DeskHub; deviceId: string }) {
  const say = useSay()
  const query = useDeviceEvents(deviceId)
  const events = query.data?.pages.flatMap((page) => page.items)
  return (
    <section aria-labelledby="events">
      <SectionHead id="events" title={say.t('one.events')} />
      {events === undefined ? (
        query.error === null ? (
          <SkeletonLines count={4} label={say.t('list.loading')} />
        ) : (
          <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
        )
      ) : events.length === 0 ? (
        <p className="muted">{say.t('one.eventsNone')}</p>
      ) : (
        <ul className="border-t border-rule">
          {events.map((event) => (
            <li key={event.id} className="flex flex-wrap items-baseline gap-x-5 gap-y-0.5 border-b border-rule py-2">
              <span className="n dense w-36">{say.instant(event.at, hub.zone)}</span>
              <span className="grow">
                {say.facts([say.t(`events.${event.type}`), saidOf(say, event.type, event.data)])}
                {event.quality === 'doubtful' && <span className="dense muted">{`　${say.t('qualities.doubtful')}`}</span>}
              </span>
            </li>
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <p className="pt-4">
          <Button size="small" isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {say.t('rejects.more')}
          </Button>
        </p>
      )}
    </section>
  )
}

const commandLooks = {
  pending: ['wait', 'hourglass'],
  sent: ['wait', 'hourglass'],
  done: ['ok', 'check'],
  failed: ['bad', 'cross'],
  expired: ['off', 'clock'],
} as const satisfies Record<Command['state'], readonly [string, string]>

function Commands({ hub, deviceId }: { hub: DeskHub; deviceId: string }) {
  const say = useSay()
  const query = useQuery(commandsQuery(deviceId))
  const items = query.data?.items
  return (
    <section aria-labelledby="commands">
      <SectionHead id="commands" title={say.t('one.commands')} />
      {items === undefined ? (
        query.error === null ? (
          <SkeletonLines count={3} label={say.t('list.loading')} />
        ) : (
          <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
        )
      ) : items.length === 0 ? (
        <p className="muted">{say.t('one.commandsNone')}</p>
      ) : (
        <ul className="border-t border-rule">
          {items.map((command) => {
            const [tone, icon] = commandLooks[command.state]
            return (
              <li key={command.id} className="flex flex-wrap items-baseline gap-x-5 gap-y-0.5 border-b border-rule py-2">
                <span className="n dense w-36">{say.instant(command.askedAt, hub.zone)}</span>
                <span className="grow">
                  {commandName(say, command.action)}
                  <span className="dense muted block">{say.facts([command.reason, command.detail ?? ''])}</span>
                </span>
                <StateMark tone={tone} icon={icon}>
                  {say.t(`commandStates.${command.state}`)}
                </StateMark>
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}

function ChangeForm({ hub, device, onClose }: { hub: DeskHub; device: Device; onClose: () => void }) {
  const say = useSay()
  const { toast } = useToast()
  const change = useChangeDevice(device.id)
  const [name, setName] = useState(device.name)
  const [spaceId, setSpaceId] = useState(device.spaceId ?? '')
  const [expire, setExpire] = useState(String(device.expireAfterSeconds))
  const [filters, setFilters] = useState(device.topicFilters.join('\n'))
  const [wasTried, setTried] = useState(false)
  const send = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (name.trim() === '') return
    change.mutate(
      {
        name: name.trim(),
        spaceId: spaceId === '' ? null : spaceId,
        ...(expire === String(device.expireAfterSeconds) ? {} : { expireAfterSeconds: expire === '' ? null : Number(expire) }),
        ...(device.kind === 'bridge' ? { topicFilters: filtersOf(filters) } : {}),
        version: device.version,
      },
      {
        onSuccess: () => {
          toast(say.t('one.changed'))
          onClose()
        },
      },
    )
  }
  return (
    <form className="grid gap-5" noValidate onSubmit={send}>
      <TextField
        label={say.t('add.name')}
        isRequired
        value={name}
        maxLength={80}
        error={wasTried && name.trim() === '' ? say.t('add.nameMissing') : undefined}
        onChange={setName}
      />
      <SpaceSelect hubId={hub.id} kind={device.kind} value={spaceId} onChange={setSpaceId} />
      <TextField
        label={say.t('one.expire')}
        hint={say.t('one.expireHint')}
        type="number"
        inputMode="numeric"
        min={10}
        value={expire}
        onChange={setExpire}
      />
      {device.kind === 'bridge' && (
        <TextArea label={say.t('add.filters')} hint={say.t('add.filtersHint')} rows={3} value={filters} onChange={setFilters} />
      )}
      <Problem error={change.error} />
      <div className="flex justify-end gap-3">
        <Button kind="quiet" onClick={onClose}>
          {say.t('add.back')}
        </Button>
        <Button kind="main" type="submit" isBusy={change.isPending}>
          {say.t('one.save')}
        </Button>
      </div>
    </form>
  )
}
