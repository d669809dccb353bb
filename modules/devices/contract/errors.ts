import { defineErrors } from '#platform/contract/errors.ts'

export const devicesErrors = defineErrors({
  /** Wrong, used or older than a quarter of an hour: which of them is not said. */
  'devices.claim_refused': { status: 403 },
  'devices.already_claimed': { status: 409 },
  /** A retired device stays as a record only. */
  'devices.retired': { status: 409 },
  'devices.no_such_space': { status: 422 },
  'devices.bridge_needs_topics': { status: 422 },
  'devices.topics_not_allowed': { status: 422 },
  /** At a broker for all hubs: another hub of this tenant has such topics. `hub` is its name. */
  'devices.topics_of_hub': { status: 409 },
  /** And one of another tenant, which is not named. */
  'devices.topics_taken': { status: 409 },
  'devices.http_address_refused': { status: 422 },
  'devices.one_edge_a_hub': { status: 409 },
  'devices.cannot_adopt': { status: 409 },
  /** Only an event that can be read now is stored; `detail` says why it still cannot. */
  'devices.still_unreadable': { status: 409 },
  /** Nothing listens there: a reader or a sensor takes no commands. */
  'devices.takes_no_commands': { status: 409 },
})
