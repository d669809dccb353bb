/** The build of the browser side: hashed files, their compressed twins, the service worker with the list of the shell. */
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import optimizeLocales from '@react-aria/optimize-locales-plugin'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, transformWithOxc, type Plugin } from 'vite'
import { contractsWithoutSchemas } from './vite-contracts.ts'

const root = import.meta.dirname
const server = process.env['HIROBA_DEV_SERVER'] ?? 'http://127.0.0.1:3000'

export default defineConfig({
  root,
  publicDir: join(root, 'public'),
  cacheDir: join(root, '../../.cache/vite'),
  plugins: [
    contractsWithoutSchemas(),
    react(),
    tailwind(),
    // React Aria brings strings in 34 languages; ours are five.
    { ...optimizeLocales.vite({ locales: ['ja-JP', 'en-US', 'zh-CN', 'zh-TW', 'ko-KR'] }), enforce: 'pre' },
    publicFiles(),
    paintFirst(),
    serviceWorker(),
    compress(),
  ],
  server: {
    port: 5173,
    proxy: { '/api': server, '/files': server },
  },
  build: {
    outDir: join(root, 'dist'),
    emptyOutDir: true,
    assetsDir: 'assets',
    // light-dark(), field-sizing and native dialogs; below this the page works but looks plainer.
    target: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // Never as data: URLs, the content security policy allows none for fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\//, priority: 30 },
            // what nearly every page draws, in one file instead of fifteen; nothing that brings React Aria
            {
              name: 'base',
              test: /\/(ui\/(button|data-table|dialog|disclosure|fields|icon|link|marks|month-grid|picture|states|time-band|toast|words)\.tsx|platform\/(web\/(?!pages\/)[\w/-]+\.tsx?|contract\/[\w-]+\.ts)|modules\/[\w-]+\/(contract\/([\w-]+\/)?(endpoints|events|errors|permissions)|web\/([\w-]+\/)?(queries|live|routes|texts|index))\.tsx?)$|vite\/preload-helper/,
              priority: 12,
              includeDependenciesRecursively: false,
            },
            // a stranger's pages come whole: each further file is a further wait on a phone
            {
              name: 'public',
              test: /\/modules\/(hubs\/web\/(pages\/(find-hub|hub)\.page|components\/(kinds|opening-hours|floor-plan))|bookings\/web\/components\/guest\/(?!calls|alternatives)[\w-]+)\.tsx$/,
              priority: 11,
              includeDependenciesRecursively: false,
            },
            { name: 'router', test: /node_modules\/@tanstack\//, priority: 20 },
          ],
        },
      },
    },
  },
})

/** Tells the server which files a stranger's first screen will need, so that its page asks for them at once: `{ "": […], "hubs/en": […] }`. */
function publicFiles(): Plugin {
  return {
    name: 'hiroba-public-files',
    apply: 'build',
    generateBundle(_, bundle) {
      const files: Record<string, string[]> = {}
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        if (chunk.name === 'public') files[''] = [`/${chunk.fileName}`]
        const texts = /(?:modules\/([\w-]+)|(platform))\/locales\/([\w-]+)\.ts$/.exec(chunk.facadeModuleId ?? '')
        if (texts === null) continue
        const tag = texts[3] === 'zh-hans' ? 'zh-Hans' : texts[3] === 'zh-hant' ? 'zh-Hant' : texts[3]
        files[`${texts[1] ?? texts[2]}/${tag}`] = [`/${chunk.fileName}`]
      }
      this.emitFile({ type: 'asset', fileName: 'public-files.json', source: JSON.stringify(files) })
    },
  }
}

/** The words are in the page: its style sheet goes first on a thin line, the scripts after it. */
function paintFirst(): Plugin {
  return {
    name: 'hiroba-paint-first',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html) => html.replaceAll(/<(script type="module"|link rel="modulepreload") /g, '<$1 fetchpriority="low" '),
    },
  }
}

/** `service-worker.js` at the root of the site (its folder is its scope), with the version and the files of the shell. */
function serviceWorker(): Plugin {
  return {
    name: 'hiroba-service-worker',
    apply: 'build',
    async generateBundle(_, bundle) {
      const shell = new Set<string>()
      const add = (name: string): void => {
        const chunk = bundle[name]
        if (chunk === undefined || shell.has(name)) return
        shell.add(name)
        if (chunk.type !== 'chunk') return
        for (const each of chunk.imports) add(each)
        for (const css of chunk.viteMetadata?.importedCss ?? []) shell.add(css)
      }
      for (const [name, chunk] of Object.entries(bundle)) if (chunk.type === 'chunk' && chunk.isEntry) add(name)
      // The page that says what does not work without a line needs its words, whichever language the device prefers.
      for (const [name, chunk] of Object.entries(bundle)) {
        if (chunk.type === 'chunk' && chunk.moduleIds.some((id) => id.includes('/platform/locales/'))) add(name)
      }
      const files = [...shell].toSorted().map((name) => `/${name}`)
      const source = await readFile(join(root, 'service-worker.ts'), 'utf8')
      const { code } = await transformWithOxc(source, 'service-worker.ts', { target: 'es2022' })
      const version = createHash('sha256')
        .update(files.join() + code)
        .digest('hex')
        .slice(0, 12)
      this.emitFile({
        type: 'asset',
        fileName: 'service-worker.js',
        source: code.replaceAll('__VERSION__', JSON.stringify(version)).replaceAll('__SHELL__', JSON.stringify(files)),
      })
    },
  }
}

/** A `.br` and a `.gz` beside each text file: the server sends them as they are, nothing is compressed while someone waits. */
function compress(): Plugin {
  return {
    name: 'hiroba-compress',
    apply: 'build',
    async writeBundle(options) {
      const folder = options.dir ?? join(root, 'dist')
      const names = await readdir(folder, { recursive: true })
      await Promise.all(
        names
          .filter((name) => /\.(js|css|svg|json|webmanifest|txt)$/.test(name))
          .map(async (name) => {
            const path = join(folder, name)
            const content = await readFile(path)
            if (content.length < 512) return
            const [br, gz] = await Promise.all([
              promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
              promisify(gzip)(content, { level: 9 }),
            ])
            await writeFile(`${path}.br`, br)
            await writeFile(`${path}.gz`, gz)
          }),
      )
    },
  }
}
