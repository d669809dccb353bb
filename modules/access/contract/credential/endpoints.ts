/** Cards, PINs and phones: the desk's calls, and a person's own. */
import { endpoint } from '#platform/contract/endpoint.ts'
import { pickFrom } from '#platform/contract/errors.ts'
import { page } from '#platform/contract/schemas.ts'
import { hubParams } from '../door/schemas.ts'
import { accessErrors } from '../errors.ts'
import {
  addCardBody,
  addPhoneBody,
  credential,
  credentialParams,
  issueNearBody,
  issuePinBody,
  listCredentialsQuery,
  markCredentialBody,
  ownCredentials,
  ownLostBody,
  ownPin,
  ownPinBody,
  pin,
  replaceCredentialBody,
  replaced,
  shownCards,
} from './schemas.ts'
import * as z from 'zod'
import { id } from '#platform/contract/schemas.ts'

const pick = pickFrom(accessErrors)
const cardErrors = pick('access.card_taken', 'access.card_unreadable', 'access.not_a_member')

export const listCredentials = endpoint({
  name: 'access.listCredentials',
  method: 'GET',
  path: '/hubs/{hubId}/credentials',
  way: 'member',
  permission: 'access.read',
  summary: 'Cards, PINs and phones of a hub, newest first.',
  params: hubParams,
  query: listCredentialsQuery,
  response: page(credential),
})

export const listShownCards = endpoint({
  name: 'access.listShownCards',
  method: 'GET',
  path: '/hubs/{hubId}/shown-cards',
  way: 'member',
  permission: 'access.run',
  summary: 'Unknown cards shown to a reader in the last ten minutes: hand one to its person.',
  params: hubParams,
  response: shownCards,
})

export const addCard = endpoint({
  name: 'access.addCard',
  method: 'POST',
  path: '/hubs/{hubId}/cards',
  way: 'member',
  permission: 'access.run',
  summary: 'Give a member a card. Only a keyed hash of its number is kept.',
  params: hubParams,
  body: addCardBody,
  response: credential,
  status: 201,
  errors: cardErrors,
  isIdempotent: true,
})

export const issuePin = endpoint({
  name: 'access.issuePin',
  method: 'POST',
  path: '/hubs/{hubId}/pins',
  way: 'member',
  permission: 'access.run',
  summary: 'Give a member a new PIN; an older one ends.',
  params: hubParams,
  body: issuePinBody,
  response: pin,
  status: 201,
  isIdempotent: true,
  errors: pick('access.not_a_member'),
})

export const addNearPhone = endpoint({
  name: 'access.addNearPhone',
  method: 'POST',
  path: '/hubs/{hubId}/near-phones',
  way: 'member',
  permission: 'access.run',
  summary: 'A phone or tag that trackers near a door recognise.',
  params: hubParams,
  body: issueNearBody,
  response: credential,
  status: 201,
  isIdempotent: true,
  errors: pick('access.card_taken', 'access.not_a_member'),
})

export const markCredential = endpoint({
  name: 'access.markCredential',
  method: 'POST',
  path: '/hubs/{hubId}/credentials/{credentialId}/mark',
  way: 'member',
  permission: 'access.run',
  summary: 'Lost, blocked, or found again.',
  params: credentialParams,
  body: markCredentialBody,
  response: credential,
  status: 200,
  errors: pick('access.card_taken', 'access.not_active'),
})

export const replaceCredential = endpoint({
  name: 'access.replaceCredential',
  method: 'POST',
  path: '/hubs/{hubId}/credentials/{credentialId}/replace',
  way: 'member',
  permission: 'access.run',
  summary: 'In one call: the old card opens nothing more, the new one does.',
  params: credentialParams,
  body: replaceCredentialBody,
  response: replaced,
  status: 201,
  errors: { ...cardErrors, ...pick('access.not_active') },
  isIdempotent: true,
})

export const listMyCredentials = endpoint({
  name: 'access.listMyCredentials',
  method: 'GET',
  path: '/me/credentials',
  way: 'member',
  permission: 'membership',
  summary: 'My cards, PINs and phones.',
  response: ownCredentials,
})

export const addMyPhone = endpoint({
  name: 'access.addMyPhone',
  method: 'POST',
  path: '/me/phones',
  way: 'member',
  permission: 'membership',
  summary: 'This phone signs the codes that it shows to readers.',
  body: addPhoneBody,
  response: credential,
  status: 201,
  isIdempotent: true,
  errors: pick('access.card_taken'),
  rateLimit: { limit: 10, windowSeconds: 3_600 },
})

export const renewMyPin = endpoint({
  name: 'access.renewMyPin',
  method: 'POST',
  path: '/me/pins',
  way: 'member',
  permission: 'membership',
  summary: 'A new PIN of my own; the old one ends.',
  body: ownPinBody,
  response: ownPin,
  status: 201,
  isIdempotent: true,
  rateLimit: { limit: 10, windowSeconds: 3_600 },
})

export const loseMyCredential = endpoint({
  name: 'access.loseMyCredential',
  method: 'POST',
  path: '/me/credentials/{credentialId}/lost',
  way: 'member',
  permission: 'membership',
  summary: 'I lost it: it opens nothing from now on.',
  params: z.object({ credentialId: id }),
  body: ownLostBody,
  response: credential,
  status: 200,
  errors: pick('access.not_active'),
})
