/** Seconds until the screen goes back to its beginning, counted anew by every touch; undefined: it need not. */
import { useEffect, useRef, useState } from 'react'

export function useBack(seconds: number | undefined, onBack: () => void): number | undefined {
  const [left, setLeft] = useState(seconds)
  const back = useRef(onBack)
  back.current = onBack
  useEffect(() => {
    if (seconds === undefined) {
      setLeft(undefined)
      return
    }
    let until = performance.now() + seconds * 1_000
    setLeft(seconds)
    const touched = (): void => {
      until = performance.now() + seconds * 1_000
      setLeft(seconds)
    }
    const timer = setInterval(() => {
      const rest = Math.ceil((until - performance.now()) / 1_000)
      setLeft(rest)
      if (rest <= 0) back.current()
    }, 1_000)
    const types = ['pointerdown', 'keydown'] as const
    for (const type of types) addEventListener(type, touched, { passive: true })
    return () => {
      clearInterval(timer)
      for (const type of types) removeEventListener(type, touched)
    }
  }, [seconds])
  return left
}
