import type { output } from 'zod/v4/core'
import type { MemberScope } from '#platform/server/scope.ts'
import { termsPublished } from '../../../contract/events.ts'
import type { termsBody } from '../../../contract/schemas.ts'
import { presentTerms } from '../presenter.ts'
import * as repository from '../repository.ts'

export async function listTerms(scope: MemberScope) {
  return { items: (await repository.list(scope)).map(presentTerms) }
}

export async function publishTerms(scope: MemberScope, body: output<typeof termsBody>) {
  const id = await repository.insert(scope, {
    textJa: body.text.ja,
    textEn: body.text.en,
    validFrom: body.validFrom,
    createdBy: scope.actor.accountId,
  })
  const row = await repository.find(scope, id)
  if (row === undefined) throw new Error('the terms just stored are not there')
  scope.emit(termsPublished, { termsId: id, version: row.version, validFrom: row.valid_from }, { subjectId: id })
  return presentTerms(row)
}
