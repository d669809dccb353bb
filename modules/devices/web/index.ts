/** The face of devices in the browser. */
import type { WebModule } from '#platform/web/registry.ts'
import { devicesLive } from './live.ts'
import { nav, needs, pages } from './routes.tsx'

export const devicesWeb: WebModule = { name: 'devices', pages, nav, needs, live: devicesLive }
