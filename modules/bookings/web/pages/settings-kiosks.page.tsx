/** Tablets at the entrances: make a code, see that it lives, take it back. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState, type FormEvent } from 'react'
import QRCode from 'qrcode'
import { listOwnHubs } from '#modules/hubs/contract/endpoints.ts'
import { reading } from '#platform/web/client.ts'
import { SettingsFrame } from '#platform/web/pages/settings-frame.tsx'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { ConfirmDialog, Dialog } from '#ui/dialog.tsx'
import { Checkbox, TextField } from '#ui/fields.tsx'
import { SectionHead, StateMark } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import type { Kiosk } from '../../contract/kiosk/schemas.ts'
import { Refusal } from '../components/refusal.tsx'
import { useSay } from '../components/say.tsx'
import { kiosksQuery, useAddKiosk, useRevokeKiosk } from '../kiosk/queries.ts'
import type { HubRef } from '../queries.ts'

export function SettingsKiosksPage() {
  const say = useSay()
  const hubs = useQuery(reading(listOwnHubs, {}))
  return (
    <SettingsFrame title={say.t('kiosk.title')}>
      <p className="mb-2 max-w-3xl">{say.t('kiosk.lead')}</p>
      <p className="dense muted mb-6 max-w-3xl">{say.t('kiosk.scanNote')}</p>
      {hubs.data === undefined ? (
        hubs.error === null ? (
          <SkeletonLines count={4} label={say.t('booking.loading')} />
        ) : (
          <ProblemState error={hubs.error} onRetry={() => void hubs.refetch()} />
        )
      ) : (
        <div className="grid gap-10">
          {hubs.data.items.map((hub) => (
            <HubKiosks key={hub.id} hub={hub} />
          ))}
        </div>
      )}
    </SettingsFrame>
  )
}

function HubKiosks({ hub }: { hub: HubRef }) {
  const say = useSay()
  const { toast } = useToast()
  const query = useQuery(kiosksQuery(hub.id))
  const revoke = useRevokeKiosk(hub.id)
  const [isAdding, setAdding] = useState(false)
  const [revoking, setRevoking] = useState<Kiosk | undefined>(undefined)
  const items = query.data?.items.filter((kiosk) => kiosk.revokedAt === null) ?? []
  return (
    <section aria-labelledby={hub.id}>
      <SectionHead
        id={hub.id}
        title={say.local(hub.names)}
        more={
          <Button size="small" icon="plus" onClick={() => setAdding(true)}>
            {say.t('kiosk.add')}
          </Button>
        }
      />
      {items.length === 0 ? (
        <EmptyState title={say.t('kiosk.none')} />
      ) : (
        <ul className="border-t border-rule">
          {items.map((kiosk) => (
            <li key={kiosk.id} className="flex flex-wrap items-center gap-x-5 gap-y-2 border-b border-rule py-3">
              <div className="min-w-40 grow">
                <b>{kiosk.name}</b>
                <p className="dense muted">
                  {kiosk.seenAt === null ? say.t('kiosk.neverSeen') : say.t('kiosk.seen', { when: say.instant(kiosk.seenAt, hub.zone) })}
                </p>
              </div>
              {kiosk.mayWalkIn && (
                <StateMark tone="ok" icon="check">
                  {say.t('desk.walkIn')}
                </StateMark>
              )}
              <Button size="small" kind="quiet" onClick={() => setRevoking(kiosk)}>
                {say.t('kiosk.revoke')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Dialog title={say.t('kiosk.add')} isOpen={isAdding} onClose={() => setAdding(false)}>
        {isAdding && <Add hub={hub} onClose={() => setAdding(false)} />}
      </Dialog>
      <ConfirmDialog
        title={say.t('kiosk.revokeTitle')}
        isOpen={revoking !== undefined}
        onClose={() => setRevoking(undefined)}
        kind="bad"
        confirmLabel={say.t('kiosk.revoke')}
        isBusy={revoke.isPending}
        error={revoke.error === null ? undefined : <Refusal error={revoke.error} zone={hub.zone} day="" />}
        onConfirm={() =>
          revoke.mutate(revoking?.id ?? '', {
            onSuccess: () => {
              toast(say.t('kiosk.revokedToast'))
              setRevoking(undefined)
            },
          })
        }
      >
        <p className="font-bold">{revoking?.name}</p>
        <p>{say.t('kiosk.revokeBody')}</p>
      </ConfirmDialog>
    </section>
  )
}

function Add({ hub, onClose }: { hub: HubRef; onClose: () => void }) {
  const say = useSay()
  const add = useAddKiosk(hub.id)
  const [name, setName] = useState('')
  const [mayWalkIn, setWalkIn] = useState(true)
  const [callMail, setCallMail] = useState('')
  if (add.data !== undefined) return <NewCode hub={hub} code={add.data.code} onClose={onClose} />
  return (
    <form
      className="grid gap-5"
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        if (name.trim() !== '') add.mutate({ name, mayWalkIn, callMail: callMail.trim() === '' ? null : callMail })
      }}
    >
      <TextField label={say.t('kiosk.name')} hint={say.t('kiosk.nameHint')} isRequired value={name} maxLength={80} onChange={setName} />
      <Checkbox isChecked={mayWalkIn} onChange={setWalkIn}>
        {say.t('kiosk.mayWalkIn')}
      </Checkbox>
      <TextField label={say.t('kiosk.callMail')} type="email" value={callMail} onChange={setCallMail} />
      <Refusal error={add.error} zone={hub.zone} day="" />
      <div className="flex justify-end gap-3">
        <Button kind="quiet" onClick={onClose}>
          {say.t('booking.back')}
        </Button>
        <Button kind="main" type="submit" isBusy={add.isPending}>
          {say.t('kiosk.create')}
        </Button>
      </div>
    </form>
  )
}

function NewCode({ hub, code, onClose }: { hub: HubRef; code: string; onClose: () => void }) {
  const say = useSay()
  const address = `${location.origin}/kiosk/${hub.key}`
  const [picture, setPicture] = useState<string | undefined>(undefined)
  useEffect(() => {
    QRCode.toDataURL(`${address}#k=${code}`, { margin: 2, width: 240 }).then(setPicture, () => undefined)
  }, [address, code])
  return (
    <div className="grid gap-4">
      <p>{say.t('kiosk.codeOnce')}</p>
      {picture !== undefined && <img className="size-60" src={picture} alt={say.t('kiosk.codeTitle')} />}
      <dl className="facts">
        <div>
          <dt>{say.t('kiosk.address')}</dt>
          <dd className="break-all">{address}</dd>
        </div>
        <div>
          <dt>{say.t('kiosk.code')}</dt>
          <dd className="n font-bold">{code}</dd>
        </div>
      </dl>
      <div className="flex justify-end">
        <Button kind="main" onClick={onClose}>
          {say.t('kiosk.close')}
        </Button>
      </div>
    </div>
  )
}
