/** Pictures that people upload: what their telephones wrote into them goes, and bytes that nobody names any more too. */
import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getHub, removePhoto } from '#modules/hubs/contract/endpoints.ts'
import { createTestHub, type TestHub } from '#modules/hubs/server/factory.ts'
import { keepFile, openFileStore, readFileOf, sweepFiles } from '#platform/server/files.ts'
import { openDatabase, type Database } from '#platform/server/database.ts'
import { createLog } from '#platform/server/log.ts'
import { listUnstripped, stripKeptPicture } from '#platform/server/pictures.ts'
import type { Scope } from '#platform/server/scope.ts'
import { createTestApp, type TestApp } from '#platform/testkit/app.ts'
import { photoOfTelephone, tracesOfTelephone } from '#platform/testkit/pictures.ts'
import { modules } from './modules.ts'

let app: TestApp
let hub: TestHub
let jobs: Database
beforeAll(async () => {
  app = await createTestApp({ modules })
  hub = await createTestHub(app)
  jobs = openDatabase({ url: app.databaseUrl, role: 'hiroba_jobs', poolSize: 1, log: createLog('silent') })
})
afterAll(async () => {
  await jobs.close()
  await app.stop()
})

const upload = async (content: Uint8Array, type = 'image/jpeg') => {
  const answer = await app.request(`/api/v1/consortium/hubs/${hub.hub.id}/photos`, {
    method: 'POST',
    cookie: hub.operator.cookie,
    headers: { 'content-type': type, 'hiroba-file-name': encodeURIComponent('入口.JPG') },
    body: content as never,
  })
  return { status: answer.status, body: (await answer.json()) as { id: string; code?: string } }
}
const shown = async (id: string) => {
  const { photos } = await app.client()(getHub, { params: { hubId: hub.hubKey }, query: {} })
  return photos.find((photo) => photo.id === id)?.href ?? ''
}
const bytesOf = async (href: string) => Buffer.from(await (await app.request(href)).arrayBuffer())

describe('a photo of a telephone', () => {
  test('is kept without where, when and by what it was taken, upright, and in the widths of telephones', async () => {
    const original = await photoOfTelephone()
    expect((await sharp(original).metadata()).exif).toBeDefined()
    const { status, body } = await upload(original)
    expect(status).toBe(201)
    const href = await shown(body.id)
    const sizes: Record<string, unknown> = {}
    for (const width of [undefined, 300, 480, 700, 960, 5000]) {
      const content = await bytesOf(width === undefined ? href : `${href}?width=${width}`)
      const facts = await sharp(content).metadata()
      expect([facts.exif, facts.xmp, facts.iptc, facts.orientation, facts.format]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
        'jpeg',
      ])
      for (const trace of tracesOfTelephone) expect(content.includes(trace)).toBe(false)
      sizes[String(width)] = [facts.width, facts.height]
    }
    expect(sizes).toEqual({
      undefined: [1280, 1920],
      300: [480, 720],
      480: [480, 720],
      700: [960, 1440],
      960: [960, 1440],
      5000: [1280, 1920],
    })
  })
  test('the page that the server writes lets a telephone choose the small one', async () => {
    const { body } = await upload(await photoOfTelephone())
    const { pictureSources } = await import('#platform/contract/pictures.ts')
    const { srcSet } = pictureSources(await shown(body.id))
    for (const candidate of srcSet.split(', ')) expect((await app.request(candidate.split(' ')[0] ?? '')).status).toBe(200)
  })
})

describe('what is no picture, or a trap', () => {
  test('a picture that can be read is kept beside each that is refused', async () => {
    const good = await sharp({ create: { width: 8, height: 8, channels: 4, background: '#0000' } })
      .png()
      .toBuffer()
    expect((await upload(good, 'image/png')).status).toBe(201)
    const half = (await photoOfTelephone()).subarray(0, 2_000)
    expect((await upload(half)).body.code).toBe('hubs.not_a_picture')
    const pretended = Buffer.concat([good.subarray(0, 8), Buffer.from('<script>alert(1)</script>')])
    expect((await upload(pretended, 'image/png')).body.code).toBe('hubs.not_a_picture')
    // a few kilobytes that would be 66 million pixels
    const bomb = await sharp({ create: { width: 8_100, height: 8_100, channels: 3, background: '#fff' } })
      .png({ compressionLevel: 6 })
      .toBuffer()
    const refused = await upload(bomb, 'image/png')
    expect([refused.status, refused.body.code]).toEqual([413, 'platform.too_large'])
  })
})

describe('bytes', () => {
  const files = () => openFileStore(join(tmpdir(), new URL(app.databaseUrl).pathname.slice(1)))
  const pathOf = (sha256: string) => join(tmpdir(), new URL(app.databaseUrl).pathname.slice(1), sha256.slice(0, 2), sha256)
  const age = (sha256: string, hours: number) => {
    const at = new Date(Date.now() - hours * 3_600_000)
    return utimes(pathOf(sha256), at, at)
  }

  test('of a picture that was taken away go after a day, and those that are named stay however old', async () => {
    const [gone, kept] = [
      await upload(await photoOfTelephone()),
      await upload(
        await sharp({ create: { width: 700, height: 300, channels: 3, background: '#123' } })
          .jpeg()
          .toBuffer(),
      ),
    ]
    const shaOf = async (photoId: string) =>
      (
        await app.sql<{ sha256: string }>(
          `select f.sha256 from hubs.photo p join platform.file f on f.id = p.file_id where p.id = $1
           union all select w.sha256 from hubs.photo p join platform.file_width w on w.file_id = p.file_id where p.id = $1`,
          [photoId],
        )
      ).map((row) => row.sha256)
    const [goneShas, keptShas] = [await shaOf(gone.body.id), await shaOf(kept.body.id)]
    expect([goneShas.length, keptShas.length]).toEqual([3, 2])
    // the two other uploads above are of the same bytes
    for (const { id } of await app.sql<{ id: string }>(
      'select p.id from hubs.photo p join platform.file f on f.id = p.file_id where f.sha256 = $1',
      [goneShas[0]],
    ))
      await hub.call(removePhoto, { params: { hubId: hub.hub.id, photoId: id } })
    for (const sha of keptShas) await age(sha, 1_000)
    // dropped just now: a backup that began before still has the rows
    expect(await sweepFiles(files(), jobs)).toBe(0)
    for (const sha of goneShas) await age(sha, 25)
    expect(await sweepFiles(files(), jobs)).toBe(3)
    expect(goneShas.map((sha) => existsSync(pathOf(sha)))).toEqual([false, false, false])
    expect(keptShas.map((sha) => existsSync(pathOf(sha)))).toEqual([true, true])
  })
  test('what another tenant names stays', async () => {
    const content = Buffer.from(`of two ${randomUUID()}`)
    const { sha256 } = await files().put(content)
    await app.sql(`insert into platform.file (consortium_id, sha256, name, media_type, size_bytes) values ($1, $2, 'x', 'text/plain', 1)`, [
      (await app.createTenant()).id,
      sha256,
    ])
    await age(sha256, 48)
    await sweepFiles(files(), jobs)
    expect(existsSync(pathOf(sha256))).toBe(true)
  })
  test('that are put again while the sweep runs are there afterwards, in each of many rounds', { timeout: 60_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hiroba-sweep-'))
    try {
      const store = openFileStore(folder)
      for (let round = 0; round < 200; round++) {
        const content = Buffer.from('the same picture again')
        const sha256 = createHash('sha256').update(content).digest('hex')
        await store.put(content)
        const old = new Date(Date.now() - 48 * 3_600_000)
        await utimes(join(folder, sha256.slice(0, 2), sha256), old, old)
        await Promise.all([store.put(content), store.sweep(new Set()), store.put(content)])
        expect(Buffer.from(await store.get(sha256)).equals(content)).toBe(true)
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})

test('a photo that was kept as it came is gone through once: same name and type, without where and by what it was taken', async () => {
  const by = { name: 'test', requestId: 'test' }
  const run = <T>(work: (scope: Scope) => Promise<T>): Promise<T> => app.program.runInTenant(hub.consortiumId, by, work)
  const content = await photoOfTelephone(60, 40)
  const [photo, paper] = await run(async (scope) => [
    await keepFile(scope, { name: '入口.JPG', mediaType: 'image/jpeg', content }, { isPublic: true }),
    await keepFile(scope, { name: '名簿.pdf', mediaType: 'application/pdf', content: Buffer.from('%PDF-1.7') }, { isPublic: false }),
  ])
  const found = await listUnstripped(jobs)
  expect(found).toContainEqual({ consortiumId: hub.consortiumId, id: photo.id })
  expect(found.map((row) => row.id)).not.toContain(paper.id)
  await run((scope) => stripKeptPicture(scope, photo.id))
  expect(await listUnstripped(jobs)).toEqual([])
  const read = (id: string) => run((scope) => readFileOf(scope, id, { mustBePublic: false }))
  const after = await read(photo.id)
  expect(after).toMatchObject({ name: '入口.JPG', mediaType: 'image/jpeg' })
  for (const trace of tracesOfTelephone) expect(Buffer.from(after?.content ?? []).includes(trace)).toBe(false)
  const { width, height } = await sharp(after?.content).metadata()
  // upright: the note that said how the camera was held is gone as well
  expect([width, height]).toEqual([40, 60])
  await run((scope) => stripKeptPicture(scope, photo.id))
  expect((await read(photo.id))?.sha256).toBe(after?.sha256)
  expect((await read(paper.id))?.sha256).toBe(paper.sha256)
})
