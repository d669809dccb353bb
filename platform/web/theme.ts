/** Light, dark, or as the device. Kept on the device. */
import { useSyncExternalStore } from 'react'
import { remember, remembered, tellServer } from './language.ts'

export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const storageKey = 'hiroba.theme'
const listeners = new Set<() => void>()
let current: Theme = 'auto'

function apply(): void {
  if (current === 'auto') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = current
}

export function startTheme(): void {
  const kept = remembered(storageKey)
  current = kept === 'light' || kept === 'dark' ? kept : 'auto'
  apply()
  if (current !== 'auto') tellServer('hiroba-theme', current)
}

export function chooseTheme(theme: Theme): void {
  current = theme
  const kept = theme === 'auto' ? undefined : theme
  remember(storageKey, kept)
  tellServer('hiroba-theme', kept)
  apply()
  for (const listener of listeners) listener()
}

export const useTheme = (): Theme =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
  )
