/** Where a file stands in the layout, and what an import specifier leads to. */
import path from 'node:path'
import type { SourceFile, Tree } from './tree.ts'

export interface Place {
  readonly path: string
  /** `modules/hubs`, `platform`, `ui`, `apps/server`, `database`, `checks`: what relative imports stay inside. */
  readonly unit: string
  /** The module's name, inside `modules/`. */
  readonly module: string | undefined
  /** `contract`, `server`, `web`, `locales`, `testkit`, within a module or the platform. */
  readonly side: string | undefined
  /** The rest: `use-cases/book-space.ts`. */
  readonly rest: string
}

export function placeOf(file: string): Place {
  const [first = '', second = '', third = ''] = file.split('/')
  if (first === 'modules')
    return { path: file, unit: `modules/${second}`, module: second, side: third, rest: file.split('/').slice(3).join('/') }
  if (first === 'platform')
    return { path: file, unit: 'platform', module: undefined, side: second, rest: file.split('/').slice(2).join('/') }
  if (first === 'apps')
    return { path: file, unit: `apps/${second}`, module: undefined, side: undefined, rest: file.split('/').slice(2).join('/') }
  return { path: file, unit: first, module: undefined, side: undefined, rest: file.split('/').slice(1).join('/') }
}

/** The path inside the project that a specifier means; undefined for a package. */
export function resolveImport(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('#')) return specifier.slice(1)
  if (specifier.startsWith('.')) return path.posix.normalize(path.posix.join(path.posix.dirname(from), specifier))
  return undefined
}

export interface ModuleDeclaration {
  readonly name: string
  readonly file: string
  readonly declaredName: string | undefined
  /** Undefined where it is not a plain list of names. */
  readonly dependsOn: readonly string[] | undefined
}

const declarations = new WeakMap<Tree, ReadonlyMap<string, ModuleDeclaration>>()

/** What every `modules/<name>/server/module.ts` declares, read without running it. */
export function moduleDeclarations(tree: Tree): ReadonlyMap<string, ModuleDeclaration> {
  let known = declarations.get(tree)
  if (known === undefined) {
    known = new Map(
      tree.files
        .filter((file) => /^modules\/[^/]+\/server\/module\.ts$/.test(file.path))
        .map((file) => {
          const declaration = declarationOf(file)
          return [declaration.name, declaration]
        }),
    )
    declarations.set(tree, known)
  }
  return known
}

function declarationOf(file: SourceFile): ModuleDeclaration {
  const name = file.path.split('/')[1] ?? ''
  const call = file.calls.find((one) => one.callee === 'defineModule')
  const object = call?.node.arguments[0]
  let declaredName: string | undefined
  let dependsOn: string[] | undefined
  if (object?.type === 'ObjectExpression') {
    for (const property of object.properties) {
      if (property.type !== 'Property' || property.key.type !== 'Identifier') continue
      if (property.key.name === 'name' && property.value.type === 'Literal') declaredName = String(property.value.value)
      if (property.key.name === 'dependsOn' && property.value.type === 'ArrayExpression') {
        const names = property.value.elements.map((element) => (element?.type === 'Literal' ? String(element.value) : undefined))
        if (names.every((each) => each !== undefined)) dependsOn = names
      }
    }
  }
  return { name, file: file.path, declaredName, dependsOn }
}
