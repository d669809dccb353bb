/** Commands of developers: `hiroba dev <name>`, by `npm test`, `npm run check` and so on. */
import path from 'node:path'
import { buildWeb, buildWebIfStale } from './build-web.ts'
import type { Command, CommandContext } from './command.ts'
import { runNode, toolOf } from './dev-tools.ts'
import { devTypes } from './dev-types.ts'

const devTest: Command = {
  name: 'test',
  usage: 'dev test [vitest arguments]',
  summary: { en: 'the whole test suite', ja: 'すべてのテスト' },
  isDev: true,
  async run(context, args) {
    // The journeys in the browser need the pages. Nothing is printed after the runner's own summary.
    await buildWebIfStale(context)
    return runNode(context.root, toolOf(context.root, 'vitest'), ['run', ...args])
  },
}

const devCheck: Command = {
  name: 'check',
  usage: 'dev check',
  summary: { en: 'format, lint, types, rules of the code, dead code', ja: '書式・lint・型・コードの規則・未使用コード' },
  isDev: true,
  async run(context) {
    const { root, print } = context
    const steps: readonly [string, () => Promise<number>][] = [
      ['oxfmt', () => runNode(root, toolOf(root, 'oxfmt'), ['--check'])],
      ['oxlint', () => runNode(root, toolOf(root, 'oxlint'), ['--type-aware'])],
      ['tsc', () => runNode(root, toolOf(root, 'typescript', 'tsc'), ['-b'])],
      ['checks', () => runNode(root, toolOf(root, 'vitest'), ['run', '--project', 'checks'])],
      ['knip', () => runNode(root, toolOf(root, 'knip'), [])],
    ]
    // All are run, so that one round shows everything that is to be mended.
    const failed: string[] = []
    for (const [name, step] of steps) {
      const begin = performance.now()
      const code = await step()
      print(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${((performance.now() - begin) / 1000).toFixed(1)} s)`)
      if (code !== 0) failed.push(name)
    }
    if (failed.length > 0) print(`failed: ${failed.join(', ')}`)
    return failed.length === 0 ? 0 : 1
  },
}

const devBuild: Command = {
  name: 'build',
  usage: 'dev build',
  summary: { en: 'build the pages', ja: '画面をビルドする' },
  isDev: true,
  async run(context) {
    await buildWeb(context)
    return 0
  },
}

const devServe: Command = {
  name: 'serve',
  usage: 'dev serve',
  summary: {
    en: 'the server, started again at each change, and the pages by Vite',
    ja: '変更のたびに再起動するサーバーと、Vite による画面',
  },
  isDev: true,
  async run(context) {
    const { root, env } = context
    const port = context.settings().port
    const server = runNode(root, '--watch', ['--watch-preserve-output', path.join(root, 'apps/server/cli.ts'), 'start'])
    const pages = runNode(root, toolOf(root, 'vite'), [path.join(root, 'apps/web')], {
      HIROBA_DEV_SERVER: env['HIROBA_DEV_SERVER'] ?? `http://127.0.0.1:${port}`,
    })
    return Math.max(...(await Promise.all([server, pages])))
  },
}

const devFormat: Command = {
  name: 'format',
  usage: 'dev format [files]',
  summary: { en: 'put all files into shape', ja: '書式を整える' },
  isDev: true,
  run: ({ root }, args) => runNode(root, toolOf(root, 'oxfmt'), [...args]),
}

/** Programs that live beside the product: found by their file, so that they cost the server nothing. */
function dispatch(name: string, file: string, summary: Command['summary'], isBuilt: boolean): Command {
  return {
    name,
    usage: `dev ${name} [arguments]`,
    summary,
    isDev: true,
    async run(context: CommandContext, args) {
      if (isBuilt) await buildWebIfStale(context)
      return runNode(context.root, path.join(context.root, file), args)
    },
  }
}

export const devCommands: readonly Command[] = [
  devTest,
  devCheck,
  devBuild,
  devServe,
  devFormat,
  devTypes,
  dispatch('bench', 'bench/main.ts', { en: 'measure', ja: '性能を測る' }, true),
  dispatch('proof', 'bench/proof.ts', { en: 'what takes hours', ja: '時間のかかる検証' }, true),
]
