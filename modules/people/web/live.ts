/** Which answers an event makes old: lists of people hang together, so all of them are asked for again. */
import type { QueryKey } from '@tanstack/react-query'
import { keyOf } from '#platform/web/client.ts'
import * as e from '../contract/endpoints.ts'
import * as events from '../contract/events.ts'

const members: readonly QueryKey[] = [e.listMembers, e.readMember, e.readMemberHistory].map((endpoint) => keyOf(endpoint))
const own: readonly QueryKey[] = [keyOf(e.readMe), ['session']]

export const peopleLive: Readonly<Record<string, readonly QueryKey[]>> = {
  [events.memberInvited.type]: [keyOf(e.listInvitations)],
  [events.invitationRenewed.type]: [keyOf(e.listInvitations)],
  [events.invitationRevoked.type]: [keyOf(e.listInvitations)],
  [events.memberJoined.type]: [...members, ...own, keyOf(e.listInvitations), keyOf(e.listJoinRequests), keyOf(e.listOrganisations)],
  [events.memberRecorded.type]: members,
  [events.memberChanged.type]: members,
  [events.rolesChanged.type]: [...members, ...own],
  [events.organisationChanged.type]: [...members, ...own, keyOf(e.listOrganisations)],
  [events.statusChanged.type]: [...members, ...own, keyOf(e.listOrganisations)],
  [events.engagementChanged.type]: members,
  [events.memberForgotten.type]: members,
  [events.membersImported.type]: [...members, keyOf(e.listOrganisations), keyOf(e.listInvitations)],
  [events.organisationAdded.type]: [keyOf(e.listOrganisations)],
  [events.organisationEdited.type]: [keyOf(e.listOrganisations), ...members],
  [events.joinRequested.type]: [keyOf(e.listJoinRequests)],
  [events.joinWithdrawn.type]: [keyOf(e.listJoinRequests), keyOf(e.readMe)],
  [events.joinDecided.type]: [keyOf(e.listJoinRequests), keyOf(e.readMe)],
  [events.termsPublished.type]: [keyOf(e.listTerms), keyOf(e.readCurrentTerms)],
}
