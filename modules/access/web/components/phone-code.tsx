/** The telephone as a key: made once, then a code for the reader that is new every half minute. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { queryClient } from '#platform/web/client.ts'
import { useSession } from '#platform/web/session.ts'
import { Button } from '#ui/button.tsx'
import { Note } from '#ui/marks.tsx'
import { Skeleton } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import type { Credential } from '../../contract/credential/schemas.ts'
import { keepPhoneKey, makePhoneKey, readPhoneKey, signPhoneCode } from './phone-key.tsx'
import { useAddPhone } from '../queries.ts'
import { Problem } from './problem.tsx'
import { QrPicture } from './qr-picture.tsx'
import { useSay } from './say.tsx'

const renewMs = 30_000

export function PhoneCode({ credentials, hubId }: { credentials: readonly Credential[]; hubId: string | undefined }) {
  const say = useSay()
  const { toast } = useToast()
  const { session } = useSession()
  const accountId = session?.accountId ?? ''
  const kept = useQuery({ queryKey: ['phone-key', accountId], queryFn: () => readPhoneKey(accountId), enabled: accountId !== '' })
  const add = useAddPhone()
  const [cannot, setCannot] = useState(false)
  const [isShown, setShown] = useState(false)
  const isMine = kept.data != null && credentials.some((one) => one.id === kept.data?.credentialId && one.status === 'active')
  const make = async (): Promise<void> => {
    const key = await makePhoneKey()
    if (key === undefined) {
      setCannot(true)
      return
    }
    add.mutate(
      { label: say.t('me.phoneLabel'), publicKey: key.publicKey },
      {
        onSuccess: (credential) => {
          void keepPhoneKey(accountId, { credentialId: credential.id, privateKey: key.privateKey }).then(() =>
            queryClient.invalidateQueries({ queryKey: ['phone-key'] }),
          )
          toast(say.t('me.phoneAdded'))
        },
      },
    )
  }
  if (kept.isPending) return null
  if (!isMine) {
    return (
      <div className="grid justify-items-start gap-3">
        <p className="muted">{say.t('me.phoneLead')}</p>
        <Button icon="phone" isBusy={add.isPending} onClick={() => void make()}>
          {say.t('me.phoneAdd')}
        </Button>
        {cannot && (
          <Note tone="wait" isAlert>
            {say.t('me.phoneCannot')}
          </Note>
        )}
        <Problem error={add.error} />
      </div>
    )
  }
  if (hubId === undefined || kept.data === null || kept.data === undefined) return null
  return (
    <div className="grid justify-items-start gap-3">
      <Button icon="phone" kind={isShown ? 'quiet' : 'main'} aria-expanded={isShown} onClick={() => setShown(!isShown)}>
        {say.t(isShown ? 'me.phoneHide' : 'me.phoneShow')}
      </Button>
      {isShown && <Code phone={kept.data} hubId={hubId} />}
    </div>
  )
}

function Code({ phone, hubId }: { phone: Parameters<typeof signPhoneCode>[0]; hubId: string }) {
  const say = useSay()
  const [code, setCode] = useState<string | undefined>(undefined)
  useEffect(() => {
    let isOn = true
    const renew = (): void =>
      void signPhoneCode(phone, hubId, Date.now()).then((next) => {
        if (isOn) setCode(next)
      })
    renew()
    const timer = setInterval(renew, renewMs)
    return () => {
      isOn = false
      clearInterval(timer)
    }
  }, [phone, hubId])
  return (
    <figure className="grid gap-2">
      {code === undefined ? <Skeleton width="16rem" height="16rem" /> : <QrPicture text={code} label={say.t('me.phonePicture')} />}
      <figcaption className="dense muted">{say.t('me.phoneChanges')}</figcaption>
    </figure>
  )
}
