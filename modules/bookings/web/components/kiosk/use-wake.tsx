/** The tablet's screen stays lit while the page is in sight, where the browser can do that. */
import { useEffect } from 'react'

interface WakeLock {
  request(type: 'screen'): Promise<{ release(): Promise<void> }>
}

export function useWake(): void {
  useEffect(() => {
    const lock = (navigator as { wakeLock?: WakeLock }).wakeLock
    if (lock === undefined) return
    let held: { release(): Promise<void> } | undefined
    let isGone = false
    const take = (): void => {
      if (document.visibilityState !== 'visible') return
      // A battery that is low refuses; the screen then goes dark as it would anyway.
      lock.request('screen').then(
        (given) => {
          held = given
          if (isGone) void given.release()
        },
        () => undefined,
      )
    }
    take()
    document.addEventListener('visibilitychange', take)
    return () => {
      isGone = true
      document.removeEventListener('visibilitychange', take)
      void held?.release()
    }
  }, [])
}
