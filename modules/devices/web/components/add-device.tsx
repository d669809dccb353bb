/** Add a device: named here, then claimed by itself with a code; the screen says when it was heard. */
import type { DeskHub } from '#modules/hubs/web/index.ts'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { CopyButton } from '#platform/web/pages/copy.tsx'
import { Button } from '#ui/button.tsx'
import { Select, TextArea, TextField } from '#ui/fields.tsx'
import { LinkButton } from '#ui/link.tsx'
import { Note } from '#ui/marks.tsx'
import { deviceKindList, type DeviceKind } from './kinds.tsx'
import { deviceQuery, useAddDevice, useClaim, useMakeCode } from '../queries.ts'
import { Problem, useSay } from './say.tsx'
import { Connection } from './secret-dialogs.tsx'
import { SpaceSelect } from './space-select.tsx'

export const filtersOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

export function AddDevice({ hub, onClose }: { hub: DeskHub; onClose: () => void }) {
  const say = useSay()
  const add = useAddDevice(hub.id)
  const [kind, setKind] = useState<DeviceKind>('lock')
  const [name, setName] = useState('')
  const [spaceId, setSpaceId] = useState('')
  const [filters, setFilters] = useState('')
  const [wasTried, setTried] = useState(false)
  if (add.data !== undefined) {
    return <Claiming hub={hub} deviceId={add.data.device.id} code={add.data.code} expiresAt={add.data.expiresAt} onClose={onClose} />
  }
  const isBridge = kind === 'bridge'
  const send = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    const topicFilters = isBridge ? filtersOf(filters) : []
    if (name.trim() === '' || (isBridge && topicFilters.length === 0)) return
    add.mutate({ kind, name: name.trim(), spaceId: spaceId === '' ? null : spaceId, topicFilters })
  }
  return (
    <form className="grid gap-5" noValidate onSubmit={send}>
      <Select
        label={say.t('add.kind')}
        value={kind}
        onChange={setKind}
        choices={deviceKindList.map((each) => ({ value: each, label: say.t(`kinds.${each}`) }))}
      />
      <TextField
        label={say.t('add.name')}
        hint={say.t('add.nameHint')}
        isRequired
        value={name}
        maxLength={80}
        error={wasTried && name.trim() === '' ? say.t('add.nameMissing') : undefined}
        onChange={setName}
      />
      <SpaceSelect hubId={hub.id} kind={kind} value={spaceId} onChange={setSpaceId} />
      {isBridge && (
        <TextArea
          label={say.t('add.filters')}
          hint={say.t('add.filtersHint')}
          isRequired
          rows={3}
          value={filters}
          error={wasTried && filtersOf(filters).length === 0 ? say.t('add.filtersMissing') : undefined}
          onChange={setFilters}
        />
      )}
      <Problem error={add.error} />
      <div className="flex justify-end gap-3">
        <Button kind="quiet" onClick={onClose}>
          {say.t('add.back')}
        </Button>
        <Button kind="main" type="submit" isBusy={add.isPending}>
          {say.t('list.add')}
        </Button>
      </div>
    </form>
  )
}

interface ClaimingProps {
  hub: DeskHub
  deviceId: string
  /** Null: a device that is spoken to, and never speaks first. */
  code: string | null
  expiresAt: string | null
  onClose: () => void
}

/** Looked at while somebody types the code into the device, so asked often. */
const lookEveryMs = 2_000

export function Claiming({ hub, deviceId, code, expiresAt, onClose }: ClaimingProps) {
  const say = useSay()
  const again = useMakeCode()
  const claim = useClaim()
  const query = useQuery(deviceQuery(deviceId, lookEveryMs))
  const [wasTested, setTested] = useState(false)
  const device = query.data
  const shown = again.data ?? { code, expiresAt }
  const isClaimed = device !== undefined && device.claimedAt !== null
  const seenAt = device?.lastSeenAt ?? null
  if (claim.data !== undefined) return <Connection {...claim.data} onClose={onClose} />
  return (
    <div className="grid gap-5">
      {isClaimed || shown.code === null || shown.expiresAt === null ? (
        <Note tone="ok" isAlert>
          <p className="font-bold">{say.t('add.claimed')}</p>
          {seenAt !== null && <p>{say.t('add.testFine', { time: say.instant(seenAt, hub.zone) })}</p>}
        </Note>
      ) : (
        <>
          <div>
            <p className="muted">{say.t('add.code')}</p>
            <p className="n text-[2rem] font-bold leading-tight tracking-[0.12em]">{shown.code}</p>
          </div>
          <p>{say.t('add.codeLead', { time: say.time(shown.expiresAt, hub.zone) })}</p>
          <div className="grid justify-items-start gap-2">
            <p className="muted">{say.t(device?.kind === 'bridge' ? 'add.byHandBridge' : 'add.byHand')}</p>
            <Button
              kind={device?.kind === 'bridge' ? 'main' : 'bare'}
              icon="lock"
              isBusy={claim.isPending}
              onClick={() => claim.mutate(shown.code ?? '')}
            >
              {say.t('add.connection')}
            </Button>
          </div>
          <p className="flex flex-wrap gap-3">
            <CopyButton text={shown.code} label={say.t('add.copy')} />
            <Button size="small" kind="bare" isBusy={again.isPending} onClick={() => again.mutate(deviceId)}>
              {say.t('add.codeAgain')}
            </Button>
          </p>
          <p className="muted" role="status">
            {say.t('add.waiting')}
          </p>
        </>
      )}
      <Problem error={again.error ?? claim.error} />
      <div className="grid justify-items-start gap-3">
        <Button
          icon="wifi"
          isBusy={query.isFetching && wasTested}
          onClick={() => {
            setTested(true)
            void query.refetch()
          }}
        >
          {say.t('add.test')}
        </Button>
        <div role="status">
          {wasTested && seenAt === null && <Note tone="wait">{say.t('add.testNot')}</Note>}
          {wasTested && seenAt !== null && !isClaimed && (
            <Note tone="ok">{say.t('add.testFine', { time: say.instant(seenAt, hub.zone) })}</Note>
          )}
        </div>
      </div>
      <div className="flex flex-wrap justify-end gap-3">
        <LinkButton kind="bare" to={`/operate/${hub.key}/devices/${deviceId}`}>
          {say.t('add.open')}
        </LinkButton>
        <Button kind="main" onClick={onClose}>
          {say.t('add.done')}
        </Button>
      </div>
    </div>
  )
}
