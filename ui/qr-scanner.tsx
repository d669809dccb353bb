/** Reads a QR code by the camera: by the browser itself (BarcodeDetector), elsewhere (iPad, Firefox) by a reader that is fetched then. Nothing is kept or sent. */
import { useEffect, useRef } from 'react'

interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>
}
interface DetectorType {
  new (options: { formats: ['qr_code'] }): Detector
  getSupportedFormats(): Promise<readonly string[]>
}

/** A camera is shown to pages that came by https alone. */
export const canScan = navigator.mediaDevices !== undefined

async function openDetector(): Promise<Detector> {
  const own = (globalThis as { BarcodeDetector?: DetectorType }).BarcodeDetector
  const hasOwn = own !== undefined && (await own.getSupportedFormats()).includes('qr_code')
  const Reader: DetectorType = hasOwn ? own : (await import('qr/decode.js')).BarcodeDetector
  return new Reader({ formats: ['qr_code'] })
}

/** Often enough that nobody waits, seldom enough for a cheap tablet. */
const everyMs = 200

interface Props {
  label: string
  /** The camera that looks at the person, or the one at the back of a telephone. */
  facing: 'user' | 'environment'
  /** True: that was the code; false: it looks on. */
  onText: (text: string) => boolean
  onFail: () => void
}

export function QrScanner({ label, facing, onText, onFail }: Props) {
  const video = useRef<HTMLVideoElement>(null)
  const done = useRef({ onText, onFail })
  done.current = { onText, onFail }
  useEffect(() => {
    let stream: MediaStream | undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    let isGone = false
    const stop = (): void => {
      for (const track of stream?.getTracks() ?? []) track.stop()
    }
    const run = async (): Promise<void> => {
      const detector = await openDetector()
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: facing } })
      if (isGone || video.current === null) {
        stop()
        return
      }
      video.current.srcObject = stream
      await video.current.play()
      const look = async (): Promise<void> => {
        if (isGone || video.current === null) return
        const [code] = await detector.detect(video.current)
        if (code !== undefined && code.rawValue !== '' && done.current.onText(code.rawValue)) return
        timer = setTimeout(() => void look().catch(() => done.current.onFail()), everyMs)
      }
      await look()
    }
    run().catch(() => {
      if (!isGone) done.current.onFail()
    })
    return () => {
      isGone = true
      clearTimeout(timer)
      stop()
    }
  }, [facing])
  return (
    <figure>
      <video
        ref={video}
        className="kiosk-video"
        style={facing === 'environment' ? { transform: 'none' } : undefined}
        muted
        playsInline
        aria-label={label}
      />
      <figcaption className="hint">{label}</figcaption>
    </figure>
  )
}
