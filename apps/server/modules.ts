/** Every module of the product. Deleting one is deleting its folder, its line here and in the web's list, and a migration. */
import { access } from '#modules/access/server/module.ts'
import { bookings } from '#modules/bookings/server/module.ts'
import { devices } from '#modules/devices/server/module.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { presence } from '#modules/presence/server/module.ts'
import type { Module } from '#platform/server/module.ts'

export const modules: readonly Module[] = [people, hubs, bookings, devices, access, presence]
