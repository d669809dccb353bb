/** A button that copies a text, and says so. */
import { Button } from '#ui/button.tsx'
import { useToast } from '#ui/toast.tsx'
import { usePlatformTexts } from '../shell/words.tsx'

/** The clipboard of the browser asks for HTTPS; on a hub's own network without it the older way still works. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

function copyBySelection(text: string): boolean {
  const holder = document.createElement('textarea')
  holder.value = text
  holder.readOnly = true
  holder.className = 'sr'
  // Inside the open dialog, because everything outside it is inert and cannot be selected.
  const before = document.activeElement
  const place = document.querySelector('dialog[open]') ?? document.body
  place.append(holder)
  holder.select()
  const isCopied = document.execCommand('copy')
  holder.remove()
  if (before instanceof HTMLElement) before.focus()
  return isCopied
}

export function CopyButton({ text, label }: { text: string; label: string }) {
  const t = usePlatformTexts()
  const { toast } = useToast()
  return (
    <Button
      size="small"
      icon="copy"
      onClick={() => {
        void copyText(text).then((isCopied) => toast(t(isCopied ? 'common.copied' : 'mails.copyByHand')))
      }}
    >
      {label}
    </Button>
  )
}
