/** Every endpoint walked by everybody who must not get through; and a module full of holes, each of which the walk must see. */
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { roles, type Role } from '#platform/contract/permissions.ts'
import { createMailer } from '#platform/server/mail.ts'
import type { Module } from '#platform/server/module.ts'
import { platformModule } from '#platform/server/own-module.ts'
import { createTestApp, type TestApp } from '#platform/testkit/app.ts'
import { modules } from '#apps/server/modules.ts'
import type { Finding } from './tree.ts'
import { walk, type Side } from './walk.ts'
import { makeWorld, walkOptions } from './world.ts'

const linesOf = (findings: readonly Finding[]): string[] => findings.map(({ rule, file, says }) => `${rule} ${file}: ${says}`)

test('every endpoint refuses whom it must', async () => {
  const app = await createTestApp({ modules, hasWorker: true })
  try {
    const platform = platformModule({ mailer: createMailer({ smtpUrl: undefined, from: '', host: '' }), mailFrom: '', modules })
    expect(linesOf(await walk(app, [platform, ...modules], await makeWorld(app), walkOptions))).toEqual([])
  } finally {
    await app.stop()
  }
}, 60_000)

describe('a module full of holes', () => {
  interface Leaky {
    readonly leaky: Module
    readonly tenants: Map<string, string>
    readonly members: Map<string, { consortiumId: string; roles: readonly Role[] }>
    readonly known: { id: string; link: string }
  }
  let fixture: Leaky
  let app: TestApp

  beforeAll(async () => {
    fixture = (await import(pathToFileURL(path.join(import.meta.dirname, 'fixtures/walk/leaky.ts')).href)) as Leaky
    app = await createTestApp({ modules: [fixture.leaky] })
  })
  afterAll(() => app.stop())

  async function sideOf(slug: string): Promise<Side> {
    const tenant = await app.createTenant(slug)
    fixture.tenants.set(`${slug}.hub`, tenant.id)
    const accounts = new Map<string, string>()
    const person = async (role: Role): Promise<string> => {
      const { accountId, cookie } = await app.createAccount()
      fixture.members.set(accountId, { consortiumId: tenant.id, roles: [role] })
      accounts.set(cookie, accountId)
      return cookie
    }
    const people = async (): Promise<Record<Role, string>> =>
      Object.fromEntries(await Promise.all(roles.map(async (role) => [role, await person(role)] as const))) as Record<Role, string>
    const noteId = randomUUID()
    const cookies = await people()
    await app.sql('insert into platform.setting (consortium_id, key, value) values ($1, $2, $3)', [
      tenant.id,
      noteId,
      { owner: accounts.get(cookies.admin) },
    ])
    const link = `${slug}-link-`.padEnd(43, 'x')
    return {
      consortiumId: tenant.id,
      hubKey: `${slug}.hub`,
      cookies,
      colleagues: await people(),
      links: { [noteId]: link, [randomUUID()]: link.replace('link', 'knil') },
      ids: { noteId },
    }
  }

  test('is seen through', async () => {
    const [a, b] = [await sideOf('a'), await sideOf('b')]
    const noteId = a.ids['noteId'] ?? ''
    Object.assign(fixture.known, { id: noteId, link: a.links[noteId] })
    const nobody = (await app.createAccount()).cookie
    // the call that is right lets its owner through, so its 404 for the others means something
    expect((await app.request(`/api/v1/hubs/a.hub/notes/${noteId}`, { headers: { 'hiroba-link': a.links[noteId] ?? '' } })).status).toBe(
      200,
    )

    expect(linesOf(await walk(app, [fixture.leaky], { a, b, nobody })).toSorted()).toEqual(
      [
        'no-bug leaky.stumble: POST /stumbles: admin of another consortium makes it fail: 500 platform.unexpected',
        'stranger leaky.shutOut: GET /shut: is for anyone, yet a stranger gets 403 platform.not_allowed',
        'other-consortium leaky.readAny: GET /any-notes/{noteId}: admin of another consortium gets 200 , not 404',
        `other-consortium leaky.readAny: GET /any-notes/{noteId}: admin of another consortium is told ${noteId} of platform.setting`,
        `other-consortium leaky.listAny: GET /any-notes: admin of another consortium is told ${noteId} of platform.setting`,
        'other-organisation leaky.readAny: GET /any-notes/{noteId}: a member of another organisation gets 200 , not 404',
        'other-organisation leaky.readAny: GET /any-notes/{noteId}: a manager of another organisation gets 200 , not 404',
        ...[
          'with a link nobody gave out',
          "with another guest's link",
          'with the right link at another hub',
          'with a link of another consortium',
        ].map((how) => `other-link leaky.anyLink: POST /hubs/{hubKey}/notes/{noteId}/strike: ${how} it answers 204 , not 404`),
        'untouched platform.setting: somebody from outside changed rows of this consortium',
      ].toSorted(),
    )
  })
})
