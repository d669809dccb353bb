/**
 * A question or a small form over the page. The browser's own dialog: focus stays inside, Escape closes, the page behind is
 * inert, and afterwards the focus is where it was.
 */
import { useId, useLayoutEffect, useRef, type ReactNode } from 'react'
import { Button, IconButton } from './button.tsx'
import { useUiWords } from './words.tsx'

export interface DialogProps {
  title: string
  isOpen: boolean
  onClose: () => void
  isWide?: boolean
  /** `side`: the whole height at the end of the line, so that what it is about stays in sight. A phone shows a sheet either way. */
  place?: 'middle' | 'side'
  children: ReactNode
}

export function Dialog({ title, isOpen, onClose, isWide, place, children }: DialogProps) {
  const words = useUiWords()
  const id = useId()
  const element = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const dialog = element.current
    if (dialog === null || !isOpen) return
    if (!dialog.open) dialog.showModal()
    // also where the owner takes it out of the page while it is open: only a dialog that closes gives the focus back
    return () => dialog.close()
  }, [isOpen])
  return (
    <dialog
      ref={element}
      className={['dlg', isWide === true && 'wide-dlg', place === 'side' && 'side-dlg'].filter(Boolean).join(' ')}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClose={() => {
        // Chromium closes by itself when Escape is pressed a second time; the owner must learn of it.
        if (isOpen && element.current?.open === false) onClose()
      }}
      onPointerDown={(event) => {
        if (event.target === element.current && isOutside(event.currentTarget, event)) onClose()
      }}
    >
      {isOpen && (
        <>
          <div className="dlg-head">
            <h2 id={id}>{title}</h2>
            <IconButton icon="cross" label={words.close} onClick={onClose} />
          </div>
          <div className="dlg-body">{children}</div>
        </>
      )}
    </dialog>
  )
}

function isOutside(dialog: HTMLDialogElement, event: { clientX: number; clientY: number }): boolean {
  const box = dialog.getBoundingClientRect()
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom
}

export interface ConfirmDialogProps extends Omit<DialogProps, 'children' | 'isWide'> {
  /** What will happen, in a sentence; also who is told. */
  children: ReactNode
  /** The verb of the act, never "OK". */
  confirmLabel: string
  cancelLabel?: string
  kind?: 'main' | 'bad'
  isBusy?: boolean
  error?: ReactNode
  onConfirm: () => void
}

export function ConfirmDialog({
  children,
  confirmLabel,
  cancelLabel,
  kind = 'main',
  isBusy,
  error,
  onConfirm,
  ...dialog
}: ConfirmDialogProps) {
  const words = useUiWords()
  return (
    <Dialog {...dialog}>
      {children}
      {error}
      <div className="dlg-acts">
        <Button kind="quiet" onClick={dialog.onClose}>
          {cancelLabel ?? words.cancel}
        </Button>
        <Button kind={kind} isBusy={isBusy} onClick={onConfirm}>
          {confirmLabel}
        </Button>
      </div>
    </Dialog>
  )
}
