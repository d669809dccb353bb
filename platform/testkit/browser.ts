/**
 * A real Chromium. On Linux x64 it comes out of npm; elsewhere HIROBA_CHROME names an installed one.
 */
import { createRequire } from 'node:module'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core'

export interface BrowserOptions {
  readonly width?: number
  readonly height?: number
  readonly locale?: string
  readonly theme?: 'light' | 'dark'
  readonly reducedMotion?: boolean
  /** Anything else Playwright takes: a base address, a touch screen, no service worker. */
  readonly context?: BrowserContextOptions
}

const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]

export async function launchBrowser(extraArgs: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: await chromePath(), args: [...args, ...extraArgs], headless: true })
}

/**
 * The package unpacks itself to the temporary folder and would use whatever it finds there of any version and user,
 * so it is given a folder of this checkout.
 */
export async function chromePath(): Promise<string> {
  const given = process.env['HIROBA_CHROME']
  if (given !== undefined) return given
  const folder = join(import.meta.dirname, '../../.cache/chromium')
  await mkdir(folder, { recursive: true })
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = folder
  try {
    const { default: packaged } = await import('@sparticuz/chromium')
    return await packaged.executablePath()
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
}

export async function openPage(
  browser: Browser,
  options: BrowserOptions = {},
): Promise<{ context: BrowserContext; page: Page; problems: string[] }> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? 900 },
    locale: options.locale ?? 'ja-JP',
    timezoneId: 'America/Los_Angeles',
    colorScheme: options.theme ?? 'light',
    reducedMotion: options.reducedMotion === false ? 'no-preference' : 'reduce',
    ...options.context,
  })
  const page = await context.newPage()
  // what the browser complains about is a finding: errors of scripts, refused styles, missing files
  const problems: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  page.on('pageerror', (error) => problems.push(String(error)))
  return { context, page, problems }
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string
    readonly impact: string | null
    readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[]
  }[]
}

/** Findings of axe-core (WCAG 2.2 AA) of impact serious or critical, one line each. */
export async function seriousFindings(page: Page): Promise<string[]> {
  if (!(await page.evaluate(`'axe' in globalThis`)))
    await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'))
  const result = (await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
  )) as AxeResult
  return result.violations
    .filter((violation) => violation.impact === 'serious' || violation.impact === 'critical')
    .map(
      (violation) =>
        `${violation.id}: ${violation.nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`).join(' | ')}`,
    )
}
