/** What is held about an applicant: told, and forgotten. Number, class and decisions stay for the records of the town. */
import { dropFile } from '#platform/server/files.ts'
import type { PersonalData } from '#platform/server/module.ts'
import { blankSteps, deleteProofs, listProofs, listRegistrationsOf, listSteps, updateRegistration } from '../repository.ts'

export const ownRegistrations: PersonalData = {
  section: 'bookings.registrations',
  collect: async (scope, accountId) => {
    const files: unknown[] = []
    for (const row of await listRegistrationsOf(scope, accountId)) {
      const { consortiumId: _tenant, search: _search, sortKey: _key, ...own } = row
      files.push({
        ...own,
        createdAt: row.createdAt.toString(),
        changedAt: row.changedAt.toString(),
        renewalAskedAt: row.renewalAskedAt?.toString() ?? null,
        forgottenAt: row.forgottenAt?.toString() ?? null,
        steps: (await listSteps(scope, row.id)).map((step) => ({ kind: step.kind, reason: step.reason, at: step.at.toString() })),
        papers: (await listProofs(scope, row.id)).length,
      })
    }
    return files
  },
  forget: async (scope, accountId) => {
    for (const row of await listRegistrationsOf(scope, accountId)) {
      for (const { fileId } of await listProofs(scope, row.id)) await dropFile(scope, fileId)
      await deleteProofs(scope, row.id)
      await blankSteps(scope, row.id)
      await updateRegistration(scope, row, {
        status: row.status === 'refused' ? 'refused' : 'withdrawn',
        name: '',
        kana: '',
        representative: '',
        phone: null,
        mail: null,
        postalCode: null,
        address: '',
        purpose: '',
        search: '',
        sortKey: '\uE000',
        renewalAskedAt: null,
        forgottenAt: scope.clock.now(),
      })
    }
  },
}
