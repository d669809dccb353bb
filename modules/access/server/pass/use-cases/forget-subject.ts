/** What doors hold about a person: their cards and phones, where they went, visitors they announced. */
import { randomUUID } from 'node:crypto'
import { forgetPerson } from '#modules/devices/server/index.ts'
import type { PersonalData } from '#platform/server/module.ts'
import { listOfSubject, deleteOfSubject, listHubsOf } from '../../credential/repository.ts'
import { presentCredentials } from '../../credential/presenter.ts'
import { listGrantsOfSubjects } from '../../grant/repository.ts'
import { renewRules } from '../../grant/use-cases/regrant.ts'
import { presentPassages } from '../../passage/presenter.ts'
import { forgetPassages, listPassages } from '../../passage/repository.ts'
import { listPage } from '../../visit/repository.ts'
import { forgetVisits } from '../../visit/use-cases/forget-visits.ts'

const mostPassages = 10_000
const visitsAtOnce = 200

export const ownAccess: PersonalData = {
  section: 'doors',
  collect: async (scope, accountId) => ({
    credentials: await presentCredentials(scope, await listOfSubject(scope, accountId)),
    grants: (await listGrantsOfSubjects(scope, [accountId])).map((grant) => ({
      source: grant.source_kind,
      doorIds: grant.door_ids,
      from: grant.from_at.toString(),
      until: grant.until_at.toString(),
    })),
    passages: await presentPassages(scope, await listPassages(scope, { accountId }, mostPassages)),
    visitors: (await listPage(scope, { hostAccountId: accountId, from: undefined, before: null, limit: 1_000 })).map((visit) => ({
      name: visit.name,
      startsAt: visit.startsAt.toString(),
      endsAt: visit.endsAt.toString(),
    })),
  }),
  // the log keeps that somebody went through, by an id that leads to nobody
  forget: async (scope, accountId) => {
    await forgetPerson(scope, accountId, await forgetPassages(scope, accountId, randomUUID()))
    const gone = await deleteOfSubject(scope, accountId)
    const hubs = new Set<string>()
    for (const row of gone) for (const hubId of await listHubsOf(scope, row)) hubs.add(hubId)
    let before: string | null = null
    for (;;) {
      const visits = await listPage(scope, { hostAccountId: accountId, from: undefined, before, limit: visitsAtOnce })
      await forgetVisits(scope, visits.slice(0, visitsAtOnce))
      before = visits[visitsAtOnce - 1]?.id ?? null
      if (visits.length <= visitsAtOnce) break
    }
    await renewRules(scope, [...hubs])
  },
}
