import { defineModule } from '#platform/server/module.ts'
import { presenceErrors } from '../contract/errors.ts'
import { presenceEvents } from '../contract/events.ts'
import { presencePermissions } from '../contract/permissions.ts'
import { sweeps } from './jobs.ts'
import { texts } from './papers/words.ts'
import { routes } from './routes.ts'
import { ownStays } from './use-cases/own-stays.ts'

export const presence = defineModule({
  name: 'presence',
  dependsOn: ['people', 'hubs'],
  routes,
  sweeps,
  events: presenceEvents,
  errors: presenceErrors,
  permissions: presencePermissions,
  texts,
  personalData: [ownStays],
})
