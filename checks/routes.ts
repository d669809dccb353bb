/** Every call the program answers: declared once, bound once, permitted by somebody, sayable when it fails. */
import type { $ZodType } from 'zod/v4/core'
import { platformErrors } from '#platform/contract/errors.ts'
import { platformPermissions, roles, type Holder } from '#platform/contract/permissions.ts'
import type { AnyEndpoint } from '#platform/server/module.ts'
import type { Declared } from './declared.ts'
import type { Locales } from './locales.ts'
import { withExceptions, type Finding } from './tree.ts'

type Keyed = Finding & { readonly key: string }

const finding = (rule: string, declared: Declared, key: string, says: string): Keyed => ({
  rule,
  file: `${declared.folder}/endpoints.ts`,
  key,
  says: `${key}: ${says}`,
})

/** An endpoint that nothing binds answers 404 for ever; one bound twice answers by chance. */
export function boundOnce(all: readonly Declared[]): Finding[] {
  const findings: Finding[] = []
  for (const declared of all) {
    const bound = (declared.module.routes ?? []).map((route) => route.endpoint)
    for (const endpoint of declared.endpoints) {
      const times = bound.filter((one) => one === endpoint).length
      if (times !== 1) findings.push(finding('bound-once', declared, endpoint.name, `is bound ${times} times in routes.ts`))
    }
    for (const endpoint of bound)
      if (!declared.endpoints.includes(endpoint))
        findings.push(finding('bound-once', declared, endpoint.name, 'is bound, but contract/endpoints.ts does not export it'))
  }
  return findings
}

/** `<module>.<verbNoun>`, once; and no two calls at the same address. */
export function namedOnce(all: readonly Declared[]): Finding[] {
  const findings: Finding[] = []
  const names = new Map<string, string>()
  const addresses = new Map<string, string>()
  for (const declared of all) {
    for (const endpoint of declared.endpoints) {
      const { name, method, path } = endpoint
      if (!new RegExp(`^${declared.module.name}\\.[a-z][A-Za-z0-9]*$`).test(name))
        findings.push(finding('named-once', declared, name, `the name is ${declared.module.name}.<verbNoun>`))
      if (names.has(name)) findings.push(finding('named-once', declared, name, 'another endpoint has this name'))
      names.set(name, name)
      const address = `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`
      const other = addresses.get(address)
      if (other !== undefined) findings.push(finding('named-once', declared, name, `answers at the same address as ${other}`))
      addresses.set(address, name)
      if (!/^(\/([a-z0-9.-]+|\{[a-z]\w*\}))+$/i.test(path))
        findings.push(finding('named-once', declared, name, `a path is kebab-case with {parameters}: ${path}`))
      if (!/^[A-Z"'].*[.!]$/s.test(endpoint.summary))
        findings.push(finding('named-once', declared, name, 'the summary is one sentence, with a full stop'))
    }
  }
  return findings
}

/** Permissions that a use case asks for by itself, beside its endpoint's → where. */
export const askedInside: Readonly<Record<string, string>> = {}

const isRole = (holder: Holder): boolean => (roles as readonly string[]).includes(holder)

/** Who may call it: a declared permission, held by somebody who can come this way. */
export function permitted(all: readonly Declared[]): Finding[] {
  const findings: Finding[] = []
  for (const declared of all) {
    const permissions = new Map<string, readonly Holder[]>(Object.entries({ ...platformPermissions, ...declared.module.permissions }))
    for (const name of Object.keys(declared.module.permissions ?? {})) {
      if (!name.startsWith(`${declared.module.name}.`))
        findings.push(finding('permitted', declared, name, `a permission of ${declared.module.name} begins with ${declared.module.name}.`))
      if (!declared.endpoints.some((endpoint) => endpoint.permission === name) && !Object.hasOwn(askedInside, name))
        findings.push(finding('permitted', declared, name, 'no endpoint asks for this permission'))
    }
    for (const endpoint of declared.endpoints) {
      const holders = permissions.get(endpoint.permission)
      if (holders === undefined) {
        findings.push(finding('permitted', declared, endpoint.name, `names a permission that nobody declares: ${endpoint.permission}`))
        continue
      }
      const fits: Readonly<Record<AnyEndpoint['way'], boolean>> = {
        open: holders.includes('anyone'),
        directory: holders.includes('anyone'),
        guest: holders.includes('anyone') || holders.includes('link'),
        invitation: holders.includes('anyone') || holders.includes('link'),
        feed: holders.includes('anyone'),
        edge: holders.includes('anyone'),
        visitor: holders.includes('person'),
        account: holders.includes('person'),
        member: holders.some(isRole),
      }
      if (!fits[endpoint.way])
        findings.push(
          finding(
            'permitted',
            declared,
            endpoint.name,
            `nobody who comes as ${endpoint.way} holds ${endpoint.permission} (${holders.join(', ')})`,
          ),
        )
      if (endpoint.way === 'member' && holders.includes('anyone'))
        findings.push(finding('permitted', declared, endpoint.name, `${endpoint.permission} is held by anyone, but the way is member`))
    }
  }
  return findings
}

/** An error a call may answer is declared by its module (or one it stands on) and has a sentence in every language. */
export function failuresSayable(all: readonly Declared[], locales: readonly Locales[]): Finding[] {
  const findings: Finding[] = []
  const byName = new Map(all.map((declared) => [declared.module.name, declared]))
  for (const declared of all) {
    const { module } = declared
    const own = module.name === 'platform' ? platformErrors : (module.errors ?? {})
    const known: Record<string, { status: number }> = { ...platformErrors, ...own }
    for (const below of module.dependsOn) Object.assign(known, byName.get(below)?.module.errors)
    const texts = locales.find((one) => one.owner === module.name)?.texts
    for (const code of Object.keys(own)) {
      const what = code.slice(module.name.length + 1)
      if (!code.startsWith(`${module.name}.`) || !/^[a-z0-9_]+$/.test(what))
        findings.push({
          rule: 'failures-sayable',
          file: `${declared.folder}/errors.ts`,
          says: `${code}: a code is ${module.name}.<what_happened>`,
        })
      for (const language of ['ja', 'en', 'zh-Hans', 'zh-Hant', 'ko'] as const) {
        if (texts?.[language]?.has(`errors.${what}`) !== true)
          findings.push({
            rule: 'failures-sayable',
            file: `${declared.folder}/errors.ts`,
            says: `${code}: no text errors.${what} in ${language}`,
          })
      }
    }
    for (const endpoint of declared.endpoints) {
      for (const [code, { status }] of Object.entries((endpoint.errors ?? {}) as Record<string, { status: number }>)) {
        if (known[code] === undefined)
          findings.push(
            finding(
              'failures-sayable',
              declared,
              endpoint.name,
              `may answer ${code}, which neither ${module.name} nor a module it stands on declares`,
            ),
          )
        else if (known[code].status !== status)
          findings.push(
            finding('failures-sayable', declared, endpoint.name, `says ${code} is ${status}; declared is ${known[code].status}`),
          )
      }
    }
    for (const [constraint, code] of Object.entries(module.constraints ?? {})) {
      if (known[code] === undefined)
        findings.push({
          rule: 'failures-sayable',
          file: `${declared.folder}/errors.ts`,
          says: `constraint ${constraint} means ${code}, which is not declared`,
        })
    }
  }
  return findings
}

/** Parameters of the path have schemas and the other way round; a read has no body; a guest's call names the hub. */
export function wellShaped(all: readonly Declared[]): Finding[] {
  const findings: Finding[] = []
  for (const declared of all) {
    for (const endpoint of declared.endpoints) {
      const say = (says: string): void => void findings.push(finding('well-shaped', declared, endpoint.name, says))
      const inPath = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
      const inSchema = keysOf(endpoint.params as $ZodType | undefined)
      for (const name of inPath) if (!inSchema.includes(name)) say(`{${name}} has no schema in params`)
      for (const name of inSchema) if (!inPath.includes(name)) say(`params has ${name}, the path has not`)
      if (endpoint.method === 'GET' && (endpoint.body !== undefined || endpoint.kind === 'upload')) say('a read has no body')
      if (endpoint.method === 'GET' && endpoint.status !== undefined && endpoint.status !== 200) say('a read answers 200')
      if (endpoint.method === 'GET' && endpoint.response === undefined && endpoint.kind !== 'file') say('a read answers something')
      if (endpoint.way === 'guest' && !inPath.includes('hubKey')) say("a guest's tenant comes from {hubKey} in the path")
      if (endpoint.way === 'directory' && endpoint.method !== 'GET') say('the directory is for reading')
    }
  }
  return findings
}

function keysOf(schema: $ZodType | undefined): string[] {
  const def = schema?._zod.def as { shape?: Record<string, unknown>; innerType?: $ZodType; in?: $ZodType } | undefined
  if (def?.shape !== undefined) return Object.keys(def.shape)
  const inner = def?.innerType ?? def?.in
  return inner === undefined ? [] : keysOf(inner)
}

/** `<endpoint>` → why a creating call may be sent twice without harm, or cannot keep its answer. Only shrinks. */
export const createsWithoutKey: Readonly<Record<string, string>> = {
  'people.setUp': 'works once, whoever asks again',
  'people.acceptInvitation': 'a link is accepted once',
  'people.invite': 'one open invitation for an address, held by invitation_open_unique',
  'people.askToJoin': 'one open request of a person, held by join_request_open_unique',
  'people.changeEngagement': 'one type a day, held by engagement_one_type',
  'people.askToBeForgotten': 'opens an hour in which to confirm; a second one removes nothing',
  'bookings.makeOwnFeed': 'one of a person, held by feed_one_of_person; and a kept answer would keep the secret',
  'bookings.makeHubFeed': 'a kept answer would keep the secret, of which only a hash may be stored; one too many is ended again',
  'bookings.addDevice': 'the same browser again is the same device, held by push_device_endpoint_unique',
  'hubs.addPhoto': 'an upload: the key would not tell one picture from another; a picture too many is taken away again',
  'hubs.addPlan': 'an upload, as a photo is',
  'bookings.addProof': 'an upload, as a photo is',
}

/** What creates something keeps its first answer for the same `Idempotency-Key`: a lost answer may be asked for again. */
export function createsOnce(all: readonly Declared[], allowed: Readonly<Record<string, string>> = createsWithoutKey): Finding[] {
  const findings = all.flatMap((declared) =>
    declared.endpoints
      .filter((endpoint) => endpoint.method === 'POST' && endpoint.status === 201 && endpoint.isIdempotent !== true)
      .map((endpoint) => finding('creates-once', declared, endpoint.name, 'creates, so isIdempotent: true')),
  )
  return withExceptions(findings, allowed, 'checks/routes.ts', all.length > 1)
}

/** `<endpoint>` → why strangers may change something as often as they like. Only shrinks. */
export const changesWithoutLimit: Readonly<Record<string, string>> = {}

/** Whoever holds a link is no stranger: its 43 signs are not guessed. */
const isHeldByLink = (declared: Declared, endpoint: AnyEndpoint): boolean =>
  (declared.module.permissions?.[endpoint.permission] ?? []).includes('link')

/** Strangers who change something are counted. */
export function strangersCounted(all: readonly Declared[], allowed: Readonly<Record<string, string>> = changesWithoutLimit): Finding[] {
  const findings = all.flatMap((declared) =>
    declared.endpoints
      .filter(
        (endpoint) =>
          endpoint.method !== 'GET' &&
          ['open', 'guest', 'invitation', 'feed'].includes(endpoint.way) &&
          endpoint.rateLimit === undefined &&
          !isHeldByLink(declared, endpoint),
      )
      .map((endpoint) =>
        finding('strangers-counted', declared, endpoint.name, 'a stranger may change something here: give it a rateLimit'),
      ),
  )
  return withExceptions(findings, allowed, 'checks/routes.ts', all.length > 1)
}

/** Facts, jobs and reactions carry the module's name, and every fact of the contract is known to the program. */
export function factsKnown(all: readonly Declared[]): Finding[] {
  const findings: Finding[] = []
  const types = new Set(all.flatMap((declared) => (declared.module.events ?? []).map((event) => event.type)))
  for (const { module, folder, events } of all) {
    const say = (says: string): void => void findings.push({ rule: 'facts-known', file: `${folder}/events.ts`, says })
    for (const event of events) {
      if (!new RegExp(`^${module.name}\\.[a-z][A-Za-z]*$`).test(event.type)) say(`${event.type}: a type is ${module.name}.<whatHappened>`)
      if (module.events?.includes(event) !== true)
        say(`${event.type} is not in events of module.ts: neither the stream nor the API page knows it`)
    }
    for (const one of module.jobs ?? []) if (!one.name.startsWith(`${module.name}.`)) say(`job ${one.name} begins with ${module.name}.`)
    const reactions = (module.reactions ?? []).map((one) => one.name)
    for (const name of new Set(reactions))
      if (reactions.indexOf(name) !== reactions.lastIndexOf(name)) say(`two reactions are called ${name}`)
    for (const type of new Set((module.reactions ?? []).map((one) => one.event)))
      if (!types.has(type)) say(`reacts to ${type}, which nobody emits`)
  }
  return findings
}
