/** A body that a schema accepts, made from the schema: the walk must get past parsing to see what a call does. */
import { toJSONSchema, type $ZodType } from 'zod/v4/core'

interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly pattern?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly prefixItems?: readonly JsonSchema[]
  readonly minItems?: number
  readonly minLength?: number
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, JsonSchema>>
}

/** The id to put under a name (`spaceId`); undefined where the world has none. */
export type IdOf = (name: string) => string | undefined

export function sampleOf(schema: $ZodType, idOf: IdOf): unknown {
  const root = toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  return sample(root, '', idOf, root)
}

function sample(schema: JsonSchema, name: string, idOf: IdOf, root: JsonSchema): unknown {
  if (schema.$ref !== undefined) return sample(root.$defs?.[schema.$ref.split('/').at(-1) ?? ''] ?? {}, name, idOf, root)
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  const choice = (schema.anyOf ?? schema.oneOf)?.find((one) => one.type !== 'null')
  if (choice !== undefined) return sample(choice, name, idOf, root)
  if (schema.allOf !== undefined) return Object.assign({}, ...schema.allOf.map((one) => sample(one, name, idOf, root)))
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object':
      return Object.fromEntries((schema.required ?? []).map((key) => [key, sample(schema.properties?.[key] ?? {}, key, idOf, root)]))
    case 'array':
      if (schema.prefixItems !== undefined) return schema.prefixItems.map((one) => sample(one, name, idOf, root))
      return Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items ?? {}, name.replace(/s$/, ''), idOf, root))
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1)
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return text(schema, name, idOf)
  }
}

const byName: readonly (readonly [RegExp, string])[] = [
  [/mail/i, 'walk@example.jp'],
  [/kana/i, 'ミホン'],
  [/phone/i, '0312345678'],
  [/^(starts|from)/i, '2030-01-15T01:00:00Z'],
  [/^(ends|to|until)/i, '2030-01-15T02:00:00Z'],
]
const candidates = [
  'walk',
  'walk.hub',
  'ja',
  '0',
  '01',
  '123456789',
  '09:00',
  '01-15',
  '2030-01-15',
  '2030-01',
  'ミホン',
  '見本',
  'W1',
  '#aabbcc',
  'a'.repeat(43),
]

function text(schema: JsonSchema, name: string, idOf: IdOf): string {
  if (schema.format === 'uuid') return idOf(name) ?? '01900000-0000-7000-8000-000000000000'
  if (schema.format === 'email') return 'walk@example.jp'
  if (schema.format === 'date') return '2030-01-15'
  const named = byName.find(([pattern]) => pattern.test(name))?.[1]
  if (schema.format === 'date-time') return named?.includes('T') === true ? named : '2030-01-15T01:00:00Z'
  const pattern = schema.pattern === undefined ? undefined : new RegExp(schema.pattern, 'u')
  const fits = (one: string): boolean => (pattern === undefined || pattern.test(one)) && one.length >= (schema.minLength ?? 0)
  const found = [...(named === undefined || named.includes('T') ? [] : [named]), ...candidates].find(fits)
  return found ?? 'walk'.padEnd(schema.minLength ?? 0, 'k')
}
