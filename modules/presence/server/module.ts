import { provideEvacuation } from '#modules/access/server/index.ts'
import { provideFold } from '#modules/devices/server/index.ts'
import { defineModule } from '#platform/server/module.ts'
import { presenceErrors } from '../contract/errors.ts'
import { presenceEvents } from '../contract/events.ts'
import { presencePermissions } from '../contract/permissions.ts'
import { doorNamesByIds, foldDoors, guestsByIds } from './devices.ts'
import { sweeps } from './jobs.ts'
import { texts } from './papers/words.ts'
import { routes } from './routes.ts'
import { provideDoorNames } from './use-cases/name-doors.ts'
import { provideSubjects } from './use-cases/name-subjects.ts'
import { ownStays } from './use-cases/own-stays.ts'
import { listForEdge } from './use-cases/take-out-list.ts'

// who is where follows from what doors decided, with the same commit
provideFold('presence', ['decision', 'contact', 'lock', 'motion', 'button'], foldDoors)
provideSubjects(guestsByIds)
provideDoorNames(doorNamesByIds)
// the machine at a hub keeps the list for when there is no line
provideEvacuation(listForEdge)

export const presence = defineModule({
  name: 'presence',
  dependsOn: ['people', 'hubs', 'devices', 'access'],
  routes,
  sweeps,
  events: presenceEvents,
  errors: presenceErrors,
  permissions: presencePermissions,
  texts,
  personalData: [ownStays],
})
