import type { Role } from '#platform/contract/permissions.ts'
import type { LocalText } from '#platform/contract/schemas.ts'
import type { SearchHit } from '#platform/server/module.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { hubsPermissions } from '../../../contract/permissions.ts'
import { findConsortium } from '../../consortium/repository.ts'
import { listSpaceNames } from '../../space/repository.ts'
import { listHubs } from '../repository.ts'

const readers: readonly Role[] = hubsPermissions['hubs.read']
/** Who works at the desk of a hub is led there; the others to its public page. */
const desk: readonly Role[] = hubsPermissions['hubs.edit']

/** Full-width, half-width and case are the same to a searcher. */
const folded = (text: string): string => text.normalize('NFKC').toLowerCase()
const fits = (names: LocalText, wanted: string): boolean => Object.values(names).some((name) => folded(name).includes(wanted))

/** Hubs and their spaces by a word in any of their languages, for whoever may read them. A consortium has a few dozen: all are read. */
export async function searchHubs(scope: MemberScope, text: string, limit: number): Promise<readonly SearchHit[]> {
  const holds = (roles: readonly Role[]): boolean => scope.membership.roles.some((role) => roles.includes(role))
  if (!holds(readers)) return []
  const consortium = await findConsortium(scope)
  if (consortium === undefined) return []
  const rows = await listHubs(scope)
  const spaces = await listSpaceNames(scope)
  const wanted = folded(text)
  const say = (names: LocalText): string => names[scope.language] ?? names.en ?? names.ja
  const hubs = new Map(
    rows.map((hub) => {
      const key = `${consortium.slug}.${hub.slug}`
      return [hub.id, { hub, name: say(hub.names), href: holds(desk) ? `/operate/${key}` : `/hubs/${key}` }]
    }),
  )
  const found: SearchHit[] = [...hubs.values()]
    .filter(({ hub }) => fits(hub.names, wanted) || fits(hub.address, wanted))
    .map(({ hub, name, href }) => ({ kind: 'hub', id: hub.id, title: name, detail: say(hub.address), href }))
  for (const space of spaces) {
    const place = hubs.get(space.hubId)
    if (place === undefined || !fits(space.names, wanted)) continue
    found.push({ kind: 'space', id: space.id, title: say(space.names), detail: place.name, href: place.href })
  }
  return found.slice(0, limit)
}
