/** Lighthouse of the built public hub page: five runs of the phone profile and of the desk profile, medians. */
import { freePort } from './ports.ts'
import { median, startBenchServer } from './measure.ts'
import type { Proof } from './proof-type.ts'
import { launchBrowser } from '#platform/testkit/browser.ts'

const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const
const address = '/hubs/niseko.denpun?lang=en'

export const proof: Proof = {
  name: 'lighthouse',
  title: 'Lighthouse of the public hub page',
  async run(say) {
    const server = await startBenchServer({ env: { HIROBA_DEMO: '1' } })
    const port = await freePort()
    const browser = await launchBrowser([`--remote-debugging-port=${port}`])
    const lines: string[] = []
    try {
      const { default: lighthouse, desktopConfig } = await import('lighthouse')
      for (const profile of ['phone', 'desk'] as const) {
        const scores: Record<string, number[]> = {}
        const paints: number[] = []
        for (let run = 0; run < 5; run++) {
          const result = await lighthouse(
            `${server.url}${address}`,
            { port, output: 'json', logLevel: 'error', onlyCategories: [...categories] },
            profile === 'desk' ? desktopConfig : undefined,
          )
          if (result === undefined) throw new Error('Lighthouse gave no result')
          for (const category of categories) (scores[category] ??= []).push(Math.round((result.lhr.categories[category]?.score ?? 0) * 100))
          paints.push(result.lhr.audits['largest-contentful-paint']?.numericValue ?? 0)
          for (const audit of Object.values(result.lhr.audits)) {
            if (run === 0 && audit.score !== null && audit.score < 0.5 && audit.scoreDisplayMode === 'binary')
              say(`${profile}: ${audit.id}: ${audit.title}`)
          }
        }
        lines.push(
          `${profile}: ${categories.map((category) => `${category} ${median(scores[category] ?? [])}`).join(', ')}; largest contentful paint ${Math.round(median(paints))} ms (medians of 5)`,
        )
        for (const category of categories.slice(0, 3)) {
          if (median(scores[category] ?? []) < 90)
            throw new Error(`${profile}: ${category} is ${median(scores[category] ?? [])}, the goal is 90; ${lines.join(' | ')}`)
        }
      }
    } finally {
      await browser.close()
      await server.stop()
    }
    return [`page: \`${address}\` of the demo, built web app, served by the program itself`, ...lines]
  },
}
