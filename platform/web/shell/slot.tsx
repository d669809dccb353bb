/** A place in a page that other modules fill. */
import { lazy, Suspense, type ComponentType, type ReactNode } from 'react'
import { partsOf, type Part } from '../registry.ts'

// oxlint-disable-next-line typescript/no-explicit-any -- each slot has its own props, declared where it is drawn
type AnyComponent = ComponentType<any>
const ready = new Map<string, AnyComponent>()
const lazies = new Map<string, AnyComponent>()
const keyOfPart = (part: Part): string => `${part.slot} ${part.key}`

/** Before the page is drawn: a part that is here already is drawn with it, not a moment later. */
export async function loadPart(part: Part): Promise<void> {
  ready.set(keyOfPart(part), (await part.load()) as AnyComponent)
}

function componentOf(part: Part): AnyComponent {
  const key = keyOfPart(part)
  const found = lazies.get(key) ?? ready.get(key)
  if (found !== undefined) return found
  const made = lazy(async () => ({ default: await part.load() }))
  // Kept: another component in its place would lose what was typed in it.
  lazies.set(key, made)
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
