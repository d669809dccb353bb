/**
 * Fixtures: small trees that must fail. The lines a rule has to refuse end in `// refused`; a file that is refused as a
 * whole says `// refused: file`. Nothing else may be reported, so a fixture also shows what stays allowed.
 */
import { readFixture, type Finding, type Tree } from './tree.ts'

export interface FixtureResult {
  readonly found: readonly string[]
  readonly expected: readonly string[]
}

export function runFixture(rule: string, check: (tree: Tree) => readonly Finding[]): FixtureResult {
  const tree = readFixture(rule)
  const places = new Set(check(tree).map(({ file, line }) => (line === undefined ? file : `${file}:${line}`)))
  return { found: [...places].toSorted(), expected: expectedPlaces(tree).toSorted() }
}

function expectedPlaces(tree: Tree): string[] {
  return tree.paths.flatMap((file) => {
    const lines = tree.read(file).split('\n')
    return lines.flatMap((line, index) => {
      if (/(\/\/|--|\/\*) refused: file/.test(line)) return [file]
      return /(\/\/|--|\/\*) refused\b/.test(line) ? [`${file}:${index + 1}`] : []
    })
  })
}
