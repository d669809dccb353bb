/** Devices that need the desk: silent ones as one fact, batteries, what was found and waits. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { DeskNeed, NeedSourceProps } from '#platform/web/registry.ts'
import { LinkButton } from '#ui/link.tsx'
import { announcedQuery, devicesQuery } from '../queries.ts'
import { useSay } from './say.tsx'

export function DeviceNeeds({ hub, now, onNeeds }: NeedSourceProps) {
  const say = useSay()
  const devices = useQuery(devicesQuery(hub.id)).data
  const announced = useQuery(announcedQuery(hub.id)).data
  const needs = useMemo((): readonly DeskNeed[] => {
    const active = (devices?.items ?? []).filter((device) => device.status === 'active')
    const silent = active.filter((device) => device.health === 'silent')
    const found = (announced?.items ?? []).filter((one) => one.status === 'new' && one.refusal === null)
    const act = (path: string) => (
      <LinkButton to={`/operate/${hub.key}/devices${path}`} size="small">
        {say.t('needs.open')}
      </LinkButton>
    )
    const word = say.t('needs.word')
    const all: DeskNeed[] = []
    const [first] = silent
    if (first !== undefined) {
      const since = silent.map((device) => Date.parse(device.silentSince ?? '') || now).reduce((a, b) => Math.min(a, b), now)
      all.push({
        id: 'silent',
        dueAt: since,
        isHot: silent.some((device) => device.kind === 'lock' || device.kind === 'edge'),
        mark: { tone: 'bad', icon: 'offline', word },
        left: say.t('needs.since', { time: say.time(new Date(since).toISOString(), hub.zone) }),
        what: silent.length === 1 ? say.t('needs.silent', { name: first.name }) : say.t('needs.silentMany', { count: silent.length }),
        why: say.t(silent.length === 1 ? 'needs.silentWhy' : 'needs.silentManyWhy'),
        acts: act(silent.length === 1 ? `/${first.id}` : ''),
      })
    }
    for (const device of active.filter((each) => each.isBatteryLow && each.health !== 'silent')) {
      all.push({
        id: `battery-${device.id}`,
        dueAt: now,
        isHot: false,
        mark: { tone: 'wait', icon: 'alert', word },
        left: say.t('needs.batteryWhy', { percent: Math.round(device.batteryPercent ?? 0) }),
        what: say.t('needs.battery', { name: device.name }),
        why: '',
        acts: act(`/${device.id}`),
      })
    }
    if (found.length > 0) {
      all.push({
        id: 'found',
        dueAt: now,
        isHot: false,
        mark: { tone: 'go', icon: 'wifi', word },
        left: '',
        what: say.t('needs.found', { count: found.length }),
        why: say.t('needs.foundWhy'),
        acts: act(''),
      })
    }
    return all
  }, [devices, announced, hub.key, hub.zone, now, say])
  useEffect(() => onNeeds(needs), [needs, onNeeds])
  return null
}
