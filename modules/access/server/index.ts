/** The face of access: what the gateway, presence and the demo ask. */
export { buildSnapshot, renewSnapshot, snapshotVersion } from './snapshot/use-cases/build-snapshot.ts'
export { snapshotPublicKey } from './use-cases/derive-keys.ts'
export { entriesOfCodes } from './lock-code/use-cases/entries-of-codes.ts'
export { subjectsByIds } from './pass/use-cases/subjects-by-ids.ts'
export { doorsOf, type DoorRef } from './door/use-cases/doors-of.ts'
export { gatewayStoreOf } from './edge/use-cases/keep-state.ts'
export { provideEvacuation } from './edge/use-cases/answer-edge.ts'
