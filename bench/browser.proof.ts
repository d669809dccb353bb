/** The visitor's journey and the scan of every screen, run as `npm test` runs them; their figures are put on record. */
import { spawn } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Proof } from './proof-type.ts'

const root = join(import.meta.dirname, '..')
/** Where the journeys leave their figures; see `e2e/figures.ts`. */
const figures = join(root, '.cache/figures')

interface Walk {
  readonly taps: number
  readonly keys: number
  readonly seconds: number
  readonly loadSeconds: number
  readonly toMove: { readonly taps: number; readonly keys: number }
  readonly toCancel: { readonly taps: number; readonly keys: number }
  readonly mails: readonly string[]
}

export const proof: Proof = {
  name: 'browser',
  title: 'A visitor books, moves and cancels; axe on every screen',
  async run(say) {
    await rm(figures, { recursive: true, force: true })
    const code = await new Promise<number | null>((resolve) => {
      const vitest = join(root, 'node_modules/vitest/vitest.mjs')
      const child = spawn(
        process.execPath,
        [vitest, 'run', '--project', 'browser', 'e2e/guest-journey.spec.ts', 'e2e/accessibility.spec.ts'],
        { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
      )
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => say(String(part).trimEnd()))
      child.once('close', resolve)
    })
    if (code !== 0) throw new Error(`the journeys ended with ${code}`)
    const walks = JSON.parse(await readFile(join(figures, 'guest-journey.json'), 'utf8')) as Record<string, Walk>
    const scan = JSON.parse(await readFile(join(figures, 'accessibility.json'), 'utf8')) as {
      screens: number
      scans: number
      serious: number
    }
    const name = { mouse: 'mouse, 1440 px', thumb: 'thumb, 390 px, touch', keyboard: 'keyboard alone' } as Readonly<Record<string, string>>
    return [
      'hub page of Niseko, a seat for tomorrow in English without an account, the mail by a real SMTP server, its link, confirmed with the way in on the screen; then moved to the day after at 13:00, then cancelled. Presses and keys are counted by the browser (keys: those that are no letters, so Tab, Enter and arrows); the press on the link in the mail program is added by hand',
      'the seconds are the machine’s: a person adds reading and typing',
      '',
      '| with | taps to the confirmation | keys | seconds | of these loading the hub page | to move | to cancel | mails |',
      '|---|---|---|---|---|---|---|---|',
      ...Object.entries(walks).map(
        ([key, walk]) =>
          `| ${name[key] ?? key} | ${walk.taps} | ${walk.keys} | ${walk.seconds} | ${walk.loadSeconds} | ${effort(walk.toMove)} | ${effort(walk.toCancel)} | ${walk.mails.length} |`,
      ),
      '',
      `invitations in the mails, read by ical.js: REQUEST when confirmed, REQUEST of the same UID with a higher SEQUENCE when moved, CANCEL with a higher one when cancelled; the mail that asks for confirmation has none`,
      `axe-core (WCAG 2.2 AA and best practices) on ${scan.screens} screens, Japanese and English, light and dark, 390, 768 and 1440 px: ${scan.scans} scans, ${scan.serious} findings serious or critical; no screen is wider than the window at these widths or at 320 px`,
    ]
  },
}

function effort({ taps, keys }: { taps: number; keys: number }): string {
  return [taps === 0 ? '' : `${taps} taps`, keys === 0 ? '' : `${keys} keys`].filter((text) => text !== '').join(', ')
}
