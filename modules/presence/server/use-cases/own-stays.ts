/** What is held about a person: told; and forgotten: the stays of somebody stay. */
import type { PersonalData } from '#platform/server/module.ts'
import { presentStays } from '../presenter.ts'
import { listStayPage } from '../repository.ts'
import { forgetPerson } from './forget-person.ts'

export const ownStays: PersonalData = {
  section: 'stays',
  collect: async (scope, accountId) =>
    presentStays(scope, await listStayPage(scope, { subjectId: accountId }, { limit: 10_000, before: null })),
  forget: (scope, accountId) => forgetPerson(scope, accountId),
}
