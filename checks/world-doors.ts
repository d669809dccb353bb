/** What the walk attacks at doors. Made by calling endpoints, but for what only a machine at a hub answers. */
import { randomUUID } from 'node:crypto'
import { addCard, addDoor, inviteVisitor } from '#modules/access/contract/endpoints.ts'
import type { TestApp } from '#platform/testkit/app.ts'

/** An entrance, somebody's card, and a visitor who is expected and holds a link. */
export async function makeDoor(
  app: TestApp,
  admin: ReturnType<TestApp['client']>,
  { hubId, consortiumId, membershipId, adminId }: { hubId: string; consortiumId: string; membershipId: string; adminId: string },
) {
  const params = { hubId }
  const door = await admin(addDoor, { params, body: { names: { ja: '正面玄関' } } })
  const [holder] = await app.sql<{ account_id: string }>('select account_id from people.membership where id = $1', [membershipId])
  const card = await admin(addCard, {
    params,
    body: { accountId: holder?.account_id ?? '', card: { number: '0116000000000001' }, label: 'カード' },
  })
  const visitor = { name: '架空 実', mail: `${randomUUID()}@example.jp` }
  const startsAt = Temporal.Now.instant().add({ hours: 24 })
  const visit = await admin(inviteVisitor, {
    body: { hubId, ...visitor, startsAt: startsAt.toString(), endsAt: startsAt.add({ hours: 2 }).toString() },
  })
  await app.settle()
  const [mail] = await app.sql<{ body_text: string }>('select body_text from platform.mail where to_address = $1', [visitor.mail])
  // wishes to open: the visitor's by the link, and one of the person who runs the hub
  const [own] = await app.sql<{ account_id: string }>('select account_id from people.membership where id = $1', [adminId])
  const commandIds = [randomUUID(), randomUUID()]
  for (const [at, subjectId] of [visit.id, own?.account_id].entries())
    await app.sql(
      'insert into access.opening (consortium_id, id, hub_id, door_id, subject_id, asked_at) values ($1, $2, $3, $4, $5, now())',
      [consortiumId, commandIds[at], hubId, door.id, subjectId],
    )
  return {
    link: /#k=([\w-]+)/.exec(mail?.body_text ?? '')?.[1] ?? '',
    ids: {
      doorId: door.id,
      credentialId: card.id,
      visitId: visit.id,
      passId: visit.id,
      'openings.commandId': commandIds[0] ?? '',
      'door-openings.commandId': commandIds[1] ?? '',
    },
  }
}
