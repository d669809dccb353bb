import { useSyncExternalStore } from 'react'

/** Below this an hour of the day is too narrow for a name. */
const query = matchMedia('(max-width: 899px)')

export const useNarrow = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      query.addEventListener('change', listener)
      return () => query.removeEventListener('change', listener)
    },
    () => query.matches,
  )
