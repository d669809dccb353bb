/** What needs the desk: locks that do not obey, doors that stand open or shut for everyone, codes that do not reach a lock. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { DeskNeed, NeedSourceProps } from '#platform/web/registry.ts'
import { LinkButton } from '#ui/link.tsx'
import { doorsQuery } from '../queries.ts'
import { useSay } from './say.tsx'

export function DoorNeeds({ hub, now, onNeeds }: NeedSourceProps) {
  const say = useSay()
  const { data } = useQuery(doorsQuery(hub.id))
  const needs = useMemo((): readonly DeskNeed[] => {
    const doors = (data?.items ?? []).filter((door) => door.retiredAt === null)
    const act = (path: string) => (
      <LinkButton to={`/operate/${hub.key}/doors${path}`} size="small">
        {say.t('today.needModeAct')}
      </LinkButton>
    )
    const mark = { tone: 'bad', icon: 'door', word: say.t('today.needWord') } as const
    const modes = (['open-all', 'lock-down'] as const).flatMap((mode): DeskNeed[] => {
      const count = doors.filter((door) => door.mode === mode).length
      if (count === 0) return []
      return [
        {
          id: mode,
          dueAt: now,
          isHot: true,
          mark,
          left: say.t(`modes.${mode}`),
          what: say.t('today.needMode', { count, mode: say.t(`modes.${mode}`) }),
          why: say.t('today.needModeWhy'),
          acts: act(''),
        },
      ]
    })
    const codes = doors
      .filter((door) => door.codesWaiting > 0)
      .map((door): DeskNeed => ({
        id: `codes-${door.id}`,
        dueAt: now,
        isHot: false,
        mark: { ...mark, tone: 'wait' },
        left: say.t('door.codeWanted.on-lock'),
        what: say.t('today.needCodes', { door: say.local(door.names) }),
        why: say.t('today.needCodesWhy', { count: door.codesWaiting }),
        acts: act(`/${door.id}`),
      }))
    const stuck = doors.flatMap((door): DeskNeed[] =>
      door.stuck === null
        ? []
        : [
            {
              id: `stuck-${door.id}`,
              dueAt: Date.parse(door.stuck.since),
              isHot: true,
              mark,
              left: say.t('today.needStuckSince', { time: say.time(door.stuck.since, hub.zone) }),
              what: say.t(`today.needStuck.${door.stuck.wanted}`, { door: say.local(door.names) }),
              why: door.fallback ?? say.t('today.needStuckWhy'),
              acts: act(`/${door.id}`),
            },
          ],
    )
    return [...stuck, ...modes, ...codes]
  }, [data, hub.key, hub.zone, now, say])
  useEffect(() => onNeeds(needs), [needs, onNeeds])
  return null
}
