import type { Database } from '#platform/server/database.ts'
import type { Scope } from '#platform/server/scope.ts'
import { withoutSecrets } from '../../contract/drivers/text.ts'

export interface NewReject {
  readonly deviceId: string | null
  readonly hubId: string | null
  readonly topic: string | null
  readonly payload: Uint8Array
  readonly code: string
  readonly detail: string
  /** Of an edge that sends it again until it is answered. */
  readonly id?: string
}

/** More of one device says nothing new and would fill the table; an event that an edge has and was told is kept counts for none. */
const mostOpenOfDevice = 200
const mostPayload = 20_000

const insertText = `
insert into devices.reject (consortium_id, id, hub_id, device_id, topic, payload, code, detail, received_at)
select $1, coalesce(g.id, uuidv7()), g.hub_id, g.device_id, g.topic, decode(g.payload, 'base64'), g.code, g.detail, $2
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[]) as g (id, hub_id, device_id, topic, payload, code, detail)
where (select count(*) from (select from devices.reject r where r.consortium_id = $1 and r.device_id is not distinct from g.device_id
       and r.status = 'open' limit ${mostOpenOfDevice}) as open) < ${mostOpenOfDevice}
   or g.code = any (array['not_this_hub', 'not_stored', 'unreadable_event'])
on conflict do nothing`

/** Text as PostgreSQL keeps it. */
const plain = (text: string, most: number): string => text.replaceAll('\0', '').slice(0, most)

/** Events of our own carry hashes alone and are tried again by hand; what a device sent itself may hold what somebody showed. */
const keptOf = (one: NewReject): Uint8Array => (one.topic === null ? one.payload : Buffer.from(withoutSecrets(one.payload)))

export async function insertRejects(scope: Scope, rejects: readonly NewReject[]): Promise<void> {
  await scope.prepared('devices_reject', insertText, [
    scope.consortiumId,
    scope.clock.now(),
    rejects.map((one) => one.id ?? null),
    rejects.map((one) => one.hubId),
    rejects.map((one) => one.deviceId),
    rejects.map((one) => (one.topic === null ? null : plain(one.topic, 1_000))),
    rejects.map((one) => Buffer.from(keptOf(one).subarray(0, mostPayload)).toString('base64')),
    rejects.map((one) => plain(one.code, 100)),
    rejects.map((one) => plain(one.topic === null ? one.detail : withoutSecrets(one.detail), 2_000)),
  ])
}

export interface RejectRow {
  readonly id: string
  readonly hubId: string | null
  readonly deviceId: string | null
  readonly topic: string | null
  readonly payload: Buffer
  readonly code: string
  readonly detail: string
  readonly status: string
  readonly receivedAt: Temporal.Instant
}

const columns = ['id', 'hubId', 'deviceId', 'topic', 'payload', 'code', 'detail', 'status', 'receivedAt'] as const

export async function listRejects(
  scope: Scope,
  { status, before, limit }: { status: string; before: string | null; limit: number },
): Promise<RejectRow[]> {
  return scope
    .db('devices')
    .selectFrom('devices.reject')
    .select(columns)
    .where('consortiumId', '=', scope.consortiumId)
    .where('status', '=', status)
    .$if(before !== null, (query) => query.where('id', '<', before ?? ''))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

export async function lockReject(scope: Scope, id: string): Promise<RejectRow | undefined> {
  return scope
    .db('devices')
    .selectFrom('devices.reject')
    .select(columns)
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export async function settleReject(scope: Scope, id: string, status: 'retried' | 'dismissed', accountId: string): Promise<void> {
  await scope
    .db('devices')
    .updateTable('devices.reject')
    .set({ status, settledAt: scope.clock.now(), settledBy: accountId })
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', id)
    .execute()
}

/** After a month nobody looks at it any more. */
export async function forgetRejects(jobsDatabase: Database): Promise<void> {
  await jobsDatabase.query('sweep_rejects', `delete from devices.reject where received_at < now() - interval '30 days'`)
}
