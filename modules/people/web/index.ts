/** The face of people in the browser. */
import type { WebModule } from '#platform/web/registry.ts'
import { peopleLive } from './live.ts'
import { endOwnSession, readOwnSession } from './queries.ts'
import { meCards, nav, pages, parts, settings } from './routes.tsx'

export { ChangedTerms, useShownTerms } from './components/shown-terms.tsx'

export const peopleWeb: WebModule = {
  name: 'people',
  pages,
  nav,
  meCards,
  settings,
  parts,
  live: peopleLive,
  session: readOwnSession,
  signOut: endOwnSession,
}
