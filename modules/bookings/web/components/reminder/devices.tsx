/** Browsers that show messages. The permission is asked for on a press, and what stands in its way is said. */
import { useQuery } from '@tanstack/react-query'
import { defaultZone } from '#platform/web/format.ts'
import { useProblemText } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { FieldError } from '#ui/fields.tsx'
import { Note, Tag } from '#ui/marks.tsx'
import { useToast } from '#ui/toast.tsx'
import type { PushDevice } from '../../../contract/reminder/schemas.ts'
import { ownMark, PushDenied, pushSupport, thisBrowser, useAddThisDevice, useRemoveDevice, useTestDevice } from '../../reminder/queries.ts'
import { useSay } from '../say.tsx'

export function Devices({ devices, publicKey }: { devices: readonly PushDevice[]; publicKey: string }) {
  const say = useSay()
  const { toast } = useToast()
  const add = useAddThisDevice()
  const mark = useQuery({ queryKey: ['push-mark', devices.length], queryFn: async () => (await ownMark()) ?? '', staleTime: 0 })
  const support = pushSupport()
  const isListed = devices.some((device) => device.mark === mark.data)
  return (
    <section aria-labelledby="devices" className="grid gap-3">
      <h3 id="devices" className="text-[1rem] font-bold">
        {say.t('reminder.devices')}
      </h3>
      {devices.length === 0 ? (
        <p className="muted">{say.t('reminder.devicesNone')}</p>
      ) : (
        <ul className="border-t border-rule">
          {devices.map((device) => (
            <DeviceRow key={device.id} device={device} isThis={device.mark === mark.data} />
          ))}
        </ul>
      )}
      {support !== 'ok' ? (
        <Note tone="plain" icon="info">
          {say.t(`reminder.${support}`)}
        </Note>
      ) : (
        !isListed && (
          <div className="grid justify-items-start gap-2">
            <Button
              icon="plus"
              isBusy={add.isPending}
              onClick={() =>
                add.mutate(
                  { publicKey, label: say.t('reminder.deviceName', thisBrowser()) },
                  { onSuccess: () => toast(say.t('reminder.added')) },
                )
              }
            >
              {say.t('reminder.addThis')}
            </Button>
            {add.isPending && <p className="hint">{say.t('reminder.asked')}</p>}
            <FieldError
              error={add.error === null ? undefined : say.t(add.error instanceof PushDenied ? 'reminder.denied' : 'reminder.failed')}
            />
          </div>
        )
      )}
    </section>
  )
}

function DeviceRow({ device, isThis }: { device: PushDevice; isThis: boolean }) {
  const say = useSay()
  const why = useProblemText()
  const { toast } = useToast()
  const test = useTestDevice()
  const remove = useRemoveDevice()
  const error = test.error ?? remove.error
  return (
    <li className="grid gap-2 border-b border-rule py-3">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <b>{device.label}</b>
        {isThis && <Tag>{say.t('reminder.thisDevice')}</Tag>}
        <span className="dense muted">
          {device.deliveredAt === null
            ? say.t('reminder.since', { at: say.instant(device.createdAt, defaultZone) })
            : say.t('reminder.lastSent', { at: say.instant(device.deliveredAt, defaultZone) })}
        </span>
      </p>
      <p className="flex flex-wrap gap-2">
        <Button
          size="small"
          isBusy={test.isPending}
          aria-label={`${say.t('reminder.test')} ${device.label}`}
          onClick={() =>
            test.mutate(device.id, {
              onSuccess: ({ isDelivered }) => toast(say.t(isDelivered ? 'reminder.tested' : 'reminder.testFailed')),
            })
          }
        >
          {say.t('reminder.test')}
        </Button>
        <Button
          size="small"
          kind="quiet"
          isBusy={remove.isPending}
          aria-label={`${say.t('reminder.remove')} ${device.label}`}
          onClick={() => remove.mutate(device.id, { onSuccess: () => toast(say.t('reminder.removed')) })}
        >
          {say.t('reminder.remove')}
        </Button>
      </p>
      <FieldError error={error === null ? undefined : why(error)} />
    </li>
  )
}
