/** How the lock of a door stands, by its own word, and what to do where it gives none. */
import { useQuery } from '@tanstack/react-query'
import type { ListedDevice } from '#modules/devices/contract/schemas.ts'
import { formatInstant } from '#platform/web/format.ts'
import { Note, StateMark, type Tone } from '#ui/marks.tsx'
import type { IconName } from '#ui/icon.tsx'
import type { Door } from '../../contract/door/schemas.ts'
import { hubDevicesQuery, hubSpacesQuery } from '../queries.ts'
import { useSay } from './say.tsx'

export type LockWord = 'locked' | 'locking' | 'unlocked' | 'unlocking' | 'jammed' | 'unconfirmed' | 'silent' | 'waiting' | 'unknown'

const looks = {
  locked: { tone: 'ok', icon: 'lock' },
  locking: { tone: 'wait', icon: 'hourglass' },
  unlocked: { tone: 'wait', icon: 'door-open' },
  unlocking: { tone: 'wait', icon: 'hourglass' },
  jammed: { tone: 'bad', icon: 'alert' },
  unconfirmed: { tone: 'off', icon: 'lock' },
  silent: { tone: 'bad', icon: 'offline' },
  waiting: { tone: 'wait', icon: 'hourglass' },
  unknown: { tone: 'off', icon: 'clock' },
} as const satisfies Record<LockWord, { tone: Tone; icon: IconName }>

/** One word: what keeps the lock from being believed goes before what it said. */
export function wordOf(lock: ListedDevice): LockWord {
  if (lock.status === 'waiting') return 'waiting'
  if (lock.health === 'silent') return 'silent'
  if (lock.lock?.state === 'jammed') return 'jammed'
  if (lock.lock?.isConfirming !== true) return 'unconfirmed'
  return lock.lock.state ?? 'unknown'
}

/** Somebody at the hub has to open it by hand. */
export const failsAtDoor = (lock: ListedDevice): boolean => ['silent', 'jammed'].includes(wordOf(lock))

export function useLockOf(hubId: string, door: Pick<Door, 'lockDeviceId'>): ListedDevice | undefined {
  const devices = useQuery(hubDevicesQuery(hubId)).data?.items ?? []
  return devices.find((device) => device.id === door.lockDeviceId)
}

export function LockMark({ lock, zone }: { lock: ListedDevice; zone: string }) {
  const say = useSay()
  const word = wordOf(lock)
  return (
    <StateMark {...looks[word]}>
      {word === 'silent' && lock.silentSince !== null
        ? say.t('locks.silentSince', { time: formatInstant(lock.silentSince, say.language, zone) })
        : say.t(`locks.${word}`)}
    </StateMark>
  )
}

/** Battery and last word, for the line below. */
export function useLockFacts(lock: ListedDevice | undefined, zone: string): string[] {
  const say = useSay()
  if (lock === undefined) return []
  const percent = lock.batteryPercent === null ? undefined : Math.round(lock.batteryPercent)
  return [
    percent === undefined ? '' : say.t(lock.isBatteryLow ? 'locks.batteryLow' : 'locks.battery', { percent }),
    lock.lastSeenAt === null ? say.t('locks.neverSeen') : say.t('locks.seen', { time: say.instant(lock.lastSeenAt, zone) }),
  ]
}

/** What to do at a lock that does not answer: what was written down for this door, and the hub's telephone. */
export function Fallback({ hubId, door }: { hubId: string; door: Pick<Door, 'fallback'> }) {
  const say = useSay()
  const phone = useQuery(hubSpacesQuery(hubId)).data?.phone ?? ''
  return (
    <Note tone="bad">
      <p className="font-bold">{say.t('locks.fallbackTitle')}</p>
      <p>{door.fallback ?? say.t('locks.fallbackUnset')}</p>
      {phone !== '' && (
        <p>
          <a href={`tel:${phone.replaceAll(/[^\d+]/g, '')}`} className="inline-flex min-h-11 items-center">
            {say.t('locks.fallbackPhone', { phone })}
          </a>
        </p>
      )}
    </Note>
  )
}
