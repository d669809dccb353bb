import { useId, useState, type ReactNode } from 'react'
import { Icon } from './icon.tsx'
import { buttonClass } from './button.tsx'
import { useUiWords } from './words.tsx'

/** A file by button or by drop. The label is the button, so that keyboard and screen reader meet an ordinary file field. */
export function FileDrop({
  label,
  accept,
  hint,
  onFile,
}: {
  label: string
  accept?: string
  hint?: ReactNode
  onFile: (file: File) => void
}) {
  const id = useId()
  const words = useUiWords()
  const [isOver, setOver] = useState(false)
  return (
    <div
      className="drop"
      data-over={isOver ? '' : undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        const file = event.dataTransfer.files[0]
        if (file !== undefined) onFile(file)
      }}
    >
      <Icon name="upload" className="size-8 text-ink-3" />
      <b id={`${id}-label`}>{label}</b>
      <label className={buttonClass({})} htmlFor={id}>
        {words.chooseFile}
      </label>
      <input
        id={id}
        type="file"
        className="sr"
        accept={accept}
        aria-labelledby={`${id}-label`}
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file !== undefined) onFile(file)
          // The same file again must be a change again: people mend a file and drop it a second time.
          event.target.value = ''
        }}
      />
      <span className="dense muted">{words.dropFile}</span>
      {hint !== undefined && <span className="dense muted">{hint}</span>}
    </div>
  )
}
