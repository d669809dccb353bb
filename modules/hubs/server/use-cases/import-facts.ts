/** Imports a file of facts: by command line of all its consortia, by screen of the own one. All of it, or nothing. */
import { createHash } from 'node:crypto'
import { ExpectedError, failOf } from '#platform/server/errors.ts'
import { installationId } from '#platform/server/database.ts'
import type { TenantsRun } from '#platform/server/outbox.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { hubsErrors } from '../../contract/errors.ts'
import type { ImportProblem, ImportReport, ImportRow } from '../../contract/schemas.ts'
import { findConsortium, findTenant, foundTenant, lockImports } from '../consortium/repository.ts'
import { readFacts, understood, type FactsDocument } from '../imports/facts-format.ts'
import { readOverlay, type Overlay } from '../imports/overlay-format.ts'
import { storeConsortium, type StoreInput } from '../imports/store-facts.ts'
import type { JsonPlaces } from '../imports/json-places.ts'
import { undoing } from '../repository.ts'

const fail = failOf(hubsErrors)

interface ImportOptions {
  readonly isDryRun: boolean
  /** New hubs go into the public directory at once. Default true: the file holds published facts. */
  readonly publishes?: boolean
  /** The text of an overlay: what is assumed where the facts are silent. */
  readonly overlay?: string
}

/** Every consortium of the file; those that are not here yet are made. Throws `hubs.file_refused` with all problems. */
export async function importFacts(run: TenantsRun, content: Uint8Array | string, options: ImportOptions): Promise<ImportReport> {
  const { document, places } = read(content)
  const overlay = options.overlay === undefined ? null : readOverlay(options.overlay)
  return run({ name: 'hubs.importFacts', requestId: 'import' }, (visit) =>
    visit(installationId, async (installation) => {
      await lockImports(installation)
      const rows = await undoing(installation, options.isDryRun, async () => {
        const all: ImportRow[] = []
        for (const [position, facts] of document.consortia.entries()) {
          const consortiumId =
            (await findTenant(installation, facts.id)) ?? (await foundTenant(installation, facts.id, { ja: facts.consortium }))
          const input = { ...partOf(document, position, places, overlay, content), publishes: options.publishes ?? true }
          all.push(...(await visit(consortiumId, (scope) => storeConsortium(options.isDryRun ? silent(scope) : scope, input))))
        }
        return all
      })
      return reportOf(rows, document, options.isDryRun)
    }),
  )
}

/** The own consortium's part of a file; new hubs wait for somebody to publish them. */
export async function importOwnFacts(scope: MemberScope, content: Uint8Array, isDryRun: boolean): Promise<ImportReport> {
  const { document, places } = read(content)
  const own = await findConsortium(scope)
  const position = document.consortia.findIndex((facts) => facts.id === own?.slug)
  if (own === undefined || position < 0) fail('hubs.consortium_not_in_file', { params: { key: own?.slug ?? '' } })
  await lockImports(scope)
  const input = { ...partOf(document, position, places, null, content), publishes: false }
  const rows = await undoing(scope, isDryRun, () => storeConsortium(isDryRun ? silent(scope) : scope, input))
  return reportOf(rows, document, isDryRun)
}

/** The problems that an import was refused for, from whatever was thrown; undefined: something else went wrong. */
export function problemsOf(error: unknown): readonly ImportProblem[] | undefined {
  return error instanceof ExpectedError && error.code === 'hubs.file_refused'
    ? (error.details.params?.['problems'] as readonly ImportProblem[])
    : undefined
}

function read(content: Uint8Array | string): { document: FactsDocument; places: JsonPlaces } {
  const facts = readFacts(content)
  if ('problems' in facts) {
    return fail('hubs.file_refused', {
      params: { count: facts.problems.length, problems: facts.problems },
      fields: facts.problems.map((problem) => ({ path: problem.path, expected: `${problem.code} (line ${problem.line})` })),
    })
  }
  return facts
}

function partOf(
  document: FactsDocument,
  position: number,
  places: JsonPlaces,
  overlay: Overlay | null,
  content: Uint8Array | string,
): Omit<StoreInput, 'publishes'> {
  const facts = document.consortia[position]
  if (facts === undefined) throw new Error('no such consortium in the file')
  return {
    facts,
    position,
    around: { ...document, consortia: [] },
    places,
    overlay,
    sha256: createHash('sha256').update(content).digest('hex'),
  }
}

/** A dry run causes nothing: what it would have told others is not told. */
function silent<S extends Scope>(scope: S): S {
  return { ...scope, emit: () => {}, enqueue: () => {} }
}

function reportOf(rows: readonly ImportRow[], document: FactsDocument, isDryRun: boolean): ImportReport {
  const count = (outcome: ImportRow['outcome']) => rows.filter((row) => row.outcome === outcome).length
  const atTop = Object.keys(document).filter((key) => !understood.document.has(key))
  return {
    isDryRun,
    rows: [...rows],
    read: rows.length,
    created: count('created'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    notUnderstood: rows.reduce((sum, row) => sum + row.notUnderstood.length, atTop.length),
  }
}
