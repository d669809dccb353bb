/** Names and lengths of files. A person who knows one module can guess every other one, because the names are a closed list. */
import { withExceptions, type Finding, type Tree } from './tree.ts'

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/
const contractFiles = new Set(['schemas.ts', 'endpoints.ts', 'events.ts', 'errors.ts', 'permissions.ts', 'topics.ts', 'rules.ts'])
/** What a sub-folder of a noun may hold too, when a module's `repository.ts` has become too long. */
const nounFiles = new Set(['rules.ts', 'repository.ts', 'presenter.ts', 'reactions.ts', 'jobs.ts', 'factory.ts', 'routes.ts'])
const serverFiles = new Set([...nounFiles, 'index.ts', 'module.ts', 'devices.ts'])
/** `texts.ts` is the typed `useTexts` of the module (docs/adr/0008-texts-as-typed-objects.md). */
const webFiles = new Set(['index.ts', 'routes.tsx', 'queries.ts', 'live.ts', 'texts.ts'])
const localeFiles = new Set(['ja.ts', 'en.ts', 'zh-hans.ts', 'zh-hant.ts', 'ko.ts'])
/** Codecs that the server and the edge share: flat, any name that says what it is (docs/adr/0016). */
const contractFolders = new Set(['drivers', 'discovery'])
/** Many of a kind: one file each, any name that says what it is. */
const namedFolders = new Set(['drivers', 'papers', 'mails', 'imports', 'pages'])

const isKebab = (name: string, endings: readonly string[]): boolean =>
  endings.some((ending) => name.endsWith(ending) && kebab.test(name.slice(0, -ending.length)))
const code = ['.ts', '.test.ts', '.db.test.ts', '.sim.test.ts', '.spec.ts']
const tests = code.slice(1)

function isAllowedInModule([side = '', ...rest]: readonly string[]): boolean {
  const name = rest.at(-1) ?? ''
  const [first = '', second = ''] = rest
  switch (side) {
    case 'contract':
      if (contractFolders.has(first)) return rest.length === 2 && isKebab(name, code)
      return isOwnOrNoun(rest) && (contractFiles.has(name) || isKebab(name, tests))
    case 'locales':
      return isOwnOrNoun(rest) && localeFiles.has(name)
    case 'server':
      if (rest.length === 1) return serverFiles.has(name) || isKebab(name, tests)
      if (namedFolders.has(first))
        return rest.slice(1, -1).every((folder) => kebab.test(folder)) && (isKebab(name, code) || !name.endsWith('.ts'))
      if (first === 'use-cases') return rest.length === 2 && isKebab(name, code)
      // a noun: the same names inside
      if (!kebab.test(first)) return false
      if (rest.length === 2) return nounFiles.has(name) || isKebab(name, tests)
      return rest.length === 3 && (second === 'use-cases' || namedFolders.has(second)) && isKebab(name, code)
    // a program's work beside the server's: flat, any name that says what it is (docs/adr/0017)
    case 'gateway':
      return rest.length === 1 && isKebab(name, code)
    case 'web':
      if (isOwnOrNoun(rest) && (webFiles.has(name) || isKebab(name, tests))) return true
      if (!rest.slice(1, -1).every((folder) => kebab.test(folder)) || rest.length > 3) return false
      if (first === 'pages') return isKebab(name, ['.page.tsx', ...tests])
      return first === 'components' && isKebab(name, ['.tsx', ...tests])
    default:
      return false
  }
}

/** A file of the side itself, or the same name in the folder of a noun (docs/adr/0011-nouns-on-every-side.md). */
const isOwnOrNoun = (rest: readonly string[]): boolean => rest.length === 1 || (rest.length === 2 && kebab.test(rest[0] ?? ''))

/** Inside a module: the closed list of ARCHITECTURE section 5. A new name needs an ADR, then a line here. */
export function fileNameClosedList(tree: Tree): Finding[] {
  return tree.paths
    .filter((file) => file.startsWith('modules/') && !isAllowedInModule(file.split('/').slice(2)))
    .map((file) => ({
      rule: 'file-name-closed-list',
      file,
      says: 'not a name of the closed list (docs/developer/modules.md); a new name needs an ADR',
    }))
}

/** Everywhere else: kebab-case. */
export function fileNameKebabCase(tree: Tree): Finding[] {
  return tree.paths
    .filter((file) => !file.startsWith('modules/') && /\.(ts|tsx|mjs|css)$/.test(file))
    .filter(
      (file) =>
        !isKebab(file.split('/').at(-1) ?? '', [
          ...code,
          '.tsx',
          '.page.tsx',
          '.test.tsx',
          '.mjs',
          '.css',
          '.d.ts',
          '.config.ts',
          '.bench.ts',
          '.proof.ts',
          '.page.ts',
        ]),
    )
    .map((file) => ({ rule: 'file-name-kebab-case', file, says: 'file names are kebab-case' }))
}

const mostLines = 600

/** `<file>` → why it is longer. Only shrinks. */
export const longFiles: Readonly<Record<string, string>> = {}

/** About 300 lines is where a file asks to be two; 600 is where it is asked for. Texts and generated types are data. */
export function fileLength(tree: Tree, most = mostLines, allowed: Readonly<Record<string, string>> = longFiles): Finding[] {
  const findings = tree.files
    .filter((file) => !/(^|\/)locales\//.test(file.path) && file.path !== 'database/types.ts' && !file.isTest)
    .map((file) => ({ file: file.path, lines: file.text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > most)
    .map(({ file, lines }) => ({ rule: 'file-length', file, key: file, says: `${lines} lines; a file of more than ${most} is two files` }))
  return withExceptions(findings, allowed, 'checks/files.ts')
}
