/** The face of doors in the browser. */
import type { WebModule } from '#platform/web/registry.ts'
import { accessLive } from './live.ts'
import { meCards, nav, needs, pages, parts, todayCards } from './routes.tsx'

export { MemberPicker, type Member } from './components/member-picker.tsx'
export { useZones } from './queries.ts'

export const accessWeb: WebModule = { name: 'access', pages, nav, todayCards, meCards, needs, parts, live: accessLive }
