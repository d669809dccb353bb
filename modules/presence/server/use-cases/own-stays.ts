/** What is held about a person: told, and forgotten: the stays of somebody stay. */
import type { PersonalData } from '#platform/server/module.ts'
import { forgetPerson } from './forget-person.ts'
import { presentStays } from '../presenter.ts'
import { listLooksAt } from '../look/repository.ts'
import { presentLooks } from '../look/use-cases/record-look.ts'
import { listCorrectionsAbout, listStayPage } from '../repository.ts'
import { presentCorrections } from './trace-stays.ts'

export const ownStays: PersonalData = {
  section: 'stays',
  collect: async (scope, accountId) => ({
    stays: await presentStays(scope, await listStayPage(scope, { subjectId: accountId }, { limit: 10_000, before: null })),
    corrections: await presentCorrections(scope, await listCorrectionsAbout(scope, accountId, { limit: 1_000, before: null })),
    looks: await presentLooks(scope, await listLooksAt(scope, accountId, { limit: 10_000, before: null })),
  }),
  // the name stands with people and goes there; visits stay countable, by a key that leads to nobody
  forget: (scope, accountId) => forgetPerson(scope, accountId),
}
