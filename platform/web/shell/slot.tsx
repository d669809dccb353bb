/** A place in a page that other modules fill. */
import { lazy, Suspense, type ComponentType, type ReactNode } from 'react'
import { partsOf, type Part } from '../registry.ts'

// oxlint-disable-next-line typescript/no-explicit-any -- each slot has its own props, declared where it is drawn
type AnyComponent = ComponentType<any>
const loaded = new Map<string, AnyComponent>()

function componentOf(part: Part): AnyComponent {
  const key = `${part.slot} ${part.key}`
  const found = loaded.get(key)
  if (found !== undefined) return found
  const made = lazy(async () => ({ default: await part.load() }))
  loaded.set(key, made)
  return made
}

/** Each part loads and fails by itself: the page around it is not held up. */
export function Slot<P extends object>({ name, props, fallback = null }: { name: string; props: P; fallback?: ReactNode }) {
  return partsOf(name).map((part) => {
    const Component = componentOf(part)
    return (
      <Suspense key={part.key} fallback={fallback}>
        <Component {...props} />
      </Suspense>
    )
  })
}
