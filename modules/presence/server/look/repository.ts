/** Who looked at who is in. */
import type { Selectable } from 'kysely'
import type { DB } from '#database/types.ts'
import type { Scope } from '#platform/server/scope.ts'

export type LookRow = Omit<Selectable<DB['presence.look']>, 'what' | 'onDay'> & {
  what: 'now' | 'day' | 'person' | 'paper'
  onDay: string
}

/** The same look within the hour is the one that is there. */
export async function insertLook(
  scope: Scope,
  look: { hubId: string; accountId: string; what: LookRow['what']; subjectId: string | null; day: string },
): Promise<void> {
  const now = scope.clock.now()
  await scope.prepared(
    'presence_look',
    `insert into presence.look (consortium_id, hub_id, account_id, what, subject_id, on_day, hour_at, looked_at)
     values ($1, $2, $3, $4, $5, $6, date_trunc('hour', $7::timestamptz), $7) on conflict on constraint look_once do nothing`,
    [scope.consortiumId, look.hubId, look.accountId, look.what, look.subjectId, look.day, now],
  )
}

/** Looks at stays of a person: those of a day on which they were in, or at theirs alone; another's, never their own. */
export async function listLooksAt(
  scope: Scope,
  accountId: string,
  { limit, before }: { limit: number; before: string | null },
): Promise<LookRow[]> {
  const rows = await scope.prepared<{
    id: string
    hub_id: string
    account_id: string
    what: LookRow['what']
    subject_id: string | null
    on_day: string
    hour_at: Temporal.Instant
    looked_at: Temporal.Instant
    consortium_id: string
  }>(
    'presence_looks_at',
    `select l.consortium_id, l.id, l.hub_id, l.account_id, l.what, l.subject_id, l.on_day, l.hour_at, l.looked_at
     from presence.look l
     where l.consortium_id = $1 and l.account_id <> $2 and ($3::uuid is null or l.id < $3)
       and (l.subject_id = $2 or (l.subject_id is null and exists (
         select from presence.stay s
         where s.consortium_id = $1 and s.subject_id = $2 and s.hub_id = l.hub_id and s.day = l.on_day
           -- a list of who is in shows whoever is in then
           and (l.what = 'day' or (s.entered_at < l.hour_at + interval '1 hour' and (s.left_at is null or s.left_at > l.hour_at))))
         -- and whoever was closed by rule in the night and had not been seen since
         or (l.subject_id is null and l.what <> 'day' and exists (
           select from presence.stay s
           where s.consortium_id = $1 and s.subject_id = $2 and s.hub_id = l.hub_id and s.day = l.on_day - 1 and s.closed_by = 'rule')
           and not exists (
           select from presence.stay s
           where s.consortium_id = $1 and s.subject_id = $2 and s.hub_id = l.hub_id and s.day = l.on_day and s.entered_at < l.hour_at))))
     order by l.id desc limit $4`,
    [scope.consortiumId, accountId, before, limit],
  )
  return rows.map((row) => ({
    consortiumId: row.consortium_id,
    id: row.id,
    hubId: row.hub_id,
    accountId: row.account_id,
    what: row.what,
    subjectId: row.subject_id,
    onDay: row.on_day,
    hourAt: row.hour_at,
    lookedAt: row.looked_at,
  }))
}

export async function deleteOldLooks(scope: Scope, hubId: string, before: Temporal.Instant): Promise<void> {
  await scope.prepared(
    'presence_old_looks',
    // nobody looks at a day to come: an older look is at a day before, which the index knows; one more for the hub's own midnight
    `delete from presence.look where consortium_id = $1 and hub_id = $2 and on_day <= ($3::timestamptz + interval '1 day')::date and looked_at < $3`,
    [scope.consortiumId, hubId, before],
  )
}
