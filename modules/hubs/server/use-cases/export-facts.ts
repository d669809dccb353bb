import type { TenantsRun } from '#platform/server/outbox.ts'
import { installationId } from '#platform/server/database.ts'
import type { FileAnswer } from '#platform/server/module.ts'
import type { Scope } from '#platform/server/scope.ts'
import { fail } from '#platform/server/errors.ts'
import { findConsortium, listTenants } from '../consortium/repository.ts'
import { documentOf, exportConsortium, type ExportedConsortium } from '../imports/export-facts.ts'

/** Every consortium of the installation, or the one named, as a file of the facts format. */
export async function exportFacts(run: TenantsRun, options: { consortium?: string } = {}): Promise<string> {
  return run({ name: 'hubs.exportFacts', requestId: 'export' }, (visit) =>
    visit(installationId, async (installation) => {
      const exported: ExportedConsortium[] = []
      for (const consortiumId of await listTenants(installation)) {
        const one = await visit(consortiumId, exportConsortium)
        if (one !== undefined && (options.consortium === undefined || one.facts['id'] === options.consortium)) exported.push(one)
      }
      return documentOf(exported)
    }),
  )
}

export async function exportOwnFacts(scope: Scope): Promise<FileAnswer> {
  const own = await findConsortium(scope)
  const exported = await exportConsortium(scope)
  if (own === undefined || exported === undefined) fail('platform.not_found')
  return { name: `${own.slug}.json`, mediaType: 'application/json', content: documentOf([exported]) }
}
