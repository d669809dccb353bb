/** Says what has just happened, aloud and on the screen, with one way back. Never the only place of a fact: a refusal stands beside its button. */
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { Icon } from './icon.tsx'
import { useUiWords } from './words.tsx'

export interface ToastAct {
  label: string
  run: () => void
}
interface Shown {
  id: number
  text: string
  act: ToastAct | undefined
}
interface Toaster {
  /** Shows a sentence for eight seconds, or twenty with an act: time to read and reach it. It stays while hovered or focused. */
  toast: (text: string, act?: ToastAct) => void
  /** Says a sentence to screen readers only. */
  announce: (text: string) => void
}

const Context = createContext<Toaster>({ toast: () => undefined, announce: () => undefined })
export const useToast = (): Toaster => useContext(Context)

export function ToastProvider({ children }: { children: ReactNode }) {
  const words = useUiWords()
  const [shown, setShown] = useState<Shown | undefined>(undefined)
  const [said, setSaid] = useState('')
  const counter = useRef(0)
  const announce = useCallback((text: string) => {
    // The same sentence twice is no change to a live region: a trailing space makes it one.
    setSaid((before) => (before === text ? `${text} ` : text))
  }, [])
  const toast = useCallback(
    (text: string, act?: ToastAct) => {
      counter.current += 1
      setShown({ id: counter.current, text, act })
      announce(text)
    },
    [announce],
  )
  const value = useMemo(() => ({ toast, announce }), [toast, announce])
  return (
    <Context value={value}>
      {children}
      <div className="sr" aria-live="polite" role="status">
        {said}
      </div>
      {shown !== undefined && (
        <aside className="toasts" aria-label={words.notices}>
          <Toast key={shown.id} {...shown} onGone={() => setShown(undefined)} />
        </aside>
      )}
    </Context>
  )
}

function Toast({ text, act, onGone }: Shown & { onGone: () => void }) {
  const words = useUiWords()
  const [isHeld, setHeld] = useState(false)
  const gone = useRef(onGone)
  gone.current = onGone
  useEffect(() => {
    if (isHeld) return
    const timer = setTimeout(() => gone.current(), act === undefined ? 8000 : 20000)
    return () => clearTimeout(timer)
  }, [isHeld, act])
  return (
    <div
      className="toast"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span>{text}</span>
      {act !== undefined && (
        <button
          type="button"
          onClick={() => {
            onGone()
            act.run()
          }}
        >
          {act.label}
        </button>
      )}
      <button type="button" aria-label={words.close} onClick={onGone}>
        <Icon name="cross" />
      </button>
    </div>
  )
}
