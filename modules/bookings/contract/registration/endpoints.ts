/** Registration of users: the applicant's own file, and the office that examines it. */
import * as z from 'zod'
import { endpoint } from '#platform/contract/endpoint.ts'
import { id } from '#platform/contract/schemas.ts'
import { registrationErrors as errors } from './errors.ts'
import {
  answerRegistrationBody,
  askRegistrationBody,
  decideRegistrationBody,
  enterRegistrationBody,
  myRegistrations,
  noteProofSeenBody,
  proofParams,
  registrationFile,
  registrationPage,
  registrationParams,
  registrationSheetQuery,
  registrationsQuery,
  withdrawRegistrationBody,
} from './schemas.ts'

const taken = { 'bookings.already_registered': errors['bookings.already_registered'] }
const decided = { 'bookings.registration_decided': errors['bookings.registration_decided'] }

export const askRegistration = endpoint({
  name: 'bookings.askRegistration',
  method: 'POST',
  path: '/my-registrations',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Ask to be registered, as a person or for a group.',
  body: askRegistrationBody,
  response: registrationFile,
  status: 201,
  errors: taken,
  isIdempotent: true,
})

export const listMyRegistrations = endpoint({
  name: 'bookings.listMyRegistrations',
  method: 'GET',
  path: '/my-registrations',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Your own registrations, with what was decided.',
  response: myRegistrations,
})

export const getRegistration = endpoint({
  name: 'bookings.getRegistration',
  method: 'GET',
  path: '/registrations/{registrationId}',
  way: 'member',
  permission: 'bookings.book',
  summary: 'One of your registrations with its papers and decisions; the office reads any.',
  params: registrationParams,
  response: registrationFile,
})

export const answerRegistration = endpoint({
  name: 'bookings.answerRegistration',
  method: 'PUT',
  path: '/registrations/{registrationId}',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Correct or complete an application that is not decided yet; it is examined again.',
  params: registrationParams,
  body: answerRegistrationBody,
  response: registrationFile,
  errors: decided,
})

export const askRenewal = endpoint({
  name: 'bookings.askRenewal',
  method: 'POST',
  path: '/registrations/{registrationId}/renewal',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Ask for a registration to go on; asking again changes nothing.',
  params: registrationParams,
  body: withdrawRegistrationBody,
  response: registrationFile,
  errors: decided,
})

export const withdrawRegistration = endpoint({
  name: 'bookings.withdrawRegistration',
  method: 'POST',
  path: '/registrations/{registrationId}/withdrawal',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Take back an application, or give up a registration.',
  params: registrationParams,
  body: withdrawRegistrationBody,
  response: registrationFile,
  errors: decided,
})

export const addProof = endpoint({
  name: 'bookings.addProof',
  method: 'POST',
  path: '/registrations/{registrationId}/proofs',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Add a paper to an application: a list of members, a proof of address. PDF or picture.',
  params: registrationParams,
  kind: 'upload',
  maxBodyBytes: 10_000_000,
  response: z.object({ id }),
  status: 201,
  errors: { ...decided, 'bookings.too_many_proofs': errors['bookings.too_many_proofs'] },
})

export const noteProofSeen = endpoint({
  name: 'bookings.noteProofSeen',
  method: 'POST',
  path: '/registrations/{registrationId}/seen-proofs',
  way: 'member',
  permission: 'bookings.registrations',
  summary: 'The office has seen a paper at the counter, without a copy: which one it was stands in the file of the application.',
  params: registrationParams,
  body: noteProofSeenBody,
  response: registrationFile,
  status: 201,
  errors: decided,
  isIdempotent: true,
})

export const readProof = endpoint({
  name: 'bookings.readProof',
  method: 'GET',
  path: '/registrations/{registrationId}/proofs/{fileId}',
  way: 'member',
  permission: 'bookings.book',
  summary: 'A paper of an application, for its applicant and the office.',
  params: proofParams,
  kind: 'file',
})

export const listRegistrations = endpoint({
  name: 'bookings.listRegistrations',
  method: 'GET',
  path: '/registrations',
  way: 'member',
  permission: 'bookings.registrations',
  summary: 'Registrations by reading; found by name, reading, number, telephone or mail.',
  query: registrationsQuery,
  response: registrationPage,
})

export const exportRegistrations = endpoint({
  name: 'bookings.exportRegistrations',
  method: 'GET',
  path: '/registration-sheet',
  way: 'member',
  permission: 'bookings.registrations',
  summary: 'The registrations as Excel or CSV. Taking the list is recorded.',
  query: registrationSheetQuery,
  kind: 'file',
  isLookRecorded: true,
})

export const enterRegistration = endpoint({
  name: 'bookings.enterRegistration',
  method: 'POST',
  path: '/registrations',
  way: 'member',
  permission: 'bookings.registrations',
  summary: 'Enter an application that came on paper.',
  body: enterRegistrationBody,
  response: registrationFile,
  status: 201,
  errors: taken,
  isIdempotent: true,
})

export const decideRegistration = endpoint({
  name: 'bookings.decideRegistration',
  method: 'POST',
  path: '/registrations/{registrationId}/decisions',
  way: 'member',
  permission: 'bookings.registrations',
  summary: 'Accept with class and term, ask back, refuse, renew, block or lift a block; the applicant is told.',
  params: registrationParams,
  body: decideRegistrationBody,
  response: registrationFile,
  errors: { ...decided, 'bookings.validity_over': errors['bookings.validity_over'] },
})
