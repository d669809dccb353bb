/** A person takes out their own stays, and nobody else's. */
import { randomUUIDv7 } from 'node:crypto'
import { expect, test } from 'vitest'
import { access } from '#modules/access/server/module.ts'
import { devices } from '#modules/devices/server/module.ts'
import { createTestHub } from '#modules/hubs/server/factory.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import { createMember } from '#modules/people/server/factory.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock } from '#platform/testkit/app.ts'
import { presence } from './module.ts'
import { recordPassages } from './use-cases/record-passages.ts'

test('a person takes out their own stays, and nobody else’s', async () => {
  const app = await createTestApp({ modules: [people, hubs, devices, access, presence], clock: testClock('2026-11-23T03:00:00Z') })
  const { hub, consortiumId } = await createTestHub(app, { spaces: [{ kind: 'coworking', seats: 10 }] })
  const member = await createMember(app, { consortiumId })
  const other = await createMember(app, { consortiumId })
  const seen = [member, other].map(({ accountId }) => ({
    id: randomUUIDv7(),
    doorId: null,
    at: Date.parse('2026-11-23T01:05:00Z'),
    timeQuality: 'edge',
    subject: { kind: 'person' as const, id: accountId },
    to: { isOut: false, spaceId: null },
  }))
  await app.program.runInTenant(consortiumId, { name: 'test', requestId: 'test' }, (scope) =>
    recordPassages(scope, { id: hub.id, zone: 'Asia/Tokyo' }, seen),
  )
  const text = await (await app.request('/api/v1/me/records', { cookie: member.cookie })).text()
  const { consortia } = JSON.parse(text) as { consortia: { sections: { section: string; data: unknown }[] }[] }
  expect(consortia[0]?.sections.find((one) => one.section === 'stays')?.data).toMatchObject([{ enteredAt: '2026-11-23T01:05:00Z' }])
  expect(text).not.toContain(other.accountId)
  await app.stop()
})
