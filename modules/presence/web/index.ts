/** The face of presence in the browser. */
import type { WebModule } from '#platform/web/registry.ts'
import { presenceLive } from './live.ts'
import { meCards, nav, needs, pages, parts, todayCards } from './routes.tsx'

export const presenceWeb: WebModule = { name: 'presence', pages, nav, todayCards, meCards, needs, parts, live: presenceLive }
