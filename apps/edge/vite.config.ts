/** One file that plain Node 26 runs: everything it imports is inside, nothing is to be installed at the hub. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { defineConfig } from 'vite'

const root = path.resolve(import.meta.dirname, '../..')
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }

export default defineConfig({
  root: import.meta.dirname,
  define: { EDGE_VERSION: JSON.stringify(version) },
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: path.join(import.meta.dirname, 'main.ts'),
    outDir: path.join(import.meta.dirname, 'dist'),
    emptyOutDir: true,
    target: 'node24',
    rolldownOptions: { output: { entryFileNames: 'hiroba-edge.mjs', codeSplitting: false } },
  },
})
