/** The devices of a hub. The first line says whether any needs a look; those come first. */
import { HubDesk, type DeskHub } from '#modules/hubs/web/index.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { PageHead, ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Link, LinkButton } from '#ui/link.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import type { ListedDevice } from '../../contract/schemas.ts'
import { AddDevice } from '../components/add-device.tsx'
import { AnnouncedList } from '../components/announced-list.tsx'
import { HealthMark, isSkewed, needsLook, useSay } from '../components/say.tsx'
import { devicesQuery, spacesQuery } from '../queries.ts'

export function DevicesPage() {
  return <HubDesk>{(hub) => <Devices key={hub.id} hub={hub} />}</HubDesk>
}

function Devices({ hub }: { hub: DeskHub }) {
  const say = useSay()
  usePageTitle([say.t('list.title'), say.local(hub.names)])
  const query = useQuery(devicesQuery(hub.id))
  const [isAdding, setAdding] = useState(false)
  if (query.data === undefined) {
    return (
      <div className="pt-6">
        {query.error === null ? (
          <SkeletonLines count={6} label={say.t('list.loading')} />
        ) : (
          <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
        )}
      </div>
    )
  }
  const devices = query.data.items.filter((device) => device.status !== 'retired')
  const retired = query.data.items.filter((device) => device.status === 'retired')
  const trouble = devices.filter(needsLook).length
  const title = devices.every((device) => device.status !== 'active')
    ? say.t('list.title')
    : trouble === 0
      ? say.t('list.allFine')
      : say.t('list.trouble', { count: trouble })
  return (
    <>
      <PageHead title={title} lead={say.local(hub.names)} />
      <div className="flex flex-wrap gap-3 pb-6">
        <Button icon="plus" kind={devices.length === 0 ? 'main' : undefined} onClick={() => setAdding(true)}>
          {say.t('list.add')}
        </Button>
        <LinkButton kind="bare" icon="alert" to={`/operate/${hub.key}/devices/unreadable`}>
          {say.t('list.rejects')}
        </LinkButton>
      </div>
      <AnnouncedList hub={hub} />
      {devices.length === 0 ? (
        <EmptyState icon="wifi" title={say.t('list.emptyTitle')}>
          {say.t('list.emptyBody')}
        </EmptyState>
      ) : (
        <Table hub={hub} devices={devices.toSorted((a, b) => Number(needsLook(b)) - Number(needsLook(a)))} caption={say.t('list.title')} />
      )}
      {retired.length > 0 && (
        <div className="pt-10">
          <Table hub={hub} devices={retired} caption={say.t('list.retiredOnes', { count: retired.length })} isCaptionShown />
        </div>
      )}
      <Dialog title={say.t('list.add')} place="side" isOpen={isAdding} onClose={() => setAdding(false)}>
        <AddDevice hub={hub} onClose={() => setAdding(false)} />
      </Dialog>
    </>
  )
}

function Table({
  hub,
  devices,
  caption,
  isCaptionShown,
}: {
  hub: DeskHub
  devices: readonly ListedDevice[]
  caption: string
  isCaptionShown?: boolean
}) {
  const say = useSay()
  const spaces = useQuery(spacesQuery(hub.id)).data?.spaces ?? []
  const placeOf = (device: ListedDevice): string => {
    const space = spaces.find((each) => each.id === device.spaceId)
    return space === undefined ? say.t('add.anywhere') : say.local(space.names)
  }
  const seenOf = (device: ListedDevice): string =>
    device.lastSeenAt === null ? say.t('list.never') : say.instant(device.lastSeenAt, hub.zone)
  return (
    <>
      {isCaptionShown === true && <h2 className="pb-2 text-[1.125rem] md:hidden">{caption}</h2>}
      <ul className="border-t border-rule md:hidden" aria-label={caption}>
        {devices.map((device) => (
          <li key={device.id} className="grid gap-0.5 border-b border-rule py-2">
            <Link to={`/operate/${hub.key}/devices/${device.id}`} className="flex min-h-8 items-center font-bold">
              {device.name}
            </Link>
            <HealthMark device={device} zone={hub.zone} />
            <p className="dense muted">
              {[say.t(`kinds.${device.kind}`), placeOf(device), seenOf(device)].join(say.language === 'ja' ? '　' : ' · ')}
            </p>
          </li>
        ))}
      </ul>
      <div className="max-md:hidden">
        <DataTable
          caption={caption}
          isCaptionHidden={isCaptionShown !== true}
          rows={devices}
          rowKey={(device) => device.id}
          locale={say.language}
          columns={[
            {
              key: 'name',
              label: say.t('list.name'),
              isRowHead: true,
              sortValue: (device) => device.name,
              cell: (device) => <Link to={`/operate/${hub.key}/devices/${device.id}`}>{device.name}</Link>,
            },
            {
              key: 'health',
              label: say.t('list.health'),
              sortValue: (device) => Number(!needsLook(device)),
              cell: (device) => <HealthMark device={device} zone={hub.zone} />,
            },
            {
              key: 'kind',
              label: say.t('list.kind'),
              sortValue: (device) => say.t(`kinds.${device.kind}`),
              // a lock that does not answer, or never tells what it did, is said no state that may be long over
              cell: (device) =>
                device.lock?.state == null || !device.lock.isConfirming || device.health === 'silent'
                  ? say.t(`kinds.${device.kind}`)
                  : say.facts([say.t(`kinds.${device.kind}`), say.t(`lockStates.${device.lock.state}`)]),
            },
            { key: 'place', label: say.t('list.place'), sortValue: placeOf, cell: placeOf },
            {
              key: 'seen',
              label: say.t('list.seen'),
              sortValue: (device) => device.lastSeenAt ?? '',
              cell: (device) => <span className="n">{seenOf(device)}</span>,
            },
            {
              key: 'battery',
              label: say.t('list.battery'),
              align: 'end',
              sortValue: (device) => device.batteryPercent ?? 101,
              cell: (device) =>
                device.batteryPercent === null ? '' : say.t('says.percent', { percent: Math.round(device.batteryPercent) }),
            },
            {
              key: 'clock',
              label: say.t('list.clock'),
              align: 'end',
              cell: (device) =>
                device.clockSkewSeconds === null
                  ? ''
                  : isSkewed(device)
                    ? say.t('list.skew', { count: Math.round(device.clockSkewSeconds) })
                    : say.t('list.skewFine'),
            },
          ]}
        />
      </div>
    </>
  )
}
