/**
 * What each module may stand on. A module declares its part in `server/module.ts` (`dependsOn`); a line here changes by
 * an ADR, because it decides what can be deleted without what.
 */
export const moduleGraph: Readonly<Record<string, readonly string[]>> = {
  people: [],
  hubs: ['people'],
  charter: ['people', 'hubs'],
  devices: ['people', 'hubs'],
  bookings: ['people', 'hubs'],
  office: ['people', 'hubs'],
  work: ['people', 'hubs', 'bookings'],
  outreach: ['people', 'hubs', 'bookings'],
  access: ['people', 'hubs', 'bookings', 'devices'],
  presence: ['people', 'hubs', 'devices', 'access', 'charter'],
  cameras: ['people', 'hubs', 'devices', 'charter'],
  energy: ['hubs', 'devices', 'bookings', 'presence'],
  printing: ['people', 'hubs', 'devices', 'access'],
  attendance: ['people', 'hubs', 'bookings', 'presence', 'charter'],
  alerts: ['people', 'hubs', 'devices', 'access', 'presence', 'charter'],
  meetings: ['people', 'hubs', 'bookings'],
  vault: ['people', 'hubs', 'devices', 'work'],
  programme: ['people', 'hubs'],
}
