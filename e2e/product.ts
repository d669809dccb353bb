/**
 * The whole product for a browser: server with its worker, real PostgreSQL, a real SMTP server, the built pages, the
 * demonstration's data. The clock stands still at a working day, on the server and in the browser alike.
 */
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { TestContext } from 'vitest'
import { fillDemo } from '#apps/server/demo.ts'
import { modules } from '#apps/server/modules.ts'
import { styleHashes } from '#apps/server/server.ts'
import type { Language } from '#platform/contract/texts.ts'
import { createTestApp, testClock, type TestApp, type TestAppOptions } from '#platform/testkit/app.ts'
import { launchBrowser, openPage, type BrowserOptions } from '#platform/testkit/browser.ts'
import { openMailbox, type Mailbox } from '#platform/testkit/mailbox.ts'

/** Wednesday, 10:00 in Japan; the browser sits in Los Angeles, where it is still Tuesday. The day after is a working day. */
export const now = '2026-11-25T01:00:00Z'
export const today = '2026-11-25'
export const tomorrow = '2026-11-26'
export const dayAfter = '2026-11-27'

/** For `expect.poll`: what a person would wait for on a machine under load. */
export const soon = { timeout: 10_000 }

const failures = join(import.meta.dirname, '../.cache/e2e')
const webFolder = process.env['E2E_WEB'] ?? join(import.meta.dirname, '../apps/web/dist')

export interface VisitOptions extends Omit<BrowserOptions, 'locale'> {
  /** What the browser asks for. */
  readonly language?: Language
  /** A telephone: touch, no mouse. */
  readonly isPhone?: boolean
  /** Somebody who is signed in already. */
  readonly cookie?: string
}

export interface Visit {
  readonly page: Page
  readonly context: BrowserContext
  /** What the browser complained about; answers that refuse are no complaint. */
  complaints(): string[]
  /** Presses of finger or mouse, and keys that were not text, as the browser saw them since the start or the last reset. */
  effort(): { taps: number; keys: number }
  resetEffort(): void
  /** Ends the visit; what was on the screen of a failed test is kept in `.cache/e2e`. */
  close(context?: TestContext): Promise<void>
}

export interface Product {
  readonly app: TestApp
  readonly mailbox: Mailbox
  readonly browser: Browser
  visit(options?: VisitOptions): Promise<Visit>
  /** A cookie of somebody of the demonstration, without the cost of a password. */
  cookieOf(mail: string): Promise<string>
  stop(): Promise<void>
}

const locales: Record<Language, string> = { ja: 'ja-JP', en: 'en-US', 'zh-Hans': 'zh-CN', 'zh-Hant': 'zh-TW', ko: 'ko-KR' }

export async function openProduct(options: { isEmpty?: boolean } & Pick<TestAppOptions, 'database'> = {}): Promise<Product> {
  if (!existsSync(join(webFolder, 'index.html'))) throw new Error('the pages are not built: npm run build')
  const mailbox = await openMailbox()
  const app = await createTestApp({
    modules,
    webFolder,
    hasWorker: true,
    smtpUrl: mailbox.url,
    styleHashes,
    clock: testClock(now),
    ...(options.database === undefined ? {} : { database: options.database }),
  })
  if (options.isEmpty !== true) await fillDemo(app.program, true)
  const browser = await launchBrowser()
  return {
    app,
    mailbox,
    browser,
    visit: (visit) => openVisit(app, browser, visit),
    async cookieOf(mail) {
      const [account] = await app.sql<{ id: string }>('select id from auth."user" where email = $1', [mail])
      if (account === undefined) throw new Error(`nobody has the address ${mail}`)
      return app.createSession(account.id)
    },
    async stop() {
      await browser.close()
      await app.stop()
      await mailbox.stop()
    },
  }
}

async function openVisit(app: TestApp, browser: Browser, options: VisitOptions = {}): Promise<Visit> {
  const { language = 'en', isPhone = false, cookie, context: more, ...rest } = options
  const { context, page, problems } = await openPage(browser, {
    ...(isPhone ? { width: 390, height: 844 } : {}),
    ...rest,
    locale: locales[language],
    context: { baseURL: app.url, ...(isPhone ? { isMobile: true, hasTouch: true, deviceScaleFactor: 2 } : {}), ...more },
  })
  // a machine under load is slow, not broken; what takes longer than this is
  context.setDefaultTimeout(10_000)
  await context.clock.setFixedTime(app.clock.now().toString())
  if (cookie !== undefined) {
    const [name = '', value = ''] = cookie.split('=')
    await context.addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: 'Lax' }])
  }
  const effort = { taps: 0, keys: 0 }
  await context.exposeBinding('hirobaEffort', (_source, what: 'taps' | 'keys') => void effort[what]++)
  await context.addInitScript(() => {
    const page = globalThis as unknown as {
      hirobaEffort: (what: string) => void
      addEventListener: (type: string, listener: (event: { isTrusted: boolean; key?: string }) => void, isCapture: boolean) => void
    }
    page.addEventListener('pointerdown', (event) => event.isTrusted && page.hirobaEffort('taps'), true)
    page.addEventListener('keydown', (event) => event.isTrusted && (event.key?.length ?? 0) > 1 && page.hirobaEffort('keys'), true)
  })
  return {
    context,
    page,
    // Chromium writes each answer from 400 up to the console; whether it was right is the journey's to say
    complaints: () =>
      problems.filter(
        (problem) => !/Failed to load resource: the server responded with a status of 4\d\d|ERR_INTERNET_DISCONNECTED/.test(problem),
      ),
    effort: () => ({ ...effort }),
    resetEffort: () => void Object.assign(effort, { taps: 0, keys: 0 }),
    async close(test) {
      if (test?.task.result?.state === 'fail') {
        const name = test.task.name.replaceAll(/[^\w]+/g, '-')
        await page.screenshot({ path: join(failures, `${name}.png`), fullPage: true }).catch(() => {})
        if (problems.length > 0) await writeFile(join(failures, `${name}.txt`), problems.join('\n'))
      }
      await context.close()
    },
  }
}
