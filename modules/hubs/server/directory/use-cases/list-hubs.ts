import type { Scope } from '#platform/server/scope.ts'
import type { HubSummary } from '../../../contract/schemas.ts'
import { holidayLookup } from '../../holidays/use-cases/find-holidays.ts'
import { prefecturesNamed } from '../../presenter.ts'
import { presentSummary } from '../presenter.ts'
import { listHubs as list, type DirectoryHubListRow, type HubListPlace } from '../repository.ts'

export interface ListHubsInput {
  readonly q?: string | undefined
  readonly prefecture?: string | undefined
  readonly kind?: string | undefined
  readonly limit: number
  readonly cursor?: string | undefined
}

export async function listHubs(scope: Scope, input: ListHubsInput): Promise<{ items: HubSummary[]; nextCursor: string | null }> {
  const text = input.q?.normalize('NFC').trim() ?? ''
  const rows = await list(scope, {
    text: text === '' ? null : text,
    textPrefectures: text === '' ? [] : prefecturesNamed(text),
    prefecture: input.prefecture ?? null,
    kind: input.kind ?? null,
    after: readPlace(input.cursor),
    limit: input.limit + 1,
  })
  const moment = { now: scope.clock.now(), holidayOf: await holidayLookup(scope) }
  const shown = rows.slice(0, input.limit)
  const last = shown.at(-1)
  return {
    items: shown.map((row) => presentSummary(row, moment)),
    nextCursor: rows.length > input.limit && last !== undefined ? writePlace(last) : null,
  }
}

function writePlace(row: DirectoryHubListRow): string {
  return Buffer.from(JSON.stringify([row.municipalityCode ?? '99999', row.sortOrder, row.id])).toString('base64url')
}

/** Anything that is no place of ours starts from the beginning. */
function readPlace(cursor: string | undefined): HubListPlace | null {
  if (cursor === undefined) return null
  try {
    const [municipalityCode, sortOrder, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[]
    if (typeof municipalityCode !== 'string' || !Number.isInteger(sortOrder) || typeof id !== 'string' || !/^[0-9a-f-]{36}$/.test(id))
      return null
    return { municipalityCode, sortOrder: sortOrder as number, id }
  } catch {
    return null
  }
}
