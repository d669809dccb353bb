import { endpoint } from '#platform/contract/endpoint.ts'
import { guestBookingParams } from '../schemas.ts'
import { addDeviceBody, deviceParams, guestReminders, pushDevice, reminders, reminderSetting, testedDevice } from './schemas.ts'

export const getReminders = endpoint({
  name: 'bookings.getReminders',
  method: 'GET',
  path: '/reminders',
  way: 'member',
  permission: 'bookings.book',
  summary: 'When and how you are reminded of your bookings, and the devices that get messages.',
  response: reminders,
})

export const setReminders = endpoint({
  name: 'bookings.setReminders',
  method: 'PUT',
  path: '/reminders',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Choose when and how you are reminded; coming bookings follow at once.',
  body: reminderSetting,
  response: reminders,
})

export const addDevice = endpoint({
  name: 'bookings.addDevice',
  method: 'POST',
  path: '/reminders/devices',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Let this browser show messages; the same browser again is the same device.',
  body: addDeviceBody,
  response: pushDevice,
  status: 201,
})

export const removeDevice = endpoint({
  name: 'bookings.removeDevice',
  method: 'DELETE',
  path: '/reminders/devices/{deviceId}',
  way: 'member',
  permission: 'bookings.book',
  summary: 'No more messages to this device.',
  params: deviceParams,
})

export const testDevice = endpoint({
  name: 'bookings.testDevice',
  method: 'POST',
  path: '/reminders/devices/{deviceId}/test',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Send a message to the device now; a device that is gone is taken off the list.',
  params: deviceParams,
  response: testedDevice,
  rateLimit: { limit: 20, windowSeconds: 600 },
})

export const getGuestReminders = endpoint({
  name: 'bookings.getGuestReminders',
  method: 'GET',
  path: '/hubs/{hubKey}/guest-bookings/{bookingId}/reminders',
  way: 'guest',
  permission: 'bookings.link',
  summary: 'Whether the guest of this link wants no reminders.',
  params: guestBookingParams,
  response: guestReminders,
})

export const setGuestReminders = endpoint({
  name: 'bookings.setGuestReminders',
  method: 'PUT',
  path: '/hubs/{hubKey}/guest-bookings/{bookingId}/reminders',
  way: 'guest',
  permission: 'bookings.link',
  summary: 'Stop reminders to the mail address of this booking, or let them come again.',
  params: guestBookingParams,
  body: guestReminders,
  response: guestReminders,
})
