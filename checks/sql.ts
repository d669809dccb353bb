/** SQL stands in repositories, and each touches its own schema only. Types hold the builder; this holds the texts. */
import { moduleDeclarations, placeOf } from './places.ts'
import { textOf, withExceptions, type Finding, type SourceFile, type Tree } from './tree.ts'

const isStatement = (text: string): boolean =>
  /\b(select|insert\s+into|update|delete\s+from|merge\s+into|with)\b[\s\S]*\b(from|into|set|values|as|select)\b/i.test(text)

/** Functions of the platform that every module's SQL may call: who is seated here. */
const openToAll = new Set(['platform.tenant', 'platform.account', 'platform.organisation'])

const builtForTests = 'tests of bookings need hubs of any zone and state by the hundred; the calls of hubs would be most of their time'

/** `<file> <table>` → why SQL there names a table that is not the module's own. Only shrinks. */
export const foreignTables: Readonly<Record<string, string>> = {
  'modules/bookings/server/factory.ts hubs.consortium': builtForTests,
  'modules/bookings/server/factory.ts hubs.hub': builtForTests,
  'modules/bookings/server/factory.ts hubs.opening_rule': builtForTests,
  'modules/bookings/server/factory.ts hubs.space': builtForTests,
  'modules/bookings/server/factory.ts hubs.unit': builtForTests,
  'modules/bookings/server/factory.ts hubs.equipment': builtForTests,
}

function moduleServerFiles(tree: Tree): SourceFile[] {
  return tree.files.filter((file) => {
    const place = placeOf(file.path)
    return place.module !== undefined && place.side === 'server' && !file.isTest
  })
}

/** `scope.db('bookings')` and `ModuleDb<'bookings'>` name the module's own schema. */
export function ownSchemaInBuilder(tree: Tree): Finding[] {
  const findings: Finding[] = []
  for (const file of moduleServerFiles(tree)) {
    const own = placeOf(file.path).module
    const named = [
      ...file.calls
        .filter((call) => /(^|\.)db$/.test(call.callee))
        .map((call) => ({ schema: textOf(call.node.arguments[0]), line: call.line })),
      ...[...file.code.matchAll(/\bModule(?:Db|Tables)<\s*'([^']+)'/g)].map((match) => ({
        schema: match[1],
        line: file.lineAt(match.index),
      })),
    ]
    for (const { schema, line } of named) {
      if (schema !== own)
        findings.push({
          rule: 'own-schema-in-builder',
          file: file.path,
          line,
          says: `write scope.db('${own}'): a module has only its own tables`,
        })
    }
  }
  return findings
}

/** A statement as text names tables of its own schema only. */
export function ownSchemaInText(tree: Tree, allowed: Readonly<Record<string, string>> = foreignTables): Finding[] {
  const schemas = new Set([...moduleDeclarations(tree).keys(), 'platform', 'auth', 'graphile_worker', 'public'])
  const findings: (Finding & { key: string })[] = []
  for (const file of moduleServerFiles(tree)) {
    const own = placeOf(file.path).module ?? ''
    for (const { text, line } of file.strings) {
      if (!isStatement(text)) continue
      for (const match of text.matchAll(/"?\b([a-z_]+)"?\."?([a-z_]+)\b/gi)) {
        const [, schema = '', name = ''] = match
        const table = `${schema}.${name}`
        if (schema === own || !schemas.has(schema) || openToAll.has(table)) continue
        // an alias may be called like a schema (`from bookings.hold as hubs`): no table of that module is meant then
        if (new RegExp(String.raw`\bas\s+${schema}\b`, 'i').test(text)) continue
        findings.push({
          rule: 'own-schema-in-text',
          file: file.path,
          line,
          key: `${file.path} ${table}`,
          says: `SQL of ${own} names ${table}; ask the face of ${schema} instead`,
        })
      }
    }
  }
  return withExceptions(findings, allowed, 'checks/sql.ts', tree.paths.length > 100)
}

const repositories = /(^|\/)(repository|factory)\.ts$/

/** All SQL of a module is in `repository.ts`: a reviewer reads one file to know what it asks of the database. */
export function sqlInRepository(tree: Tree): Finding[] {
  const findings: Finding[] = []
  for (const file of moduleServerFiles(tree)) {
    if (repositories.test(file.path)) continue
    for (const call of file.calls) {
      if (/(^|\.)(db|prepared)$/.test(call.callee) && call.node.arguments.length > 0 && textOf(call.node.arguments[0]) !== undefined) {
        findings.push({ rule: 'sql-in-repository', file: file.path, line: call.line, says: `${call.callee}(…) belongs in repository.ts` })
      }
    }
    for (const { text, line } of file.strings) {
      if (/^\s*(select\s+[\s\S]+\sfrom|insert\s+into|update\s+\S+\s+set|delete\s+from)\s/i.test(text))
        findings.push({ rule: 'sql-in-repository', file: file.path, line, says: 'this statement belongs in repository.ts' })
    }
  }
  return findings
}
