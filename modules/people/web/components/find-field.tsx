import { useRef, useState } from 'react'
import { TextField } from '#ui/fields.tsx'

/** Asks when the typing pauses, not at each letter. */
export function FindField({
  label,
  hint,
  start,
  onChange,
}: {
  label: string
  hint?: string
  start: string
  onChange: (text: string) => void
}) {
  const [typed, setTyped] = useState(start)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  return (
    <TextField
      label={label}
      hint={hint}
      type="search"
      value={typed}
      onChange={(text) => {
        setTyped(text)
        clearTimeout(timer.current)
        timer.current = setTimeout(() => onChange(text), 250)
      }}
      maxLength={100}
    />
  )
}
