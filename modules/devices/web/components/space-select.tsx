/** Where a device is: a space of the hub, or the hub as a whole. */
import { useQuery } from '@tanstack/react-query'
import { Select } from '#ui/fields.tsx'
import { spacesQuery } from '../queries.ts'
import type { DeviceKind } from './kinds.tsx'
import { useSay } from './say.tsx'

interface SpaceSelectProps {
  hubId: string
  /** Null: not known. */
  kind: DeviceKind | null
  /** Empty: the hub as a whole. */
  value: string
  onChange: (spaceId: string) => void
}

export function SpaceSelect({ hubId, kind, value, onChange }: SpaceSelectProps) {
  const say = useSay()
  const spaces = useQuery(spacesQuery(hubId)).data?.spaces ?? []
  return (
    <Select
      label={say.t('add.space')}
      hint={kind === 'motion' ? say.t('add.motionSpace') : undefined}
      value={value}
      onChange={onChange}
      choices={[{ value: '', label: say.t('add.anywhere') }, ...spaces.map(({ id, names }) => ({ value: id, label: say.local(names) }))]}
    />
  )
}
