/**
 * What the gateway of a hub decides by, signed: the whole, or what changed since the version that the gateway has. Made anew
 * each time: nothing of it is kept but its version and which rows changed with it.
 */
import { listDevices } from '#modules/devices/server/index.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { SignedSnapshot, Snapshot, SnapshotChanges, SnapshotCredential } from '../../../contract/schemas.ts'
import { listChangedOfHub, listOfHub, type CredentialRow } from '../../credential/repository.ts'
import { findHubRules, listDoorsOfHubs, listReaders } from '../../door/repository.ts'
import { listChangedGrants, listGrantsOfHub, listStaff, type GrantRow } from '../../grant/repository.ts'
import { cardKeyOf, signSnapshot } from '../../use-cases/derive-keys.ts'
import { findChanged } from '../repository.ts'

/** Older than this, the gateway lets in the staff only. */
export const maxAgeHours = 72
/** Grants of the time to come: more than the greatest age, so that a hub without a line finds tomorrow's. */
const aheadHours = 14 * 24
/** What was over so long ago is no longer "too late" but nothing. */
const behindHours = 24
/** Changes are kept for two hours, and believed for one: gateways take the whole once an hour in any case. */
export const changesKeptHours = 2
const changesBelievedMinutes = 90

type Small = Omit<Snapshot, 'cardKey' | 'credentials' | 'grants' | 'staffGroup'>

/** All of the rules but what is many. */
async function readSmall(scope: Scope, hubId: string): Promise<Small> {
  const rules = await findHubRules(scope, hubId)
  const hub = await requireHub(scope, hubId)
  const now = scope.clock.now()
  const doors = await listDoorsOfHubs(scope, [hubId])
  const readers = await listReaders(
    scope,
    doors.map((door) => door.id),
  )
  const placeOf = new Map<string, { doorId: string; direction: 'in' | 'out' | null }>()
  for (const door of doors) {
    if (door.lockDeviceId !== null) placeOf.set(door.lockDeviceId, { doorId: door.id, direction: null })
    if (door.contactDeviceId !== null) placeOf.set(door.contactDeviceId, { doorId: door.id, direction: null })
  }
  for (const reader of readers) placeOf.set(reader.deviceId, reader)
  // also those at no door: the gateway hears nobody else
  const devices = await listDevices(scope, hubId)
  return {
    v: 1,
    consortiumId: scope.consortiumId,
    hubId,
    version: rules.version,
    issuedAt: now.toString(),
    notAfter: now.add({ hours: maxAgeHours }).toString(),
    zone: hub.zone,
    doors: doors.map((door) => ({
      id: door.id,
      names: door.names,
      lockDeviceId: door.lockDeviceId,
      readerDeviceIds: readers.filter((reader) => reader.doorId === door.id).map((reader) => reader.deviceId),
      contactDeviceId: door.contactDeviceId,
      unlockSeconds: door.unlockSeconds,
      heldOpenSeconds: door.heldOpenSeconds,
      pinPeriods: [...door.pinPeriods],
      needsPasskey: door.needsPasskey,
      nearCountsAsFactor: door.nearCounts,
      mode: door.mode,
      isExitFree: true,
    })),
    devices: devices.flatMap((device) =>
      device.driver === null || device.status !== 'active'
        ? []
        : [
            {
              id: device.id,
              kind: device.kind,
              driver: device.driver,
              config: device.config ?? {},
              doorId: placeOf.get(device.id)?.doorId ?? null,
              direction: placeOf.get(device.id)?.direction ?? null,
            },
          ],
    ),
  }
}

/** Of which grants a gateway is told at a moment. */
const spanAt = (now: Temporal.Instant) => ({
  endingAfter: now.subtract({ hours: behindHours }),
  beginningBefore: now.add({ hours: aheadHours }),
})

/** As plain data: for tests, for the explanation on a phone. */
export async function readSnapshot(scope: Scope, hubId: string): Promise<Snapshot> {
  const small = await readSmall(scope, hubId)
  const span = spanAt(Temporal.Instant.from(small.issuedAt))
  return {
    ...small,
    cardKey: cardKeyOf(scope, hubId),
    credentials: (await listOfHub(scope, hubId)).map(credentialOf),
    grants: (await listGrantsOfHub(scope, hubId, span)).map(grantOf),
    staffGroup: [...(await listStaff(scope, hubId, span))],
  }
}

/** What is another since that version; undefined where that is not known any more. */
export async function readChanges(scope: Scope, hubId: string, since: number): Promise<SnapshotChanges | undefined> {
  const small = await readSmall(scope, hubId)
  const now = Temporal.Instant.from(small.issuedAt)
  const changed = await findChanged(scope, hubId, {
    since,
    until: small.version,
    raisedAfter: now.subtract({ minutes: changesBelievedMinutes }),
  })
  if (changed === undefined) return undefined
  const span = spanAt(now)
  const credentials = (await listChangedOfHub(scope, hubId, changed.credentials)).map(credentialOf)
  const grants = (await listChangedGrants(scope, hubId, changed.grants, span)).map(grantOf)
  const without = (ids: readonly string[], rows: readonly { id: string }[]): string[] => {
    const there = new Set(rows.map((row) => row.id))
    return ids.filter((id) => !there.has(id))
  }
  return {
    ...small,
    since,
    credentials,
    grants,
    gone: { credentials: without(changed.credentials, credentials), grants: without(changed.grants, grants) },
    staffGroup: [...(await listStaff(scope, hubId, span))],
  }
}

const credentialOf = (row: CredentialRow): SnapshotCredential => ({
  id: row.id,
  kind: row.kind,
  ...(row.hash === null ? {} : { hash: row.hash }),
  ...(row.publicKey === null ? {} : { publicKey: row.publicKey }),
  subjectId: row.subjectId,
  ...(row.ofSubjectId === null ? {} : { ofSubjectId: row.ofSubjectId }),
  status: row.status,
  ...(row.validFrom === null ? {} : { validFrom: row.validFrom.toString() }),
  ...(row.validTo === null ? {} : { validTo: row.validTo.toString() }),
})

const grantOf = (row: GrantRow): Snapshot['grants'][number] => ({
  id: row.id,
  doorIds: [...row.door_ids],
  subjectId: row.subject_id,
  from: row.from_at.toString(),
  until: row.until_at.toString(),
  source: { kind: row.source_kind, id: row.source_id },
})

export async function buildSnapshot(scope: Scope, hubId: string): Promise<SignedSnapshot> {
  return signSnapshot(scope, await readSnapshot(scope, hubId))
}

/** For a gateway that has that version, or none. */
export async function renewSnapshot(
  scope: Scope,
  hubId: string,
  since: number | undefined,
): Promise<{ signed: SignedSnapshot; isChanges: boolean }> {
  const changes = since === undefined ? undefined : await readChanges(scope, hubId, since)
  if (changes !== undefined) return { signed: signSnapshot(scope, changes), isChanges: true }
  return { signed: await buildSnapshot(scope, hubId), isChanges: false }
}

/** Rises with every change; a gateway whose own is lower asks for a new one. */
export async function snapshotVersion(scope: Scope, hubId: string): Promise<number> {
  return (await findHubRules(scope, hubId)).version
}
