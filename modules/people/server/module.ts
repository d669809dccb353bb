import { defineModule } from '#platform/server/module.ts'
import { peopleErrors } from '../contract/errors.ts'
import * as events from '../contract/events.ts'
import { peoplePermissions } from '../contract/permissions.ts'
import { tenantOfSecret } from './invitations/use-cases/find-invitation.ts'
import { jobs } from './jobs.ts'
import { postAuthMail } from './mails/sign-in.ts'
import { texts } from './mails/texts.ts'
import { nameAccounts } from './members/use-cases/names-of.ts'
import { searchMembers } from './members/use-cases/search-members.ts'
import { ownRecords } from './own/use-cases/forget-member.ts'
import { findPrincipal } from './repository.ts'
import { routes } from './routes.ts'

export const people = defineModule({
  name: 'people',
  dependsOn: [],
  routes,
  jobs,
  events: Object.values(events),
  errors: peopleErrors,
  permissions: peoplePermissions,
  constraints: {
    user_email_key: 'people.mail_taken',
    membership_account_unique: 'people.already_member',
    membership_mail_unique: 'people.mail_taken',
    membership_organisation: 'people.organisation_unknown',
    organisation_name_unique: 'people.organisation_taken',
    organisation_corporate_number_unique: 'people.corporate_number_taken',
    engagement_one_type: 'people.engagement_overlaps',
    invitation_open_unique: 'people.invitation_open',
    invitation_organisation: 'people.organisation_unknown',
    join_request_open_unique: 'people.already_asked',
    terms_day_unique: 'people.terms_day_taken',
    terms_version_unique: 'platform.conflict',
  },
  texts,
  personalData: [ownRecords],
  search: searchMembers,
  findPrincipal,
  nameAccounts,
  findTenantOfInvitation: tenantOfSecret,
  postAuthMail,
  sessionEvents: [
    events.memberJoined.type,
    // its consortium holds records of the person from then on
    events.joinRequested.type,
    events.rolesChanged.type,
    events.organisationChanged.type,
    events.statusChanged.type,
    events.memberForgotten.type,
    events.profileChanged.type,
    events.membershipChosen.type,
    events.accountForgotten.type,
  ],
})
