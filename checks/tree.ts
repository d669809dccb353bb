/**
 * The source tree as every check reads it: files by path, parsed once, with the facts the rules ask for.
 * A check is a function from a tree to findings, so the same function runs on the project (and must be silent) and on a
 * small tree in `checks/fixtures` (and must speak).
 */
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { parseSync, Visitor, type CallExpression, type Expression, type ParseResult } from 'oxc-parser'

/** Something that breaks a rule. `says` names what to do, not only what is wrong. */
export interface Finding {
  readonly rule: string
  readonly file: string
  readonly line?: number
  readonly says: string
}

export interface ImportFact {
  readonly specifier: string
  readonly line: number
}

/** Text in the code: a literal, a whole template (`${…}` read as `?`), text between tags. */
export interface StringFact {
  readonly text: string
  readonly line: number
  readonly isMarkup: boolean
}

export interface CallFact {
  /** `scope.db`, `t`, `useTexts`: names joined by dots; calls in between as `()`. */
  readonly callee: string
  readonly line: number
  readonly node: CallExpression
}

/** `aria-label="…"`: an attribute with a plain text. */
export interface AttributeFact {
  readonly name: string
  readonly text: string
  readonly line: number
}

export interface SourceFile {
  /** From the root, with `/`. */
  readonly path: string
  readonly text: string
  readonly isTest: boolean
  readonly imports: readonly ImportFact[]
  readonly strings: readonly StringFact[]
  readonly calls: readonly CallFact[]
  readonly attributes: readonly AttributeFact[]
  /** The text with comments blanked out; offsets and lines stay. */
  readonly code: string
  lineAt(offset: number): number
}

export interface Tree {
  readonly root: string
  /** Every file of the source folders, also those that are not TypeScript. */
  readonly paths: readonly string[]
  readonly files: readonly SourceFile[]
  read(file: string): string
}

export const projectRoot = path.resolve(import.meta.dirname, '..')
const folders = ['apps', 'bench', 'checks', 'database', 'e2e', 'modules', 'platform', 'sim', 'ui']
const skipped = new Set(['node_modules', 'dist', 'data', '.cache', '.tmp'])

const trees = new Map<string, Tree>()

export function readTree(root: string = projectRoot): Tree {
  const known = trees.get(root)
  if (known !== undefined) return known
  const paths = folders.flatMap((folder) => listFiles(root, folder)).filter((file) => !file.startsWith('checks/fixtures/'))
  const tree: Tree = {
    root,
    paths,
    files: paths.filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts')).map((file) => sourceFile(root, file)),
    read: (file) => readFileSync(path.join(root, file), 'utf8'),
  }
  trees.set(root, tree)
  return tree
}

/** The tree of one fixture: `checks/fixtures/<name>`. */
export function readFixture(name: string): Tree {
  return readTree(path.join(projectRoot, 'checks/fixtures', name))
}

function listFiles(root: string, folder: string): string[] {
  let entries
  try {
    entries = readdirSync(path.join(root, folder), { withFileTypes: true })
  } catch {
    return []
  }
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (skipped.has(entry.name)) return []
      const inner = `${folder}/${entry.name}`
      return entry.isDirectory() ? listFiles(root, inner) : [inner]
    })
}

export function isTestPath(file: string): boolean {
  return /\.(test|spec)\.tsx?$/.test(file) || file.startsWith('e2e/')
}

function sourceFile(root: string, file: string): SourceFile {
  const text = readFileSync(path.join(root, file), 'utf8')
  let facts: Facts | undefined
  const read = (): Facts => (facts ??= readFacts(file, text))
  return {
    path: file,
    text,
    isTest: isTestPath(file),
    get imports() {
      return read().imports
    },
    get strings() {
      return read().strings
    },
    get calls() {
      return read().calls
    },
    get attributes() {
      return read().attributes
    },
    get code() {
      return read().code
    },
    lineAt: (offset) => read().lineAt(offset),
  }
}

type Facts = Pick<SourceFile, 'imports' | 'strings' | 'calls' | 'attributes' | 'code' | 'lineAt'>

function readFacts(file: string, text: string): Facts {
  const parsed = parseSync(file, text)
  const error = parsed.errors[0]
  if (error !== undefined) throw new Error(`${file}: ${error.message}`)
  const lineAt = lineFinder(text)
  const imports: ImportFact[] = importsOf(parsed, text).map(({ specifier, start }) => ({ specifier, line: lineAt(start) }))
  const strings: StringFact[] = []
  const calls: CallFact[] = []
  const attributes: AttributeFact[] = []
  const places = new Set(
    [...parsed.module.staticImports, ...parsed.module.staticExports.flatMap((one) => one.entries)].map((one) => one.moduleRequest?.start),
  )
  new Visitor({
    Literal(node) {
      if (typeof node.value === 'string' && !places.has(node.start))
        strings.push({ text: node.value, line: lineAt(node.start), isMarkup: false })
    },
    TemplateLiteral(node) {
      strings.push({
        text: node.quasis.map((part) => part.value.cooked ?? part.value.raw).join('?'),
        line: lineAt(node.start),
        isMarkup: false,
      })
    },
    JSXText(node) {
      if (node.value.trim() !== '') strings.push({ text: node.value.trim(), line: lineAt(node.start), isMarkup: true })
    },
    JSXAttribute(node) {
      if (node.name.type === 'JSXIdentifier' && node.value?.type === 'Literal' && typeof node.value.value === 'string') {
        attributes.push({ name: node.name.name, text: node.value.value, line: lineAt(node.start) })
      }
    },
    CallExpression(node) {
      calls.push({ callee: nameOf(node.callee), line: lineAt(node.start), node })
    },
    TSImportType(node) {
      if (typeof node.source.value === 'string') imports.push({ specifier: node.source.value, line: lineAt(node.start) })
    },
  }).visit(parsed.program)
  let code = text
  for (const comment of parsed.comments) {
    code = code.slice(0, comment.start) + code.slice(comment.start, comment.end).replaceAll(/[^\n]/g, ' ') + code.slice(comment.end)
  }
  return { imports, strings, calls, attributes, code, lineAt }
}

function importsOf(parsed: ParseResult, text: string): { specifier: string; start: number }[] {
  const { staticImports, staticExports, dynamicImports } = parsed.module
  const found = staticImports.map((one) => ({ specifier: one.moduleRequest.value, start: one.start }))
  for (const one of staticExports) {
    const request = one.entries.find((entry) => entry.moduleRequest != null)?.moduleRequest
    if (request != null) found.push({ specifier: request.value, start: one.start })
  }
  for (const one of dynamicImports) {
    const literal = text.slice(one.moduleRequest.start, one.moduleRequest.end)
    if (/^['"`]/.test(literal)) found.push({ specifier: literal.slice(1, -1), start: one.start })
  }
  return found
}

export function nameOf(node: Expression): string {
  switch (node.type) {
    case 'Identifier':
      return node.name
    case 'MemberExpression':
      return node.computed ? `${nameOf(node.object)}[]` : `${nameOf(node.object)}.${'name' in node.property ? node.property.name : ''}`
    case 'CallExpression':
      return `${nameOf(node.callee)}()`
    case 'ChainExpression':
      return nameOf(node.expression)
    case 'ThisExpression':
      return 'this'
    default:
      return ''
  }
}

/** The text of a string literal argument, or of a template without places; undefined for anything computed. */
export function textOf(node: CallExpression['arguments'][number] | undefined): string | undefined {
  if (node === undefined) return undefined
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0]?.value.cooked ?? undefined
  return undefined
}

function lineFinder(text: string): (offset: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low + 1
  }
}

/** How a finding reads in a failed test. */
export function describeFindings(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ rule, file, line, says }) => `${file}${line === undefined ? '' : `:${line}`} [${rule}] ${says}`)
}

/**
 * A list of allowed exceptions that can only shrink: what no longer happens must leave the list.
 * `key` is what a finding would be about.
 */
export function withExceptions(
  findings: readonly (Finding & { readonly key: string })[],
  exceptions: Readonly<Record<string, string>>,
  list: string,
  isComplete = true,
): Finding[] {
  const used = new Set(findings.map((finding) => finding.key))
  return [
    ...findings.filter((finding) => !Object.hasOwn(exceptions, finding.key)),
    ...(isComplete ? Object.keys(exceptions) : [])
      .filter((key) => !used.has(key))
      .map((key) => ({
        rule: 'exceptions-shrink',
        file: list,
        says: `nothing needs the exception "${key}" any more: take it out of the list`,
      })),
  ]
}
