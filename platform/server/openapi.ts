/** OpenAPI 3.1 and a page to read it, both made from the endpoint values the router uses. */
import { toJSONSchema, type $ZodType } from 'zod/v4/core'
import { platformErrors } from '#platform/contract/errors.ts'
import { platformPermissions } from '#platform/contract/permissions.ts'
import type { AnyEndpoint, Module } from './module.ts'

type Json = Record<string, unknown>

function schemaOf(schema: $ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json & { $schema?: string }
  return shorten(rest) as Json
}

/** Zod writes a page-long pattern for dates; the format says the same. */
function shorten(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shorten)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value as Json)
      .filter(([key, inner]) => !(key === 'pattern' && typeof inner === 'string' && inner.length > 120))
      .map(([key, inner]) => [key, shorten(inner)]),
  )
}

const securityOf: Readonly<Record<AnyEndpoint['way'], Json[]>> = {
  open: [],
  directory: [],
  guest: [],
  invitation: [],
  feed: [],
  edge: [{ bearer: [] }],
  visitor: [{ session: [] }],
  account: [{ session: [] }],
  member: [{ session: [] }],
}

function parametersOf(endpoint: AnyEndpoint): Json[] {
  const list: Json[] = []
  for (const [place, schema] of [
    ['path', endpoint.params],
    ['query', endpoint.query],
  ] as const) {
    if (schema === undefined) continue
    const object = schemaOf(schema, 'input') as { properties?: Json; required?: string[] }
    for (const [name, inner] of Object.entries(object.properties ?? {})) {
      list.push({ name, in: place, required: place === 'path' || (object.required?.includes(name) ?? false), schema: inner })
    }
  }
  if (endpoint.isIdempotent === true)
    list.push({ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', minLength: 16, maxLength: 100 } })
  return list
}

const leastShared = 160

/**
 * What several calls take or answer is said once, under the name of where it stands first: written out each time, the
 * document was seven tenths repetition.
 */
function share(paths: Record<string, Json>): { paths: Record<string, Json>; schemas: Record<string, unknown> } {
  const counts = new Map<string, number>()
  const names = new Map<string, string>()
  const schemas: Record<string, unknown> = {}
  const textOf = (value: Json): string | undefined => {
    if (typeof value['type'] !== 'string' && !Array.isArray(value['anyOf']) && !Array.isArray(value['oneOf'])) return undefined
    const text = JSON.stringify(value)
    return text.length < leastShared ? undefined : text
  }
  const count = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return
    const text = Array.isArray(value) ? undefined : textOf(value as Json)
    if (text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1)
    // what lies in something that was met before is counted with it
    if (text === undefined || counts.get(text) === 1) for (const inner of Object.values(value)) count(inner)
  }
  const freeName = (hint: string): string => {
    for (let n = 1; ; n++) {
      const name = n === 1 ? hint : `${hint}_${n}`
      if (!Object.hasOwn(schemas, name)) return name
    }
  }
  const place = (value: unknown, hint: string): unknown => {
    if (value === null || typeof value !== 'object') return value
    if (Array.isArray(value)) return value.map((inner) => place(inner, hint))
    const inside = (): Json =>
      Object.fromEntries(
        Object.entries(value as Json).map(([key, inner]) => [key, place(inner, structural.has(key) ? hint : `${hint}.${key}`)]),
      )
    const text = textOf(value as Json)
    if (text === undefined || (counts.get(text) ?? 0) < 2) return inside()
    let name = names.get(text)
    if (name === undefined) {
      name = freeName(hint)
      names.set(text, name)
      schemas[name] = true
      schemas[name] = inside()
    }
    return { $ref: `#/components/schemas/${name}` }
  }
  const structural = new Set(['properties', 'items', 'anyOf', 'oneOf', 'allOf', 'prefixItems', 'additionalProperties', 'content', 'schema'])
  const operations = Object.values(paths).flatMap((path) => Object.values(path) as Json[])
  for (const operation of operations) for (const part of ['requestBody', 'responses']) count(operation[part])
  for (const operation of operations) {
    const name = String(operation['operationId'])
    if (operation['requestBody'] !== undefined)
      operation['requestBody'] = placeContent(operation['requestBody'] as Json, (schema) => place(schema, `${name}.body`))
    operation['responses'] = Object.fromEntries(
      Object.entries(operation['responses'] as Record<string, Json>).map(([status, answer]) => [
        status,
        placeContent(answer, (schema) => place(schema, `${name}.answer`)),
      ]),
    )
  }
  return { paths, schemas }
}

function placeContent(part: Json, place: (schema: unknown) => unknown): Json {
  if (part['content'] === undefined) return part
  const content = Object.entries(part['content'] as Record<string, { schema: unknown }>)
  return { ...part, content: Object.fromEntries(content.map(([type, { schema }]) => [type, { schema: place(schema) }])) }
}

export function openApiOf(modules: readonly Module[], version: string): Json {
  const paths: Record<string, Json> = {}
  for (const module of modules) {
    const holders = { ...platformPermissions, ...module.permissions }
    for (const { endpoint } of module.routes ?? []) {
      const errors = { ...endpoint.errors }
      const byStatus = new Map<number, string[]>()
      for (const [code, { status }] of Object.entries({ ...errors, 'platform.invalid_input': platformErrors['platform.invalid_input'] })) {
        byStatus.set(status, [...(byStatus.get(status) ?? []), code])
      }
      const status = endpoint.status ?? (endpoint.response === undefined && endpoint.kind !== 'file' ? 204 : 200)
      const operation: Json = {
        operationId: endpoint.name,
        tags: [module.name],
        summary: endpoint.summary,
        'x-way': endpoint.way,
        'x-permission': endpoint.permission,
        'x-held-by': holders[endpoint.permission as keyof typeof holders] ?? [],
        security: securityOf[endpoint.way],
        parameters: parametersOf(endpoint),
        ...(endpoint.body === undefined
          ? {}
          : { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(endpoint.body, 'input') } } } }),
        responses: {
          [status]:
            endpoint.kind === 'file'
              ? { description: 'The file', content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } }
              : endpoint.response === undefined
                ? { description: 'Done' }
                : { description: 'The answer', content: { 'application/json': { schema: schemaOf(endpoint.response, 'output') } } },
          ...Object.fromEntries(
            [...byStatus].map(([code, names]) => [
              code,
              {
                description: names.join(', '),
                content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
              },
            ]),
          ),
        },
      }
      const path = `/api/v1${endpoint.path}`
      paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation }
    }
  }
  const shared = share(paths)
  return {
    openapi: '3.1.1',
    info: {
      title: 'Hiroba',
      version,
      description:
        'Hometown telework hubs: hubs, people, bookings. Instants are ISO 8601 in UTC, money is whole yen, days are YYYY-MM-DD in the zone of the hub.',
    },
    paths: Object.fromEntries(Object.entries(shared.paths).toSorted(([a], [b]) => a.localeCompare(b))),
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'better-auth.session_token' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
      schemas: {
        Problem: {
          type: 'object',
          description: 'RFC 9457 problem details',
          required: ['type', 'title', 'status', 'detail', 'code', 'params', 'requestId'],
          properties: {
            type: { type: 'string' },
            title: { type: 'string' },
            status: { type: 'integer' },
            detail: { type: 'string', description: 'A sentence in the language of the request' },
            code: { type: 'string', description: 'What a program reads' },
            params: { type: 'object' },
            fields: {
              type: 'array',
              items: {
                type: 'object',
                required: ['path', 'expected'],
                properties: { path: { type: 'string' }, expected: { type: 'string' } },
              },
            },
            requestId: { type: 'string' },
          },
        },
        ...shared.schemas,
      },
    },
  }
}

const escape = (text: unknown): string =>
  String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

interface Operation {
  operationId: string
  tags: string[]
  summary: string
  'x-way': string
  'x-permission': string
  'x-held-by': string[]
  parameters: { name: string; in: string; required: boolean; schema: Json }[]
  requestBody?: { content: Json }
  responses: Record<string, { description: string; content?: Json }>
}

/** One page, no script: every operation with who may call it, what it takes, what it answers. */
export function apiPageOf(document: Json): string {
  const groups = new Map<string, string[]>()
  for (const [path, operations] of Object.entries(document['paths'] as Record<string, Record<string, Operation>>)) {
    for (const [method, operation] of Object.entries(operations)) {
      const tag = operation.tags[0] ?? ''
      const parameters = operation.parameters
        .map(
          (one) =>
            `<tr><th scope="row"><code>${escape(one.name)}</code></th><td>${escape(one.in)}${one.required ? '' : ', optional'}</td><td><code>${escape(JSON.stringify(one.schema))}</code></td></tr>`,
        )
        .join('')
      const bodies =
        operation.requestBody === undefined
          ? ''
          : `<details><summary>Body</summary><pre>${escape(JSON.stringify(operation.requestBody.content, null, 2))}</pre></details>`
      const answers = Object.entries(operation.responses)
        .map(
          ([status, one]) =>
            `<details><summary>${escape(status)} ${escape(one.description)}</summary>${one.content === undefined ? '' : `<pre>${escape(JSON.stringify(one.content, null, 2))}</pre>`}</details>`,
        )
        .join('')
      groups.set(tag, [
        ...(groups.get(tag) ?? []),
        `<article id="${escape(operation.operationId)}"><h3><code>${escape(method.toUpperCase())} ${escape(path)}</code></h3><p>${escape(operation.summary)}</p><p class="m">${escape(operation.operationId)} · way: ${escape(operation['x-way'])} · permission: ${escape(operation['x-permission'])} (${escape(operation['x-held-by'].join(', '))})</p>${parameters === '' ? '' : `<table><caption>Parameters</caption>${parameters}</table>`}${bodies}${answers}</article>`,
      ])
    }
  }
  const info = document['info'] as { title: string; version: string; description: string }
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Hiroba API</title><link rel="stylesheet" href="/api/docs.css"></head><body><main><h1>Hiroba API ${escape(info.version)}</h1><p>${escape(info.description)}</p><p>The same for programs: <a href="/api/v1/openapi.json">openapi.json</a> (OpenAPI 3.1). Failures are problem documents (RFC 9457). Creating calls take an <code>Idempotency-Key</code>: the same key gives the same answer once.</p><nav aria-label="Modules">${[...groups.keys()].map((tag) => `<a href="#${escape(tag)}">${escape(tag)}</a>`).join(' ')}</nav>${[...groups].map(([tag, items]) => `<section id="${escape(tag)}"><h2>${escape(tag)}</h2>${items.join('')}</section>`).join('')}</main></body></html>`
}

export const apiPageCss = `:root{color-scheme:light dark}body{font:1rem/1.7 "Noto Sans JP Variable","Noto Sans JP",sans-serif;margin:0}main{max-width:960px;margin:0 auto;padding:24px 16px 64px}h2{margin-top:48px;border-top:2px solid;padding-top:16px}h3{margin:32px 0 4px;font-size:1rem;overflow-wrap:anywhere}p{margin:4px 0}.m{font-size:.875rem;opacity:.8}table{border-collapse:collapse;width:100%;font-size:.875rem;margin:8px 0}caption{text-align:left;font-weight:700}th,td{text-align:left;padding:4px 12px 4px 0;border-top:1px solid #8886;vertical-align:top;overflow-wrap:anywhere}pre{overflow:auto;background:#8881;padding:12px;border-radius:8px;font-size:.8125rem}details{margin:4px 0;font-size:.875rem}summary{cursor:pointer;min-height:32px}nav a{display:inline-block;padding:8px 12px 8px 0}`
