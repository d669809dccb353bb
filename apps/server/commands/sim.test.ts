import { expect, test } from 'vitest'
import { UsageError, type CommandContext } from './command.ts'
import { sim, workingDayBy } from './sim.ts'

const notes: string[] = []
const context: CommandContext = {
  root: '.',
  env: {},
  language: 'en',
  settings: () => ({ dataFolder: 'nowhere', port: 1, tls: undefined }) as unknown as ReturnType<CommandContext['settings']>,
  print: () => {},
  note: (line) => notes.push(line),
}

test.each([
  ['no hub', ['day']],
  ['nothing but a day', ['week', '--hub', 'tsukiyono']],
  ['a running server in fast motion', ['day', '--hub', 'tsukiyono', '--speed', '60', '--server', 'http://localhost:3000']],
  ['a broker in fast motion', ['day', '--hub', 'tsukiyono', '--speed', '60', '--broker', 'mqtt://localhost:1883']],
  ['another day in real time', ['day', '--hub', 'tsukiyono', '--date', '2026-11-20']],
  ['a day to come', ['day', '--hub', 'tsukiyono', '--speed', '60', '--date', '2999-01-01']],
  ['no day', ['day', '--hub', 'tsukiyono', '--speed', '60', '--date', '2026-02-30']],
  ['too fast', ['day', '--hub', 'tsukiyono', '--speed', '601']],
  ['backwards', ['day', '--hub', 'tsukiyono', '--speed', '-1']],
])('refused before anything starts: %s', async (_name, args) => {
  await expect(sim.run(context, args)).rejects.toThrow(UsageError)
})

test('at a running server it asks for an account', async () => {
  expect(await sim.run(context, ['day', '--hub', 'tsukiyono'])).toBe(1)
  expect(notes.join('\n')).toContain('HIROBA_SIM_MAIL')
})

test('the day is of the working week', () => {
  const by = (day: string) => workingDayBy(Temporal.PlainDate.from(day))
  expect([by('2026-11-20'), by('2026-11-21'), by('2026-11-22'), by('2026-11-24')]).toEqual([
    '2026-11-20',
    '2026-11-20',
    '2026-11-20',
    '2026-11-24',
  ])
})
