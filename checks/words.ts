/** The platform holds no product word: what it knows of the product it would have to change with it. */
import { withExceptions, type Finding, type Tree } from './tree.ts'

const singular = `attendance booking booth camera charter consortium coworking door equipment hub incident invoice kiosk lease
  meeting occupancy organisation presence printing room seat tablet telework workday`.split(/\s+/)
const productWords = new Set([...singular, ...singular.map((word) => `${word}s`), 'consortia', 'occupancies'])

/**
 * Names the platform may use → why. The tenant of this product is a consortium, an address names a hub, and the wall
 * inside a tenant is an organisation: those three it cannot do without. The list only shrinks.
 */
export const allowedNames: Readonly<Record<string, string>> = {
  consortiumId: 'the tenant of a row, a request, a job',
  consortium_id: 'the same in SQL',
  activeConsortiumId: 'the tenant a session works in',
  organisationId: 'the wall inside a tenant',
  organisation: 'the setting app.organisation, which row-level security asks',
  hubKey: 'the parameter of an address that decides the tenant of a guest',
  hubId: 'the place that the public live stream is about',
  hub: 'the same as a parameter of the stream, and the name of an icon',
  hubs: "the folder of a guest's address: /hubs/{hubKey}",
  Seat: 'where a transaction is seated: tenant, person, organisation; no chair is meant',
  seat: 'the same',
  seatOf: 'the same',
  camera: "the browser's own camera, in the header that says which pages may ask for it",
}

const sentence = /(['"`])[A-Z][^'"`\n]*\.\1/g

/** Code only: an example in a comment binds nothing, and a sentence for readers is in their words. */
export function noProductWord(tree: Tree, allowed: Readonly<Record<string, string>> = allowedNames): Finding[] {
  const findings: (Finding & { key: string })[] = []
  for (const file of tree.files) {
    if (!file.path.startsWith('platform/') || file.path.startsWith('platform/locales/') || file.isTest) continue
    const code = file.code.replaceAll(sentence, (found) => ' '.repeat(found.length))
    for (const match of code.matchAll(/[A-Za-z][\w-]*/g)) {
      const word = wordsOf(match[0]).find((one) => productWords.has(one))
      if (word === undefined) continue
      findings.push({
        rule: 'no-product-word',
        file: file.path,
        line: file.lineAt(match.index),
        key: match[0],
        says: `${match[0]}: "${word}" is a word of the product; the platform must not know it`,
      })
    }
  }
  return withExceptions(findings, allowed, 'checks/words.ts', tree.paths.length > 100)
}

/** `activeConsortiumId` → active, consortium, id. */
function wordsOf(name: string): string[] {
  return (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []).map((word) => word.toLowerCase())
}
