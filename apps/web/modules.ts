/** Every module that adds to the screens. Nothing else knows them all. */
import { accessWeb } from '#modules/access/web/index.ts'
import { bookingsWeb } from '#modules/bookings/web/index.ts'
import { devicesWeb } from '#modules/devices/web/index.ts'
import { hubsWeb } from '#modules/hubs/web/index.ts'
import { peopleWeb } from '#modules/people/web/index.ts'
import { presenceWeb } from '#modules/presence/web/index.ts'
import { platformWeb } from '#platform/web/index.ts'
import type { WebModule } from '#platform/web/registry.ts'

export const webModules: readonly WebModule[] = [platformWeb, peopleWeb, hubsWeb, bookingsWeb, devicesWeb, accessWeb, presenceWeb]
