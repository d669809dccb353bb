/** Pages as a browser first gets them: a made-up module on a made-up frame, over a folder that is built again underneath. */
import { mkdtemp, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { html } from 'hono/html'
import { afterAll, expect, test } from 'vitest'
import type { ApiEnv } from './http.ts'
import { formatDay, type PublicPage } from './public-pages.ts'
import { openStaticWeb } from './static-web.ts'
import { gatherTexts } from './texts.ts'
import { addWebPages } from './web-pages.ts'

const frame = `<!doctype html><html lang="ja"><head><title>x</title>
<meta name="description" content="x" /></head><body><div id="root"><span class="logo"><span>x</span></span><main>grey</main></div></body></html>`
const folders: string[] = []
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

async function built(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hiroba-web-'))
  folders.push(folder)
  await writeBuild(join(folder, 'dist'), name)
  return join(folder, 'dist')
}

async function writeBuild(folder: string, name: string): Promise<void> {
  await mkdir(join(folder, 'assets'), { recursive: true })
  await writeFile(join(folder, 'index.html'), frame)
  await writeFile(join(folder, 'assets', name), `// ${name}`)
  await writeFile(join(folder, 'public-files.json'), JSON.stringify({ '': [`/assets/${name}`], 'shops/en': ['/assets/en.js'] }))
}

const shopPage: PublicPage = {
  path: '/shops/{shop}',
  reads: ({ shop }) => [`/api/v1/shops/${shop}`],
  draw: ([answer], { say }) => {
    const { name } = answer as { name: string }
    return { title: name, description: say('public.lead'), main: html`<h1>${name}</h1>` }
  },
}

async function appOf(folder: string): Promise<Hono<ApiEnv>> {
  const app = new Hono<ApiEnv>()
  app.get('/api/v1/shops/:shop', (context) =>
    context.req.param('shop') === 'a' ? context.json({ name: '<b>A</b></script>' }) : context.json({}, 404),
  )
  const modules = [
    { name: 'shops', dependsOn: [], publicPages: [shopPage], texts: { ja: { public: { lead: 'JA' } }, en: { public: { lead: 'EN' } } } },
  ]
  addWebPages(app, {
    web: await openStaticWeb(folder),
    modules,
    texts: gatherTexts(modules, { ja: { public: { appName: 'App' } } }),
    clock: { now: () => Temporal.Instant.from('2026-11-23T00:00:00Z') },
    publicUrl: 'https://hub.example.jp',
    log: { warn() {} } as never,
  })
  return app
}

test('words, title and answers stand in the page, escaped', async () => {
  const app = await appOf(await built('one.js'))
  const page = await (await app.request('/shops/a', { headers: { 'accept-language': 'en' } })).text()
  expect(page).toContain('<html lang="en">')
  expect(page).toContain('<main id="main"><h1>&lt;b&gt;A&lt;/b&gt;&lt;/script&gt;</h1></main>')
  expect(page).toContain('content="EN"')
  expect(page).toContain('href="/assets/en.js"')
  const data = /<script type="application\/json" id="answers">(.*?)<\/script>/.exec(page)?.[1] ?? ''
  expect(JSON.parse(data)).toEqual({ at: '2026-11-23T00:00:00Z', answers: { '/api/v1/shops/a': { name: '<b>A</b></script>' } } })
})

test('what is not there is 404, and the app says so', async () => {
  const app = await appOf(await built('one.js'))
  const answer = await app.request('/shops/b')
  expect(answer.status).toBe(404)
  expect(await answer.text()).toContain('<main>grey</main>')
})

test('language and colours chosen before come with the page; others are not believed', async () => {
  const app = await appOf(await built('one.js'))
  const open = async (cookie: string, path = '/elsewhere') =>
    (await (await app.request(path, { headers: { cookie } })).text()).match(/<html[^>]*>/)?.[0]
  expect(await open('hiroba-language=ko; hiroba-theme=dark')).toBe('<html lang="ko" data-theme="dark">')
  expect(await open('hiroba-language=ko', '/elsewhere?lang=zh-Hant')).toBe('<html lang="zh-Hant">')
  expect(await open('hiroba-language=%22x; hiroba-theme=%22x')).toBe('<html lang="ja">')
})

test('a new build is served from its first page on; files of the old one are not there any more', async () => {
  const folder = await built('one.js')
  const app = await appOf(folder)
  expect((await app.request('/assets/one.js')).status).toBe(200)
  await writeBuild(`${folder}-next`, 'two.js')
  await rm(folder, { recursive: true })
  expect((await app.request('/assets/one.js')).status).toBe(404)
  await rename(`${folder}-next`, folder)
  expect(await (await app.request('/shops/a')).text()).toContain('/assets/two.js')
  expect((await app.request('/assets/two.js')).status).toBe(200)
})

test('days as the app writes them', () => {
  expect((['ja', 'en', 'zh-Hans', 'zh-Hant', 'ko'] as const).map((language) => formatDay('2026-11-23', language))).toEqual([
    '11月23日（月）',
    'Mon 23 Nov',
    '11月23日（周一）',
    '11月23日（週一）',
    '11월 23일 (월)',
  ])
})
