import type { output } from 'zod/v4/core'
import { cursorOf, readCursor } from '#platform/server/paging.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { termsPublished } from '../../../contract/events.ts'
import type { termsBody } from '../../../contract/schemas.ts'
import { presentTerms } from '../presenter.ts'
import * as repository from '../repository.ts'

export async function listTerms(scope: MemberScope, query: { limit: number; cursor?: string | undefined }) {
  const rows = await repository.list(scope, { limit: query.limit + 1, after: readCursor(query.cursor) })
  return { items: rows.slice(0, query.limit).map(presentTerms), nextCursor: cursorOf(rows, query.limit) }
}

export async function publishTerms(scope: MemberScope, body: output<typeof termsBody>) {
  const { ja, en, ...more } = body.text
  const id = await repository.insert(scope, {
    textJa: ja,
    textEn: en,
    more,
    privacy: body.privacy ?? null,
    validFrom: body.validFrom,
    createdBy: scope.actor.accountId,
  })
  const row = await repository.find(scope, id)
  if (row === undefined) throw new Error('the terms just stored are not there')
  scope.emit(termsPublished, { termsId: id, version: row.version, validFrom: row.valid_from }, { subjectId: id })
  return presentTerms(row)
}
