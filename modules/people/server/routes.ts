import { bind } from '#platform/server/module.ts'
import * as e from '../contract/endpoints.ts'
import { acceptInvitation, readInvitation } from './invitations/use-cases/accept-invitation.ts'
import { mailInvitationLink } from './invitations/use-cases/mail-invitation-link.ts'
import { invitePerson } from './invitations/use-cases/invite-person.ts'
import { listInvitations, readInvitationLink, renewInvitation, revokeInvitation } from './invitations/use-cases/manage-invitations.ts'
import { askToJoin } from './joining/use-cases/ask-to-join.ts'
import { decideJoinRequest, listJoinRequests } from './joining/use-cases/decide-join-request.ts'
import { withdrawJoinRequest } from './joining/use-cases/withdraw-join-request.ts'
import { changeEngagement } from './members/use-cases/change-engagement.ts'
import { changeRoles } from './members/use-cases/change-roles.ts'
import { changeStatus } from './members/use-cases/change-status.ts'
import { exportMembers, readImportTemplate } from './members/use-cases/export-members.ts'
import { importMembers } from './members/use-cases/import-members.ts'
import { listMembers } from './members/use-cases/list-members.ts'
import { readMemberHistory } from './members/use-cases/read-member-history.ts'
import { readMember } from './members/use-cases/require-member.ts'
import { updateMember } from './members/use-cases/update-member.ts'
import { addOrganisation } from './organisations/use-cases/add-organisation.ts'
import { listOrganisations } from './organisations/use-cases/list-organisations.ts'
import { updateOrganisation } from './organisations/use-cases/update-organisation.ts'
import { exportRecords, listRecords, readRecords } from './own/use-cases/collect-records.ts'
import { askToBeForgotten, confirmForgetting } from './own/use-cases/forget-me.ts'
import { chooseMembership, readMe, readSession, updateProfile } from './own/use-cases/read-me.ts'
import { readSetup, setUp } from './own/use-cases/set-up.ts'
import { acceptTerms, readCurrentTerms } from './terms/use-cases/accept-terms.ts'
import { readHubTerms } from './terms/use-cases/read-hub-terms.ts'
import { listTerms, publishTerms } from './terms/use-cases/publish-terms.ts'

export const routes = [
  bind(e.readSetup, (scope) => readSetup(scope)),
  bind(e.setUp, (scope, { body }) => setUp(scope, body)),

  bind(e.readInvitation, (scope) => readInvitation(scope)),
  bind(e.acceptInvitation, (scope, { body }) => acceptInvitation(scope, body)),
  bind(e.mailInvitationLink, (scope) => mailInvitationLink(scope)),

  bind(e.readSession, (scope) => readSession(scope)),
  bind(e.readMe, (scope) => readMe(scope)),
  bind(e.updateProfile, (scope, { body }) => updateProfile(scope, body)),
  bind(e.chooseMembership, (scope, { body }) => chooseMembership(scope, body.consortiumId)),
  bind(e.readMyRecords, (scope, { query }) => readRecords(scope, query.limit)),
  bind(e.listMyRecords, (scope, { query }) => listRecords(scope, query)),
  bind(e.exportMyRecords, (scope, { query }) => exportRecords(scope, query.format)),
  bind(e.askToBeForgotten, (scope) => askToBeForgotten(scope)),
  bind(e.confirmForgetting, (scope, { params, body }) => confirmForgetting(scope, params.id, body.mail)),
  bind(e.askToJoin, (scope, { body }) => askToJoin(scope, body)),
  bind(e.withdrawJoinRequest, (scope, { params }) => withdrawJoinRequest(scope, params.id)),

  bind(e.listMembers, (scope, { query }) => listMembers(scope, query)),
  bind(e.exportMembers, (scope, { query }) => exportMembers(scope, query)),
  bind(e.readImportTemplate, (scope, { query }) => readImportTemplate(scope, query.format)),
  bind(e.importMembers, (scope, { query, file }) => importMembers(scope, file, query)),
  bind(e.readMember, (scope, { params }) => readMember(scope, params.id)),
  bind(e.updateMember, (scope, { params, body }) => updateMember(scope, params.id, body)),
  bind(e.changeRoles, (scope, { params, body }) => changeRoles(scope, params.id, body)),
  bind(e.changeStatus, (scope, { params, body }) => changeStatus(scope, params.id, body)),
  bind(e.changeEngagement, (scope, { params, body }) => changeEngagement(scope, params.id, { ...body, validTo: body.validTo ?? null })),
  bind(e.readMemberHistory, (scope, { params, query }) => readMemberHistory(scope, params.id, query)),

  bind(e.listOrganisations, (scope, { query }) => listOrganisations(scope, query)),
  bind(e.addOrganisation, (scope, { body }) => addOrganisation(scope, body)),
  bind(e.updateOrganisation, (scope, { params, body }) => updateOrganisation(scope, params.id, body)),

  bind(e.listInvitations, (scope, { query }) => listInvitations(scope, query)),
  bind(e.invite, (scope, { body }) => invitePerson(scope, body)),
  bind(e.readInvitationLink, (scope, { params }) => readInvitationLink(scope, params.id)),
  bind(e.renewInvitation, (scope, { params }) => renewInvitation(scope, params.id)),
  bind(e.revokeInvitation, (scope, { params }) => revokeInvitation(scope, params.id)),

  bind(e.listJoinRequests, (scope, { query }) => listJoinRequests(scope, query)),
  bind(e.decideJoinRequest, (scope, { params, body }) => decideJoinRequest(scope, params.id, body)),

  bind(e.readHubTerms, (scope) => readHubTerms(scope)),
  bind(e.readCurrentTerms, (scope) => readCurrentTerms(scope)),
  bind(e.acceptTerms, (scope, { params }) => acceptTerms(scope, params.id)),
  bind(e.listTerms, (scope, { query }) => listTerms(scope, query)),
  bind(e.publishTerms, (scope, { body }) => publishTerms(scope, body)),
]
