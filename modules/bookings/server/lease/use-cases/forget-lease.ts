/** What leases hold about a person: where they are named, and a trial or lending that was theirs. */
import type { PersonalData } from '#platform/server/module.ts'
import type { Scope } from '#platform/server/scope.ts'
import { findMember } from '#modules/people/server/index.ts'
import { presentLease, withLeasePlaces } from '../presenter.ts'
import { deleteMemberEverywhere, listLeasesOf, listLeasesOfContact, updateLease, type LeaseRow } from '../repository.ts'
import { isOpenLease } from '../rules.ts'

/** A person's own: by the mail that the office has written down. While they are being forgotten only they themselves know it. */
async function ownOf(scope: Scope, accountId: string): Promise<LeaseRow[]> {
  const { actor } = scope
  const own = actor.kind === 'person' && actor.accountId === accountId ? actor.mail : undefined
  const mail = (await findMember(scope, { accountId }))?.mail ?? own
  return mail === undefined ? [] : listLeasesOfContact(scope, mail)
}

/** Trial stays and lendings of a private person. While one runs the office must reach whoever is in the room: it is left as it is. */
export async function forgetLeasesOfContact(scope: Scope, mail: string): Promise<void> {
  await blank(scope, await listLeasesOfContact(scope, mail))
}

async function blank(scope: Scope, rows: readonly LeaseRow[]): Promise<void> {
  for (const row of rows) {
    if (isOpenLease(row.status)) continue
    await updateLease(scope, row, {
      holderName: '',
      contactName: '',
      contactMail: null,
      contactPhone: null,
      purpose: '',
      result: '',
      note: '',
      forgottenAt: scope.clock.now(),
    })
  }
}

export const ownLeases: PersonalData = {
  section: 'leases',
  collect: async (scope, accountId) => {
    const own = await ownOf(scope, accountId)
    const rows = [...new Map([...(await listLeasesOf(scope, { accountId })), ...own].map((row) => [row.id, row])).values()]
    const isOwn = new Set(own.map((row) => row.id))
    return (await withLeasePlaces(scope, rows)).map((placed) => ({
      ...presentLease(scope, placed),
      ...(isOwn.has(placed.row.id)
        ? {
            contactName: placed.row.contactName,
            contactMail: placed.row.contactMail,
            contactPhone: placed.row.contactPhone,
            result: placed.row.result,
          }
        : {}),
    }))
  },
  forget: async (scope, accountId) => {
    await deleteMemberEverywhere(scope, accountId)
    await blank(scope, await ownOf(scope, accountId))
  },
}
