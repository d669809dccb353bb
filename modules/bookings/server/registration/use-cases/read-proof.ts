/** Papers of an application: kept with the file, shown to the applicant and the office. */
import { fail as failPlainly, failOf } from '#platform/server/errors.ts'
import { keepFile, readFileOf } from '#platform/server/files.ts'
import type { FileAnswer, UploadedFile } from '#platform/server/module.ts'
import { keepPicture } from '#platform/server/pictures.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { registrationErrors } from '../../../contract/registration/errors.ts'
import { registrationAnswered } from '../../../contract/registration/events.ts'
import { insertProof, insertStep, listProofs, type RegistrationRow } from '../repository.ts'
import { mayAnswer } from '../rules.ts'
import { requireRegistration } from './require-registration.ts'

const fail = failOf(registrationErrors)
const mostProofs = 10
/** What the bytes begin with: the name and type that a browser sends prove nothing. */
const kinds: readonly (readonly [mediaType: string, begin: readonly number[]])[] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
]

export async function addProof(scope: MemberScope, registrationId: string, file: UploadedFile): Promise<{ id: string }> {
  const row = await requireRegistration(scope, registrationId, { isLocked: true })
  const mediaType = kinds.find(([, begin]) => begin.every((byte, at) => file.content[at] === byte))?.[0]
  if (mediaType === undefined) return failPlainly('platform.unsupported_type', { params: { expected: 'PDF, PNG, JPEG' } })
  if (!mayAnswer(row.status) && row.status !== 'accepted') fail('bookings.registration_decided', { params: { status: row.status } })
  if ((await listProofs(scope, row.id)).length >= mostProofs) fail('bookings.too_many_proofs', { params: { most: mostProofs } })
  const kept =
    mediaType === 'application/pdf'
      ? await keepFile(scope, { ...file, mediaType }, { isPublic: false })
      : await keepPicture(scope, file, { isPublic: false })
  if (kept === undefined) return failPlainly('platform.unsupported_type', { params: { expected: 'PDF, PNG, JPEG' } })
  await insertProof(scope, row.id, kept.id)
  await insertStep(scope, row.id, { kind: 'proof-added' })
  scope.emit(registrationAnswered, { registrationId: row.id }, { subjectId: row.id })
  return { id: kept.id }
}

/** Shown at the counter and given back: nothing is kept but that it was seen, by whom and when. */
export async function noteProofSeen(scope: MemberScope, registrationId: string, what: string): Promise<RegistrationRow> {
  const row = await requireRegistration(scope, registrationId, { isLocked: true })
  if (!mayAnswer(row.status) && row.status !== 'accepted') fail('bookings.registration_decided', { params: { status: row.status } })
  await insertStep(scope, row.id, { kind: 'proof-seen', reason: what })
  scope.emit(registrationAnswered, { registrationId: row.id }, { subjectId: row.id })
  return row
}

export async function readProof(scope: MemberScope, registrationId: string, fileId: string): Promise<FileAnswer> {
  const row = await requireRegistration(scope, registrationId)
  const isOfIt = (await listProofs(scope, row.id)).some((proof) => proof.fileId === fileId)
  const file = isOfIt ? await readFileOf(scope, fileId, { mustBePublic: false }) : undefined
  if (file === undefined) return fail('platform.not_found')
  return { name: file.name, mediaType: file.mediaType, content: file.content, etag: file.sha256 }
}
