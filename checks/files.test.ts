/** File names inside a module are a closed list, elsewhere kebab-case, and no file grows without end. */
import { describe, expect, test } from 'vitest'
import { fileLength, fileNameClosedList, fileNameKebabCase } from './files.ts'
import { runFixture } from './fixture.ts'
import { describeFindings, readTree, type Finding, type Tree } from './tree.ts'

type Check = (tree: Tree) => readonly Finding[]

const rules: readonly (readonly [rule: string, check: Check, onFixture: Check])[] = [
  ['file-name-closed-list', fileNameClosedList, fileNameClosedList],
  ['file-name-kebab-case', fileNameKebabCase, fileNameKebabCase],
  ['file-length', (tree) => fileLength(tree), (tree) => fileLength(tree, 4)],
]

describe.each(rules)('%s', (rule, check, onFixture) => {
  test('holds in the project', () => {
    expect(describeFindings(check(readTree()))).toEqual([])
  })
  test('refuses its fixture, and only what is marked there', () => {
    const { found, expected } = runFixture(rule, onFixture)
    expect(expected).not.toEqual([])
    expect(found).toEqual(expected)
  })
})
