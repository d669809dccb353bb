/**
 * The plain kind of Home Assistant's value templates: `{{ value }}`, `{{ value_json.a.b }}`, `{{ value_json['x y'][0] }}`, with
 * `| float`, `| int`, `| round(1)`, `| string`, `| lower`, `| upper`, `| trim` behind it; and one choice between two texts,
 * `{{ 'online' if value_json.value else 'offline' }}`, also with `== 'x'` or `!= 3`: Z-Wave JS UI announces each of its devices
 * with it. Templates are a language (Jinja) with loops and conditions, and whoever may publish could have them run: anything
 * else is refused, with what stood there.
 */

type Filter = { readonly name: 'float' | 'int' | 'round' | 'string' | 'lower' | 'upper' | 'trim' | 'default'; readonly argument: string }

export interface Template {
  /** Undefined: the text itself. */
  readonly path: readonly (string | number)[] | undefined
  readonly filters: readonly Filter[]
  readonly choice?: Choice
}

interface Choice {
  /** Compared with what the path finds; undefined: whether it is anything at all. */
  readonly isEqual?: boolean
  readonly to?: string | number | boolean
  readonly ifSo: string
  readonly otherwise: string
}

const expression =
  /^\{\{-?\s*(value_json|value)((?:\s*(?:\.\s*[A-Za-z_][\w]*|\[\s*(?:'[^']*'|"[^"]*"|\d+)\s*\]))*)((?:\s*\|\s*[a-z_]+\s*(?:\([^(){}|]*\))?)*)\s*-?\}\}$/
const choice =
  /^\{\{-?\s*('[^'{}]*'|"[^"{}]*")\s*\bif\s+([^'"{}|=!]*(?:\[\s*(?:'[^']*'|"[^"]*")\s*\][^'"{}|=!]*)*)(?:\s*(==|!=)\s*('[^'{}]*'|"[^"{}]*"|-?\d+(?:\.\d+)?|true|false|True|False)\s*|\s)else\s*('[^'{}]*'|"[^"{}]*")\s*-?\}\}$/
const step = /\.\s*([A-Za-z_]\w*)|\[\s*(?:'([^']*)'|"([^"]*)"|(\d+))\s*\]/g
const filter = /\|\s*([a-z_]+)\s*(?:\(([^(){}|]*)\))?/g
const filterNames = new Set(['float', 'int', 'round', 'string', 'lower', 'upper', 'trim', 'default'])

const known = new Map<string, Template | undefined>()

/** Undefined where it is more than a path. */
export function parseTemplate(text: string): Template | undefined {
  if (known.has(text)) return known.get(text)
  if (known.size > 5_000) known.clear()
  const parsed = parse(text.trim())
  known.set(text, parsed)
  return parsed
}

function parse(text: string): Template | undefined {
  if (text.length > 500) return undefined
  const chosen = choice.exec(text)
  if (chosen !== null) {
    const [, ifSo = '', subject = '', operator, to, otherwise = ''] = chosen
    const read = parse(`{{ ${subject.trim()} }}`)
    if (read === undefined) return undefined
    const compared = operator === undefined ? {} : { isEqual: operator === '==', to: literalOf(to ?? '') }
    return { ...read, choice: { ...compared, ifSo: ifSo.slice(1, -1), otherwise: otherwise.slice(1, -1) } }
  }
  const match = expression.exec(text)
  if (match === null) return undefined
  const [, root, steps = '', filters = ''] = match
  if (root === 'value' && steps !== '') return undefined
  const path = [...steps.matchAll(step)].map(([, name, single, double, index]) => name ?? single ?? double ?? Number(index))
  const read: Filter[] = []
  for (const [, name = '', argument = ''] of filters.matchAll(filter)) {
    if (!filterNames.has(name)) return undefined
    read.push({ name: name as Filter['name'], argument: argument.trim().replaceAll(/^['"]|['"]$/g, '') })
  }
  return { path: root === 'value' ? undefined : path, filters: read }
}

function literalOf(text: string): string | number | boolean {
  if (/^['"]/.test(text)) return text.slice(1, -1)
  return /^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : Number(text)
}

/** As Python sees it: nothing, zero, an empty text and an empty list are no. */
const isAnything = (value: unknown): boolean =>
  typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : value !== undefined && Boolean(value)

function choose({ isEqual, to, ifSo, otherwise }: Choice, value: unknown): string {
  const isSo = isEqual === undefined ? isAnything(value) : (value === to) === isEqual
  return isSo ? ifSo : otherwise
}

/** What the template finds; undefined where the message does not have it. `readBody` reads the JSON, once for all templates. */
export function applyTemplate(template: Template | undefined, text: string, readBody: () => unknown): unknown {
  let value: unknown = template?.path === undefined ? text : readBody()
  for (const key of template?.path ?? []) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) {
      value = undefined
      break
    }
    value = (value as Readonly<Record<string | number, unknown>>)[key]
  }
  if (template?.choice !== undefined) return choose(template.choice, value)
  for (const one of template?.filters ?? []) value = applyFilter(one, value)
  return value
}

function applyFilter({ name, argument }: Filter, value: unknown): unknown {
  if (name === 'default') return value === undefined || value === null ? argument : value
  if (value === undefined || value === null) return undefined
  const number = typeof value === 'number' ? value : Number(typeof value === 'string' && value.trim() !== '' ? value : Number.NaN)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  switch (name) {
    case 'float':
      return Number.isFinite(number) ? number : undefined
    case 'int':
      return Number.isFinite(number) ? Math.trunc(number) : undefined
    case 'round': {
      if (!Number.isFinite(number)) return undefined
      const factor = 10 ** Math.min(10, Math.max(0, Math.trunc(Number(argument === '' ? 0 : argument)) || 0))
      return Math.round(number * factor) / factor
    }
    case 'string':
      return text
    case 'lower':
      return text.toLowerCase()
    case 'upper':
      return text.toUpperCase()
    default:
      return text.trim()
  }
}

/** What the template finds, as Home Assistant compares it with a payload: `true` is "True" there. */
export function asPayload(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
