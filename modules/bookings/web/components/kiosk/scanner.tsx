/** Reads a QR code by the camera, where the browser can (BarcodeDetector); elsewhere the code is typed. Nothing is kept or sent. */
import { useEffect, useRef } from 'react'

interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>
}
type DetectorType = new (options: { formats: string[] }) => Detector

const detectorType = (globalThis as { BarcodeDetector?: DetectorType }).BarcodeDetector
export const canScan = detectorType !== undefined && navigator.mediaDevices !== undefined

/** Often enough that nobody waits, seldom enough for a cheap tablet. */
const everyMs = 200

export function Scanner({ label, onText, onFail }: { label: string; onText: (text: string) => void; onFail: () => void }) {
  const video = useRef<HTMLVideoElement>(null)
  const done = useRef({ onText, onFail })
  done.current = { onText, onFail }
  useEffect(() => {
    let stream: MediaStream | undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    let isGone = false
    const run = async (): Promise<void> => {
      if (detectorType === undefined || video.current === null) throw new Error('no detector')
      const detector = new detectorType({ formats: ['qr_code'] })
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'user' } })
      if (isGone) return
      video.current.srcObject = stream
      await video.current.play()
      const look = async (): Promise<void> => {
        if (isGone || video.current === null) return
        const [code] = await detector.detect(video.current)
        if (code !== undefined && code.rawValue !== '') {
          // the picture is a link for telephones; the code is what stands behind its `#`
          done.current.onText((code.rawValue.split('#c=').at(-1) ?? '').slice(0, 200))
          return
        }
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
      for (const track of stream?.getTracks() ?? []) track.stop()
    }
  }, [])
  return (
    <figure>
      <video ref={video} className="kiosk-video" muted playsInline aria-label={label} />
      <figcaption className="hint">{label}</figcaption>
    </figure>
  )
}
