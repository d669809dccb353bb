/** What is held about a person: told, and forgotten: the stays of somebody stay. */
import type { PersonalData } from '#platform/server/module.ts'
import { forgetPerson } from './forget-person.ts'
import { presentStays } from '../presenter.ts'
import { listStayPage } from '../repository.ts'

export const ownStays: PersonalData = {
  section: 'stays',
  collect: async (scope, accountId) =>
    presentStays(scope, await listStayPage(scope, { subjectId: accountId }, { limit: 10_000, before: null })),
  // the name stands with people and goes there; visits stay countable, by a key that leads to nobody
  forget: (scope, accountId) => forgetPerson(scope, accountId),
}
