/** What all modules together say needs somebody at a desk now. */
import { lazy, Suspense, useCallback, useMemo, useState, type ComponentType, type ReactNode } from 'react'
import { needSourcesFor, type DeskNeed, type NeedSource, type NeedSourceProps } from '../registry.ts'
import { heldRoles, useSession } from '../session.ts'

const loaded = new Map<string, ComponentType<NeedSourceProps>>()
function componentOf(source: NeedSource): ComponentType<NeedSourceProps> {
  const found = loaded.get(source.key)
  if (found !== undefined) return found
  const made = lazy(async () => ({ default: await source.load() }))
  loaded.set(source.key, made)
  return made
}

/** `sources` draws nothing, and must stand on the page for `needs` to be known. What does not settle by itself comes first. */
export function useDeskNeeds(hub: NeedSourceProps['hub'], now: number): { needs: readonly DeskNeed[]; sources: ReactNode } {
  const { session } = useSession()
  const [known, setKnown] = useState<ReadonlyMap<string, readonly DeskNeed[]>>(new Map())
  const tell = useCallback((key: string, needs: readonly DeskNeed[]) => setKnown((before) => new Map(before).set(key, needs)), [])
  const sources = needSourcesFor(heldRoles(session))
  const needs = useMemo(
    () =>
      [...known]
        .flatMap(([key, list]) => list.map((need) => ({ ...need, id: `${key}/${need.id}` })))
        .toSorted((a, b) => Number(b.isHot) - Number(a.isHot) || a.dueAt - b.dueAt),
    [known],
  )
  return {
    needs,
    sources: sources.map((source) => (
      <Source key={source.key} name={source.key} Component={componentOf(source)} hub={hub} now={now} tell={tell} />
    )),
  }
}

function Source({
  name,
  Component,
  hub,
  now,
  tell,
}: Omit<NeedSourceProps, 'onNeeds'> & {
  name: string
  Component: ComponentType<NeedSourceProps>
  tell: (key: string, needs: readonly DeskNeed[]) => void
}) {
  const onNeeds = useCallback((needs: readonly DeskNeed[]) => tell(name, needs), [name, tell])
  return (
    <Suspense fallback={null}>
      <Component hub={hub} now={now} onNeeds={onNeeds} />
    </Suspense>
  )
}
