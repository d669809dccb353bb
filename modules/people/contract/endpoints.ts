import * as z from 'zod'
import { endpoint } from '#platform/contract/endpoint.ts'
import { id, mailAddress, page, pageQuery, tenantKey } from '#platform/contract/schemas.ts'
import { pickFrom } from '#platform/contract/errors.ts'
import { peopleErrors } from './errors.ts'
import * as s from './schemas.ts'

const byId = z.object({ id })

/** The declared codes of one endpoint out of the module's. */
const pick = pickFrom(peopleErrors)

// first run

export const readSetup = endpoint({
  name: 'people.readSetup',
  method: 'GET',
  path: '/setup',
  way: 'open',
  permission: 'public',
  summary: 'Whether the first administrator is still to be made.',
  response: s.setupState,
})

export const setUp = endpoint({
  name: 'people.setUp',
  method: 'POST',
  path: '/setup',
  way: 'open',
  permission: 'public',
  summary: 'Makes the first administrator and the first consortium; works once.',
  body: s.setupBody,
  response: z.object({ consortiumId: id, mail: z.string() }),
  status: 201,
  errors: pick('people.already_set_up', 'people.setup_code_wrong'),
  rateLimit: { limit: 10, windowSeconds: 300 },
})

// invitations, from the side of the invited

export const readInvitation = endpoint({
  name: 'people.readInvitation',
  method: 'GET',
  path: '/invitation',
  way: 'invitation',
  permission: 'public',
  summary: 'The invitation of the link sent in `Hiroba-Link`.',
  response: s.invitationPreview,
  rateLimit: { limit: 60, windowSeconds: 60 },
})

export const acceptInvitation = endpoint({
  name: 'people.acceptInvitation',
  method: 'POST',
  path: '/invitation/acceptance',
  way: 'invitation',
  permission: 'public',
  summary: 'Accepts the invitation of the link: a new person chooses a password, a signed-in one gains a membership.',
  body: s.acceptanceBody,
  response: z.object({ membershipId: id, consortiumId: id, mail: z.string(), isNewAccount: z.boolean() }),
  status: 201,
  errors: pick(
    'people.invitation_gone',
    'people.sign_in_to_accept',
    'people.mail_unproven',
    'people.password_needed',
    'people.already_member',
    'people.mail_taken',
  ),
  rateLimit: { limit: 10, windowSeconds: 60 },
})

export const mailInvitationLink = endpoint({
  name: 'people.mailInvitationLink',
  method: 'POST',
  path: '/invitation/mail',
  way: 'invitation',
  permission: 'public',
  summary: "Mails the invitation's own link to its address: whoever was handed the other one proves the address by it.",
  body: z.object({}),
  status: 202,
  response: z.object({ mail: z.string() }),
  errors: pick('people.invitation_gone'),
  rateLimit: { limit: 10, windowSeconds: 300 },
})

// the person

export const readSession = endpoint({
  name: 'people.readSession',
  method: 'GET',
  path: '/session',
  way: 'open',
  permission: 'public',
  summary: 'Who is signed in, if anybody; for pages that strangers see too.',
  response: s.session,
})

export const readMe = endpoint({
  name: 'people.readMe',
  method: 'GET',
  path: '/me',
  way: 'account',
  permission: 'self',
  summary: 'The signed-in person: profile, memberships, and which one this session works as.',
  response: s.me,
})

export const updateProfile = endpoint({
  name: 'people.updateProfile',
  method: 'PUT',
  path: '/me/profile',
  way: 'account',
  permission: 'self',
  summary: 'Changes the own profile; the record of each own consortium follows.',
  body: s.profileBody,
  response: s.profile,
})

export const chooseMembership = endpoint({
  name: 'people.chooseMembership',
  method: 'PUT',
  path: '/me/active-membership',
  way: 'account',
  permission: 'self',
  summary: 'Chooses the consortium this session works in.',
  body: z.object({ consortiumId: id }),
  errors: pick('people.not_a_member'),
})

export const exportMyRecords = endpoint({
  name: 'people.exportMyRecords',
  method: 'GET',
  path: '/me/records',
  way: 'account',
  permission: 'self',
  summary: 'Everything recorded about the signed-in person, of every own consortium and every module.',
  query: z.object({ format: z.enum(['json', 'xlsx']).default('json') }),
  kind: 'file',
  isLookRecorded: true,
  rateLimit: { limit: 10, windowSeconds: 300 },
})

export const readMyRecords = endpoint({
  name: 'people.readMyRecords',
  method: 'GET',
  path: '/me/records/overview',
  way: 'account',
  permission: 'self',
  summary: 'The same, to be read on the screen: of each list the first rows, and how many there are.',
  query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(20) }),
  response: z.object({
    takenAt: z.string(),
    account: z.unknown(),
    consortia: z.array(
      z.object({
        id,
        name: z.record(z.string(), z.string()),
        sections: z.array(
          z.object({
            section: z.string(),
            data: z.unknown(),
            /** Lists that go on: the field they stand in (empty: the section is the list), and their length. */
            cut: z.array(z.object({ field: z.string(), total: z.int() })),
          }),
        ),
      }),
    ),
  }),
  rateLimit: { limit: 30, windowSeconds: 300 },
})

export const listMyRecords = endpoint({
  name: 'people.listMyRecords',
  method: 'GET',
  path: '/me/records/rows',
  way: 'account',
  permission: 'self',
  summary: 'The rows of one list of the own records, page by page.',
  query: pageQuery.extend({ consortiumId: id, section: z.string().max(80), field: z.string().max(80).default('') }),
  response: page(z.unknown()).extend({ total: z.int() }),
  rateLimit: { limit: 120, windowSeconds: 300 },
})

export const askToBeForgotten = endpoint({
  name: 'people.askToBeForgotten',
  method: 'POST',
  path: '/me/forget-requests',
  way: 'account',
  permission: 'self',
  summary: 'Says what would be removed and what stays, and opens an hour in which to confirm it.',
  response: s.forgetRequest,
  status: 201,
  errors: pick('people.last_admin'),
})

export const confirmForgetting = endpoint({
  name: 'people.confirmForgetting',
  method: 'POST',
  path: '/me/forget-requests/{id}/confirmation',
  way: 'account',
  permission: 'self',
  summary: 'Removes the account and what may be forgotten in every consortium; the own mail address is typed to confirm.',
  params: byId,
  body: z.object({ mail: mailAddress }),
  errors: pick('people.forget_request_gone', 'people.not_confirmed', 'people.last_admin'),
})

export const askToJoin = endpoint({
  name: 'people.askToJoin',
  method: 'POST',
  path: '/hubs/{hubKey}/join-requests',
  way: 'guest',
  permission: 'public',
  summary: 'A signed-in person asks to become a member of the consortium that runs this hub.',
  params: z.object({ hubKey: z.string() }),
  body: s.joinRequestBody,
  response: byId,
  status: 201,
  errors: pick('people.already_member', 'people.already_asked', 'people.mail_unproven'),
  rateLimit: { limit: 10, windowSeconds: 300 },
})

export const withdrawJoinRequest = endpoint({
  name: 'people.withdrawJoinRequest',
  method: 'POST',
  path: '/me/join-requests/{id}/withdrawal',
  way: 'account',
  permission: 'self',
  summary: 'Takes back the own request to join, as long as nobody has answered it.',
  params: byId,
  errors: pick('people.request_decided'),
})

// members

export const listMembers = endpoint({
  name: 'people.listMembers',
  method: 'GET',
  path: '/people/members',
  way: 'member',
  permission: 'people.read-members',
  summary: 'Members in the order of the syllabary; a manager sees the own organisation.',
  query: s.memberQuery,
  response: page(s.member).extend({ total: z.int() }),
})

export const exportMembers = endpoint({
  name: 'people.exportMembers',
  method: 'GET',
  path: '/people/members/export',
  way: 'member',
  permission: 'people.read-members',
  summary: 'The same list as a file, in the form the import reads.',
  query: s.memberFilter.extend({ format: s.sheetFormat.default('xlsx') }),
  kind: 'file',
  isLookRecorded: true,
})

export const readMember = endpoint({
  name: 'people.readMember',
  method: 'GET',
  path: '/people/members/{id}',
  way: 'member',
  permission: 'people.read-members',
  summary: 'One member with engagements and consents.',
  params: byId,
  response: s.memberDetail,
})

export const updateMember = endpoint({
  name: 'people.updateMember',
  method: 'PATCH',
  path: '/people/members/{id}',
  way: 'member',
  permission: 'people.manage-members',
  summary: "Corrects the consortium's record of a member, or moves them to another organisation.",
  params: byId,
  body: s.memberPatch,
  response: s.memberDetail,
  errors: pick('people.mail_taken', 'people.organisation_unknown', 'people.roles_beyond_own'),
})

export const changeRoles = endpoint({
  name: 'people.changeRoles',
  method: 'PUT',
  path: '/people/members/{id}/roles',
  way: 'member',
  permission: 'people.manage-members',
  summary: 'Changes what a member may do, with the reason.',
  params: byId,
  body: s.rolesBody,
  response: s.memberDetail,
  errors: pick('people.roles_beyond_own', 'people.last_admin'),
})

export const changeStatus = endpoint({
  name: 'people.changeStatus',
  method: 'POST',
  path: '/people/members/{id}/status',
  way: 'member',
  permission: 'people.manage-members',
  summary: 'Suspends, restores or ends a membership, with the reason.',
  params: byId,
  body: s.statusBody,
  response: s.memberDetail,
  errors: pick('people.status_unreachable', 'people.last_admin', 'people.roles_beyond_own'),
})

export const changeEngagement = endpoint({
  name: 'people.changeEngagement',
  method: 'POST',
  path: '/people/members/{id}/engagements',
  way: 'member',
  permission: 'people.manage-members',
  summary: 'From this day on a member counts as this type; what held before ends the day before.',
  params: byId,
  body: s.engagementBody,
  response: s.memberDetail,
  status: 201,
  errors: pick('people.engagement_overlaps'),
})

export const readMemberHistory = endpoint({
  name: 'people.readMemberHistory',
  method: 'GET',
  path: '/people/members/{id}/history',
  way: 'member',
  permission: 'people.read-history',
  summary: 'Every change of a member: who, when, what, why.',
  params: byId,
  query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50), cursor: z.uuid().optional() }),
  response: page(s.change),
})

export const importMembers = endpoint({
  name: 'people.importMembers',
  method: 'POST',
  path: '/people/members/import',
  way: 'member',
  permission: 'people.manage-members',
  summary: 'Members from an Excel or CSV file (UTF-8 or Shift_JIS): whole or not at all, reported row by row.',
  query: z.object({
    /** Reads and reports, stores nothing. */
    isDryRun: z.stringbool().default(true),
    /** Sends an invitation to everybody who is new. */
    invites: z.stringbool().default(false),
    reason: z.string().max(500).optional(),
  }),
  response: s.importReport,
  kind: 'upload',
  maxBodyBytes: 10_000_000,
  errors: pick('people.file_unreadable', 'people.import_refused', 'people.roles_beyond_own'),
})

export const readImportTemplate = endpoint({
  name: 'people.readImportTemplate',
  method: 'GET',
  path: '/people/members/import/template',
  way: 'member',
  permission: 'people.manage-members',
  summary: 'An empty file with the headings the import reads, and one example row.',
  query: z.object({ format: s.sheetFormat.default('xlsx') }),
  kind: 'file',
})

// organisations

export const listOrganisations = endpoint({
  name: 'people.listOrganisations',
  method: 'GET',
  path: '/people/organisations',
  way: 'member',
  permission: 'people.read-organisations',
  summary: 'Organisations of the consortium, in the order of the syllabary; by a part of a name or a number.',
  query: pageQuery.extend({ withArchived: z.stringbool().default(false), q: z.string().max(100).optional() }),
  response: page(s.organisation).extend({ total: z.int() }),
})

export const addOrganisation = endpoint({
  name: 'people.addOrganisation',
  method: 'POST',
  path: '/people/organisations',
  way: 'member',
  permission: 'people.manage-organisations',
  summary: 'Adds an organisation.',
  body: s.organisationBody,
  response: s.organisation,
  status: 201,
  errors: pick('people.organisation_taken', 'people.corporate_number_taken'),
  isIdempotent: true,
})

export const updateOrganisation = endpoint({
  name: 'people.updateOrganisation',
  method: 'PATCH',
  path: '/people/organisations/{id}',
  way: 'member',
  permission: 'people.manage-organisations',
  summary: 'Changes an organisation, or archives one that has no members any more.',
  params: byId,
  body: s.organisationPatch,
  response: s.organisation,
  errors: pick('people.organisation_taken', 'people.corporate_number_taken', 'people.organisation_in_use'),
})

// invitations, from the side of the consortium

export const listInvitations = endpoint({
  name: 'people.listInvitations',
  method: 'GET',
  path: '/people/invitations',
  way: 'member',
  permission: 'people.manage-members',
  summary: 'Invitations, newest first.',
  query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50), cursor: z.uuid().optional() }),
  response: page(s.invitation),
})

export const invite = endpoint({
  name: 'people.invite',
  method: 'POST',
  path: '/people/invitations',
  way: 'member',
  permission: 'people.manage-members',
  summary: 'Invites a person by mail; the link may also be handed over by the inviter.',
  body: s.invitationBody,
  response: s.invitation.extend({ url: z.string() }),
  status: 201,
  // no kept answer: it would keep the link's secret; the second of two calls is refused by `people.invitation_open`
  errors: pick('people.already_member', 'people.invitation_open', 'people.organisation_unknown', 'people.roles_beyond_own'),
})

export const readInvitationLink = endpoint({
  name: 'people.readInvitationLink',
  method: 'GET',
  path: '/people/invitations/{id}/link',
  way: 'member',
  permission: 'people.manage-members',
  summary: 'A link of an open invitation, to hand over by other means than mail. It proves no address. Looking is recorded.',
  params: byId,
  response: z.object({ url: z.string(), expiresAt: z.string() }),
  isLookRecorded: true,
  errors: pick('people.invitation_gone'),
})

export const renewInvitation = endpoint({
  name: 'people.renewInvitation',
  method: 'POST',
  path: '/people/invitations/{id}/renewal',
  way: 'member',
  permission: 'people.manage-members',
  summary: 'Sends a new link, good for another two weeks; the old one stops working.',
  params: byId,
  response: s.invitation.extend({ url: z.string() }),
  errors: pick('people.invitation_gone', 'people.roles_beyond_own'),
})

export const revokeInvitation = endpoint({
  name: 'people.revokeInvitation',
  method: 'DELETE',
  path: '/people/invitations/{id}',
  way: 'member',
  permission: 'people.manage-members',
  summary: 'Withdraws an invitation that was not accepted.',
  params: byId,
  errors: pick('people.invitation_gone', 'people.roles_beyond_own'),
})

export const listJoinRequests = endpoint({
  name: 'people.listJoinRequests',
  method: 'GET',
  path: '/people/join-requests',
  way: 'member',
  permission: 'people.manage-members',
  summary: 'Who asked to join: those who wait, oldest first, or those who were answered, newest first.',
  query: pageQuery.extend({ isDecided: z.stringbool().default(false) }),
  response: page(s.joinRequest).extend({ total: z.int() }),
})

export const decideJoinRequest = endpoint({
  name: 'people.decideJoinRequest',
  method: 'POST',
  path: '/people/join-requests/{id}/decision',
  way: 'member',
  permission: 'people.manage-members',
  summary: 'Makes the person a member, or declines with the reason.',
  params: byId,
  body: s.decisionBody,
  response: s.joinRequest,
  errors: pick(
    'people.request_decided',
    'people.reason_needed',
    'people.already_member',
    'people.organisation_unknown',
    'people.roles_beyond_own',
  ),
})

// terms of use

export const readHubTerms = endpoint({
  name: 'people.readHubTerms',
  method: 'GET',
  path: '/hubs/{hubKey}/terms',
  way: 'guest',
  permission: 'public',
  summary: 'The terms of use and the privacy notice that hold today at this hub: what a guest agrees to by booking.',
  params: z.object({ hubKey: tenantKey }),
  response: s.hubTerms,
})

export const readCurrentTerms = endpoint({
  name: 'people.readCurrentTerms',
  method: 'GET',
  path: '/people/terms/current',
  way: 'member',
  permission: 'membership',
  summary: 'The terms that hold today, and whether the caller has accepted them.',
  response: s.currentTerms,
})

export const acceptTerms = endpoint({
  name: 'people.acceptTerms',
  method: 'PUT',
  path: '/people/terms/{id}/consent',
  way: 'member',
  permission: 'membership',
  summary: 'Accepts a version of the terms; the first time counts.',
  params: byId,
  response: s.currentTerms,
})

export const listTerms = endpoint({
  name: 'people.listTerms',
  method: 'GET',
  path: '/people/terms',
  way: 'member',
  permission: 'people.manage-terms',
  summary: 'All versions, newest first.',
  query: pageQuery,
  response: page(s.terms),
})

export const publishTerms = endpoint({
  name: 'people.publishTerms',
  method: 'POST',
  path: '/people/terms',
  way: 'member',
  permission: 'people.manage-terms',
  summary: 'Adds a version, which holds from its day on. Versions are never changed.',
  body: s.termsBody,
  response: s.terms,
  status: 201,
  errors: pick('people.terms_day_taken'),
  isIdempotent: true,
})
