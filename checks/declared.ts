/** What a module declares, beside what its contract exports: the two halves that the route rules compare. */
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { EventDeclaration } from '#platform/contract/events.ts'
import type { AnyEndpoint, Module } from '#platform/server/module.ts'
import type { Tree } from './tree.ts'

export interface Declared {
  readonly module: Module
  /** Where its contract stands, for the message. */
  readonly folder: string
  /** Values of `contract/endpoints.ts`. */
  readonly endpoints: readonly AnyEndpoint[]
  /** Values of `contract/events.ts`. */
  readonly events: readonly EventDeclaration[]
}

const isEndpoint = (value: unknown): value is AnyEndpoint =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'way' in value
const isEvent = (value: unknown): value is EventDeclaration =>
  typeof value === 'object' && value !== null && 'type' in value && 'payload' in value

/** Loads the contracts of modules as the program does. `folderOf` says where a module stands in the tree. */
export async function readDeclared(
  tree: Tree,
  modules: readonly Module[],
  folderOf = (module: Module): string => (module.name === 'platform' ? 'platform' : `modules/${module.name}`),
): Promise<readonly Declared[]> {
  return Promise.all(
    modules.map(async (module) => {
      const folder = `${folderOf(module)}/contract`
      const values = async (file: string): Promise<unknown[]> =>
        tree.paths.includes(`${folder}/${file}`)
          ? Object.values(
              (await import(/* @vite-ignore */ pathToFileURL(path.join(tree.root, folder, file)).href)) as Record<string, unknown>,
            )
          : []
      const [endpoints, events] = await Promise.all([values('endpoints.ts'), values('events.ts')])
      return { module, folder, endpoints: endpoints.filter(isEndpoint), events: events.filter(isEvent) }
    }),
  )
}
