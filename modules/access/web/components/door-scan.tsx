/** From Me to the door: the camera reads the door's own code, and the page that opens it is there. */
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Note } from '#ui/marks.tsx'
import { QrScanner, canScan } from '#ui/qr-scanner.tsx'
import { doorPathOf } from './door-path.tsx'
import { useSay } from './say.tsx'

export function DoorScan() {
  const say = useSay()
  const navigate = useNavigate()
  const [isOn, setOn] = useState(false)
  const [trouble, setTrouble] = useState<'other' | 'camera' | undefined>(undefined)
  const close = (): void => {
    setOn(false)
    setTrouble(undefined)
  }
  // without a camera in the page the telephone's own reads the code, and leads to the same page
  if (!canScan) return <p>{say.t('me.scan')}</p>
  return (
    <>
      <Button kind="main" icon="door-open" isWide onClick={() => setOn(true)}>
        {say.t('me.scanOpen')}
      </Button>
      <Dialog title={say.t('me.scanTitle')} isOpen={isOn} onClose={close}>
        {isOn && (
          <div className="grid gap-4">
            {trouble === 'camera' ? (
              <Note tone="wait" isAlert>
                <p className="font-bold">{say.t('me.scanNoCamera')}</p>
                <p>{say.t('me.scanElse')}</p>
              </Note>
            ) : (
              <QrScanner
                label={say.t('me.scanHow')}
                facing="environment"
                onFail={() => setTrouble('camera')}
                onText={(text) => {
                  const path = doorPathOf(text)
                  if (path === undefined) {
                    setTrouble('other')
                    return false
                  }
                  close()
                  void navigate({ to: path.to, hash: path.hash } as never)
                  return true
                }}
              />
            )}
            {trouble === 'other' && (
              <Note tone="bad" isAlert>
                {say.t('me.scanOther')}
              </Note>
            )}
            <p className="dense muted">{say.t('me.scanElse')}</p>
          </div>
        )}
      </Dialog>
    </>
  )
}
