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
  return {
    openapi: '3.1.1',
    info: {
      title: 'Hiroba',
      version,
      description:
        'Hometown telework hubs: hubs, people, bookings. Instants are ISO 8601 in UTC, money is whole yen, days are YYYY-MM-DD in the zone of the hub.',
    },
    paths: Object.fromEntries(Object.entries(paths).toSorted(([a], [b]) => a.localeCompare(b))),
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'better-auth.session_token' } },
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
