/** What somebody left behind: registered with a number for its tag, given back, handed to the police, or disposed of. */
import { fail as failPlatform, failOf } from '#platform/server/errors.ts'
import { dropFile, readFileOf } from '#platform/server/files.ts'
import { cursorOf, readCursor } from '#platform/server/paging.ts'
import type { FileAnswer, UploadedFile } from '#platform/server/module.ts'
import { keepPicture } from '#platform/server/pictures.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { pictureTypeOf, requireHub } from '#modules/hubs/server/index.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { lostRegistered, lostSettled } from '../../../contract/lending/events.ts'
import type { LostItem, RegisterLostBody, SettleLostBody } from '../../../contract/lending/schemas.ts'
import { addDays, dayAt } from '../../rules.ts'
import { presentLost } from '../presenter.ts'
import { findLost, forgetSettled, insertLost, listLostPage, lockLost, updateLost, type LostRow } from '../repository.ts'

const fail = failOf(bookingsErrors)

/** Found property goes to the police within a week (遺失物法 4 条, 34 条): the day stands on the screen. */
const policeDays = 7

type Ref = { hubId: string; lostItemId: string }

export async function registerLost(scope: MemberScope, hubId: string, body: RegisterLostBody): Promise<LostItem> {
  const hub = await requireHub(scope, hubId)
  const foundAt = Temporal.Instant.from(body.foundAt)
  await forgetSettled(scope, hubId)
  const row = await insertLost(scope, {
    hubId,
    what: body.what,
    place: body.place ?? '',
    marks: body.marks ?? '',
    foundAt,
    foundBy: body.foundBy ?? '',
    keptAt: body.keptAt ?? '',
    policeBy: addDays(dayAt(foundAt.epochMilliseconds, hub.zone), policeDays),
    createdBy: scope.actor.accountId,
  })
  scope.emit(lostRegistered, { hubId, lostItemId: row.id, number: row.number }, { subjectId: row.id })
  return presentLost(row)
}

export async function settleLost(scope: MemberScope, ref: Ref, body: SettleLostBody): Promise<LostItem> {
  const row = await lockLost(scope, ref.lostItemId)
  if (row === undefined || row.hubId !== ref.hubId) return failPlatform('platform.not_found')
  if (row.state !== 'kept') fail('bookings.lost_settled')
  if (row.version !== body.version) failPlatform('platform.changed_meanwhile')
  const after = await updateLost(scope, row, {
    state: body.state,
    settledAt: scope.clock.now(),
    settledBy: scope.actor.accountId,
    settledTo: body.to ?? '',
    settledNote: body.note ?? '',
    fileId: null,
  })
  // once it is gone, its picture is of no more use
  if (row.fileId !== null) await dropFile(scope, row.fileId)
  scope.emit(lostSettled, { hubId: row.hubId, lostItemId: row.id, number: row.number, state: body.state }, { subjectId: row.id })
  return presentLost(after)
}

export async function listLost(
  scope: MemberScope,
  hubId: string,
  query: { limit: number; cursor?: string | undefined; show: 'kept' | 'all'; q?: string | undefined },
): Promise<{ items: LostItem[]; nextCursor: string | null }> {
  await requireHub(scope, hubId)
  const rows = await listLostPage(scope, hubId, {
    limit: query.limit,
    before: readCursor(query.cursor),
    isKeptOnly: query.show === 'kept',
    text: query.q?.trim() ?? '',
  })
  return { items: rows.slice(0, query.limit).map(presentLost), nextCursor: cursorOf(rows, query.limit) }
}

export async function setLostPhoto(scope: MemberScope, ref: Ref, file: UploadedFile): Promise<LostItem> {
  const row = await requireLost(scope, ref)
  const kept = pictureTypeOf(file.content) === undefined ? undefined : await keepPicture(scope, file, { isPublic: false })
  if (kept === undefined)
    return failPlatform('platform.invalid_input', { fields: [{ path: 'body', expected: 'a picture: JPEG, PNG or WebP' }] })
  const after = await updateLost(scope, row, { fileId: kept.id })
  if (row.fileId !== null) await dropFile(scope, row.fileId)
  return presentLost(after)
}

export async function readLostPhoto(scope: MemberScope, ref: Ref): Promise<FileAnswer> {
  const row = await requireLost(scope, ref)
  const file = row.fileId === null ? undefined : await readFileOf(scope, row.fileId, { mustBePublic: false })
  if (file === undefined) return failPlatform('platform.not_found')
  return { name: file.name, mediaType: file.mediaType, content: file.content, etag: file.sha256.slice(0, 22), isInline: true }
}

async function requireLost(scope: MemberScope, { hubId, lostItemId }: Ref): Promise<LostRow> {
  const row = await findLost(scope, lostItemId)
  if (row === undefined || row.hubId !== hubId) return failPlatform('platform.not_found')
  return row
}
