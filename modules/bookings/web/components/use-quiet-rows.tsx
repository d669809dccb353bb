/**
 * New rows never move what is being read. While somebody is at the screen the list stays as it was: changed rows change in
 * place, gone ones say so, new ones wait behind a count until they are asked for. A screen left alone keeps itself up to date.
 */
import { useEffect, useMemo, useRef, useState } from 'react'

const idleMs = 20_000
let lastTouchAt = 0
const touched = (): void => {
  lastTouchAt = Date.now()
}
for (const type of ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchmove', 'focusin'] as const)
  addEventListener(type, touched, { passive: true })

export interface QuietRow<Row> {
  readonly key: string
  readonly row: Row
  readonly isGone: boolean
}

export function useQuietRows<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): { shown: readonly QuietRow<Row>[]; waiting: number; showAll: () => void } {
  const [kept, setKept] = useState<readonly { key: string; row: Row }[] | undefined>(undefined)
  const key = useRef(keyOf)
  key.current = keyOf
  const fresh = useMemo(() => rows.map((row) => ({ key: key.current(row), row })), [rows])
  const freshKeys = fresh.map((each) => each.key).join()
  const latest = useRef(fresh)
  latest.current = fresh
  useEffect(() => {
    const isLeftAlone = (): boolean => document.hidden || Date.now() - lastTouchAt > idleMs
    const settle = (): void => {
      if (isLeftAlone()) setKept(latest.current)
    }
    setKept((before) => (before === undefined || isLeftAlone() ? latest.current : before))
    const timer = setInterval(settle, 5_000)
    document.addEventListener('visibilitychange', settle)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', settle)
    }
  }, [freshKeys])
  const now = new Map(fresh.map((each) => [each.key, each.row]))
  const before = kept ?? fresh
  const shown = before.map((each) => ({ key: each.key, row: now.get(each.key) ?? each.row, isGone: !now.has(each.key) }))
  const shownKeys = new Set(before.map((each) => each.key))
  return { shown, waiting: fresh.filter((each) => !shownKeys.has(each.key)).length, showAll: () => setKept(fresh) }
}
