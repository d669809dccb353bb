/**
 * Contracts without their schemas. The browser sends what the types allow and believes what the server answers, so Zod
 * and every schema (a third of the app before this) are left out: a declaration keeps what a call needs, and whatever
 * else stands at the top of a contract file is marked as free of side effects, for the bundler to drop where unused.
 */
import { parseSync, type Plugin } from 'vite'

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}
interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

const isContract = (id: string): boolean => /\/(modules\/[\w-]+|platform)\/contract\/([\w-]+\/)?[\w-]+\.ts$/.test(id)
/** What the typed client and the live stream read of a declaration. */
const kept: Readonly<Record<string, ReadonlySet<string>>> = {
  endpoint: new Set(['name', 'method', 'path']),
  defineEvent: new Set(['type']),
}

export function contractsWithoutSchemas(): Plugin {
  return {
    name: 'hiroba-contracts-without-schemas',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: /\/contract\/([\w-]+\/)?[\w-]+\.ts$/ },
      handler(code, id) {
        if (!isContract(id)) return null
        const edits = (parseSync(id, code).program.body as unknown as Node[]).flatMap((statement) => editsOf(statement, code))
        return { code: applied(code, edits), map: null, moduleSideEffects: false }
      },
    },
    // A schema that is used at run time brings all of Zod back: said here, not by a slow page.
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        const zod =
          chunk.type === 'chunk'
            ? Object.entries(chunk.modules).find(([id, { renderedLength }]) => /\/node_modules\/zod\//.test(id) && renderedLength > 0)
            : undefined
        if (zod !== undefined) this.error(`${chunk.fileName} holds Zod: a page uses a schema at run time (docs/developer/modules.md)`)
      }
    },
  }
}

/** Of one statement at the top of the file. */
function editsOf(statement: Node, code: string): Edit[] {
  const declaration = statement.type === 'ExportNamedDeclaration' ? (statement['declaration'] as Node | null) : statement
  if (declaration?.type !== 'VariableDeclaration') return []
  return (declaration['declarations'] as Node[]).flatMap((each) => {
    const value = each['init'] as Node | null
    if (value === null || !callsSomething(value)) return []
    const short = shortened(value, code)
    if (short !== undefined) return short
    return [
      { start: value.start, end: value.start, text: '/* @__PURE__ */ (() => (' },
      { start: value.end, end: value.end, text: '))()' },
    ]
  })
}

/** `endpoint({ name, method, path, body: … })` → `({ name, method, path })`. */
function shortened(value: Node, code: string): Edit[] | undefined {
  if (value.type !== 'CallExpression') return undefined
  const wanted = kept[String((value['callee'] as Node)['name'])]
  const [given] = value['arguments'] as Node[]
  if (wanted === undefined || given?.type !== 'ObjectExpression') return undefined
  const properties = given['properties'] as Node[]
  // A spread could bring anything: left as it is.
  if (properties.some((property) => property.type !== 'Property')) return undefined
  const rest = properties.filter((property) => wanted.has(String((property['key'] as Node)['name'])))
  return [{ start: value.start, end: value.end, text: `({ ${rest.map(({ start, end }) => code.slice(start, end)).join(', ')} })` }]
}

function callsSomething(value: Node): boolean {
  if (value.type === 'CallExpression' || value.type === 'NewExpression') return true
  // A body runs when it is called, not when the file is read.
  if (value.type === 'ArrowFunctionExpression' || value.type === 'FunctionExpression') return false
  return Object.values(value).some((part) => (Array.isArray(part) ? part.some(isCalling) : isCalling(part)))
}

const isCalling = (part: unknown): boolean => part !== null && typeof part === 'object' && 'type' in part && callsSomething(part as Node)

function applied(code: string, edits: readonly Edit[]): string {
  let text = code
  for (const { start, end, text: put } of edits.toSorted((a, b) => b.start - a.start || b.end - a.end))
    text = text.slice(0, start) + put + text.slice(end)
  return text
}
