/** What this module holds about a person in one consortium, and what remains once it is forgotten. */
import { historyOf } from '#platform/server/history.ts'
import type { PersonalData } from '#platform/server/module.ts'
import type { Scope } from '#platform/server/scope.ts'
import { memberForgotten, organisationEdited } from '../../../contract/events.ts'
import * as invitations from '../../invitations/repository.ts'
import * as joining from '../../joining/repository.ts'
import * as members from '../../members/repository.ts'
import { profileOf } from '../../members/presenter.ts'
import { endEngagements } from '../../members/use-cases/change-status.ts'
import { namesOf } from '../../members/use-cases/names-of.ts'
import * as organisations from '../../organisations/repository.ts'
import { dayOf } from '../../rules.ts'

const mostEvents = 1_000

export const ownRecords: PersonalData = {
  section: 'people',
  collect: async (scope, accountId) => {
    const rows = await members.listOfAccount(scope, accountId, dayOf(scope.clock.now()))
    const mails = [...new Set(rows.flatMap((row) => row.mail ?? []))]
    const { items } = await historyOf(scope, { subjectIds: rows.map((row) => row.id), actorAccountId: accountId }, { limit: mostEvents })
    const names = await namesOf(
      scope,
      items.flatMap((item) => item.actorAccountId ?? []),
    )
    const engagements = []
    for (const row of rows) engagements.push(...(await members.listEngagements(scope, row.id)))
    return {
      memberships: rows.map((row) => ({
        ...profileOf(row),
        mail: row.mail,
        organisation: row.organisation_name,
        roles: row.roles,
        status: row.status,
        joinedOn: row.joined_on,
        endedOn: row.ended_on,
      })),
      engagements: engagements.map(({ type, origin, validFrom, validTo }) => ({ type, origin, validFrom, validTo })),
      consents: await members.listConsents(scope, accountId),
      invitations: (await invitations.listOfMails(scope, mails)).map((row) => ({
        mail: row.mail,
        roles: row.roles,
        createdAt: row.created_at,
        acceptedAt: row.accepted_at,
        expiresAt: row.expires_at,
      })),
      joinRequests: (await joining.listOfAccount(scope, accountId)).map(
        ({ status, message, organisation_name, reason, created_at, decided_at, ...row }) => ({
          familyName: row.family_name,
          givenName: row.given_name,
          familyKana: row.family_kana,
          givenKana: row.given_kana,
          mail: row.mail,
          phone: row.phone,
          status,
          message,
          organisation: organisation_name,
          reason,
          createdAt: created_at,
          decidedAt: decided_at,
        }),
      ),
      billing: (await organisations.listByBillingMail(scope, mails)).map((row) => ({
        organisation: row.name,
        department: row.billing_department,
        contact: row.billing_contact,
        mail: row.billing_mail,
      })),
      history: items.map((item) => ({
        at: item.at,
        type: item.type,
        by: item.actorAccountId === null ? item.actorKind : (names.get(item.actorAccountId)?.name ?? item.actorAccountId),
        reason: item.reason,
        what: item.payload,
      })),
    }
  },
  forget,
}

/** Names, mail and telephone go; that somebody was here, as which type and with what rights, stays without them. */
async function forget(scope: Scope, accountId: string): Promise<void> {
  const today = dayOf(scope.clock.now())
  await joining.blank(scope, accountId)
  const rows = await members.listOfAccount(scope, accountId, today)
  await forgetBilling(
    scope,
    rows.flatMap((row) => row.mail ?? []),
  )
  for (const row of rows) {
    if (row.forgotten_at !== null) continue
    if (row.mail !== null) await invitations.blank(scope, row.mail)
    const endedOn = row.ended_on ?? today
    await members.update(scope, row.id, {
      mail: null,
      familyName: '',
      givenName: '',
      familyKana: null,
      givenKana: null,
      latinName: null,
      displayName: null,
      phone: null,
      search: '',
      sortKey: '',
      status: 'ended',
      endedOn,
      forgottenAt: scope.clock.now(),
    })
    await endEngagements(scope, row.id, endedOn)
    scope.emit(memberForgotten, { membershipId: row.id, accountId }, { subjectId: row.id })
  }
}

/** Invoices that went to the person go to the managers of the organisation from now on. */
async function forgetBilling(scope: Scope, mails: readonly string[]): Promise<void> {
  for (const { id, billing_contact: contact } of await organisations.listByBillingMail(scope, mails)) {
    await organisations.update(scope, id, { billingMail: null, billingContact: null })
    const fields = contact === null ? ['billingMail'] : ['billingMail', 'billingContact']
    scope.emit(organisationEdited, { organisationId: id, fields }, { subjectId: id })
  }
}
