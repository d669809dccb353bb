import { bind, type Route } from '#platform/server/module.ts'
import * as api from '../../contract/reminder/endpoints.ts'
import {
  addDevice,
  removeDevice,
  setGuestReminders,
  setReminders,
  showGuestReminders,
  showReminders,
  testDevice,
} from './use-cases/keep-reminders.ts'

export const reminderRoutes: readonly Route[] = [
  bind(api.getReminders, (scope) => showReminders(scope)),
  bind(api.setReminders, (scope, { body }) => setReminders(scope, body)),
  bind(api.addDevice, (scope, { body }) => addDevice(scope, body)),
  bind(api.removeDevice, (scope, { params }) => removeDevice(scope, params.deviceId)),
  bind(api.testDevice, (scope, { params }) => testDevice(scope, params.deviceId)),
  bind(api.getGuestReminders, (scope, { params }) => showGuestReminders(scope, params.bookingId)),
  bind(api.setGuestReminders, (scope, { params, body }) => setGuestReminders(scope, params.bookingId, body)),
]
