import { provideWayIn } from '#modules/bookings/server/index.ts'
import { provideFold } from '#modules/devices/server/index.ts'
import { defineModule } from '#platform/server/module.ts'
import { accessErrors } from '../contract/errors.ts'
import { accessEvents } from '../contract/events.ts'
import { accessPermissions } from '../contract/permissions.ts'
import { raiseAllVersions } from './door/repository.ts'
import { jobs, sweeps } from './jobs.ts'
import { texts } from './mails/texts.ts'
import { wayInOfBooking } from './mails/way-in.ts'
import { foldUses } from './lock-code/use-cases/follow-code.ts'
import { ownAccess } from './pass/use-cases/forget-subject.ts'
import { foldAcks } from './pass/use-cases/follow-command.ts'
import { foldCards, foldDecisions } from './passage/use-cases/fold-decisions.ts'
import { reactions } from './reactions.ts'
import { edgeRoutes } from './edge/routes.ts'
import { findEdge } from './edge/use-cases/find-edge.ts'
import { routes } from './routes.ts'

// what a gateway decided is in the entry log with the same commit
provideFold('access', ['decision', 'lock'], foldDecisions)
provideFold('access-cards', ['card'], foldCards)
provideFold('access-acks', ['command-ack'], foldAcks)
provideFold('access-codes', ['lock'], foldUses)
// a mail about a booking says how the door opens
provideWayIn('access', wayInOfBooking)

export const access = defineModule({
  name: 'access',
  dependsOn: ['people', 'hubs', 'bookings', 'devices'],
  routes: [...routes, ...edgeRoutes],
  reactions,
  jobs,
  sweeps,
  events: accessEvents,
  errors: accessErrors,
  permissions: accessPermissions,
  constraints: {
    credential_hash_once: 'access.card_taken',
    credential_phone_once: 'access.card_taken',
    credential_pin_once: 'platform.conflict',
    door_lock_once: 'access.device_taken',
    door_contact_once: 'access.device_taken',
    door_reader_once: 'access.device_taken',
  },
  texts,
  personalData: [ownAccess],
  setRightAfterRestore: raiseAllVersions,
  findEdge,
})
