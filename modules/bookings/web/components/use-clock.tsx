/** The time at the server, stepping with its minutes: a screen left open for a day is right, a wrong device clock does no harm. */
import { useEffect, useRef, useState } from 'react'

export function useClock(serverNow: string | undefined, receivedAt: number): number {
  const ahead = useRef(0)
  if (serverNow !== undefined) ahead.current = Date.parse(serverNow) - receivedAt
  const [, setTick] = useState(0)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const wait = (): void => {
      const now = Date.now() + ahead.current
      timer = setTimeout(
        () => {
          setTick((tick) => tick + 1)
          wait()
        },
        60_050 - (now % 60_000),
      )
    }
    wait()
    // A laptop that slept wakes with an old picture.
    const wake = (): void => setTick((tick) => tick + 1)
    document.addEventListener('visibilitychange', wake)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', wake)
    }
  }, [])
  const now = Date.now() + ahead.current
  return now - (now % 60_000)
}
