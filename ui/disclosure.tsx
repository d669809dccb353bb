/** A button that opens a small panel below it: account, more. Escape and a press elsewhere close it; focus returns to the button. */
import { useEffect, useId, useRef, useState, type ReactNode } from 'react'

export interface DisclosureProps {
  label?: string
  button: ReactNode
  buttonClassName?: string
  children: (close: () => void) => ReactNode
}

export function Disclosure({ label, button, buttonClassName = 'pick', children }: DisclosureProps) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const trigger = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!isOpen) return
    const onPointer = (event: PointerEvent): void => {
      if (box.current?.contains(event.target as Node) !== true) setOpen(false)
    }
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return
      setOpen(false)
      trigger.current?.focus()
    }
    document.addEventListener('pointerdown', onPointer)
    document.addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('pointerdown', onPointer)
      document.removeEventListener('keydown', onKey)
    }
  }, [isOpen])
  return (
    <div
      className="menu-anchor"
      ref={box}
      onBlur={(event) => {
        if (event.relatedTarget !== null && !event.currentTarget.contains(event.relatedTarget)) setOpen(false)
      }}
    >
      <button
        type="button"
        ref={trigger}
        className={buttonClassName}
        aria-label={label}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        {button}
      </button>
      {isOpen && (
        <div className="pop" id={id}>
          {children(() => setOpen(false))}
        </div>
      )}
    </div>
  )
}
