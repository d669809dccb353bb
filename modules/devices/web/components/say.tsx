/** The words that every screen of devices has in common. */
import { useMemo } from 'react'
import { formatInstant, formatTime } from '#platform/web/format.ts'
import { useLanguage } from '#platform/web/language.ts'
import { useLocalText } from '#platform/web/local-text.tsx'
import { useProblemText } from '#platform/web/shell/page.tsx'
import { Note, StateMark } from '#ui/marks.tsx'
import type { CommandAction, Device, DeviceEventType, LockState } from '../../contract/schemas.ts'
import { useDevicesTexts } from '../texts.ts'

export function useSay() {
  const t = useDevicesTexts()
  const language = useLanguage()
  const local = useLocalText()
  return useMemo(
    () => ({
      t,
      language,
      local,
      facts: (parts: readonly string[]) => parts.filter(Boolean).join(language === 'ja' ? '　' : ' · '),
      time: formatTime,
      instant: (instant: string, zone: string) => formatInstant(instant, language, zone),
    }),
    [t, language, local],
  )
}
export type Say = ReturnType<typeof useSay>

/** Off by less is no news: a message takes a moment. */
const skewSeconds = 30

export const isSkewed = (device: Device): boolean => Math.abs(device.clockSkewSeconds ?? 0) >= skewSeconds
export const needsLook = (device: Device): boolean =>
  device.status === 'active' && (device.health === 'silent' || device.isBatteryLow || isSkewed(device))

export function HealthMark({ device, zone }: { device: Device; zone: string }) {
  const say = useSay()
  if (device.status !== 'active') {
    return (
      <StateMark tone={device.status === 'waiting' ? 'wait' : 'off'} icon={device.status === 'waiting' ? 'hourglass' : 'minus'}>
        {say.t(`statuses.${device.status}`)}
      </StateMark>
    )
  }
  if (device.health === 'silent') {
    return (
      <StateMark tone="bad" icon="offline">
        {device.silentSince === null ? say.t('healths.silent') : say.t('list.silentSince', { time: say.instant(device.silentSince, zone) })}
      </StateMark>
    )
  }
  if (device.isBatteryLow) {
    return (
      <StateMark tone="wait" icon="alert">
        {say.t('list.lowBattery', { percent: Math.round(device.batteryPercent ?? 0) })}
      </StateMark>
    )
  }
  if (isSkewed(device)) {
    return (
      <StateMark tone="wait" icon="clock">
        {`${say.t('list.clock')} ${say.t('list.skew', { count: Math.round(device.clockSkewSeconds ?? 0) })}`}
      </StateMark>
    )
  }
  return (
    <StateMark tone={device.health === 'fine' ? 'ok' : 'off'} icon={device.health === 'fine' ? 'check' : 'clock'}>
      {say.t(`healths.${device.health}`)}
    </StateMark>
  )
}

export const commandName = (say: Say, action: CommandAction): string => say.t(`actions.${action}`)

/** What a device said, in words; what has none is left out. */
export function saidOf(say: Say, key: string, data: Readonly<Record<string, unknown>>): string {
  const type = key.split('.')[0] as DeviceEventType
  if (type === 'lock') return say.t(`lockStates.${data['state'] as LockState}`)
  if (type === 'contact') return say.t(data['isOpen'] === true ? 'says.open' : 'says.shut')
  if (type === 'motion') return say.t(data['isActive'] === true ? 'says.moving' : 'says.still')
  if (type === 'availability') return say.t(data['isOnline'] === true ? 'says.online' : 'says.offline')
  if (type === 'battery') return say.t('says.percent', { percent: Math.round(Number(data['percent'])) })
  if (type === 'reading') return say.t('says.reading', { value: Number(data['value']), unit: textOf(data['unit']) })
  if (type === 'decision') return say.t(data['isOpen'] === true ? 'says.decidedOpen' : 'says.decidedShut')
  if (type === 'command-ack') return say.t(`outcomes.${data['outcome'] as 'done'}`)
  return ''
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

export function Problem({ error }: { error: unknown }) {
  const problemText = useProblemText()
  if (error === null || error === undefined) return null
  return (
    <Note tone="bad" isAlert>
      <p className="font-bold">{problemText(error)}</p>
    </Note>
  )
}
