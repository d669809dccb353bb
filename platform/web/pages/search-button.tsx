/** Search, in the bar of a desk: a press or the key `/`. What answers it is loaded at the first use. */
import { lazy, Suspense, useCallback, useEffect, useState } from 'react'
import { Icon } from '#ui/icon.tsx'
import { usePlatformTexts } from '../shell/words.tsx'

const SearchDialog = lazy(async () => ({ default: (await import('./search-dialog.tsx')).SearchDialog }))

/** Not while something is being typed, and not into an open dialog. */
function isFree(target: EventTarget | null): boolean {
  if (document.querySelector('dialog[open]') !== null) return false
  return (
    !(target instanceof HTMLElement) ||
    !(target.isContentEditable || target.closest('input, textarea, select, [role="combobox"], [role="menu"]') !== null)
  )
}

export function SearchButton() {
  const t = usePlatformTexts()
  const [isOpen, setOpen] = useState(false)
  const [wasOpened, setOpened] = useState(false)
  const open = useCallback(() => {
    setOpened(true)
    setOpen(true)
  }, [])
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !isFree(event.target)) return
      event.preventDefault()
      open()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [open])
  return (
    <>
      <button
        type="button"
        className="icon-btn"
        aria-label={t('search.open')}
        title={t('search.shortcut')}
        aria-keyshortcuts="/"
        aria-haspopup="dialog"
        onClick={open}
      >
        <Icon name="search" />
      </button>
      {wasOpened && (
        <Suspense fallback={null}>
          <SearchDialog isOpen={isOpen} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
