import { describeFiles } from '#platform/server/files.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { RegistrationFile } from '../../../contract/registration/schemas.ts'
import { listProofs } from '../repository.ts'

/** What the papers of an application are called; the bytes come one by one. */
export async function filesOf(scope: Scope, registrationId: string): Promise<RegistrationFile['proofs']> {
  const proofs = await listProofs(scope, registrationId)
  const files = await describeFiles(
    scope,
    proofs.map((proof) => proof.fileId),
  )
  return proofs.flatMap(({ fileId, addedAt }) => {
    const file = files.get(fileId)
    return file === undefined
      ? []
      : [{ id: fileId, name: file.name, mediaType: file.mediaType, sizeBytes: file.sizeBytes, addedAt: addedAt.toString() }]
  })
}
