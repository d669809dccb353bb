/** ARCHITECTURE, sections 3 to 5 and 7, as rules that a machine reads. Each rule has a fixture that it must refuse. */
import { describe, expect, test } from 'vitest'
import { runFixture } from './fixture.ts'
import * as imports from './imports.ts'
import { ownSchemaInBuilder, ownSchemaInText, sqlInRepository } from './sql.ts'
import { describeFindings, readTree, type Finding, type Tree } from './tree.ts'
import { noProductWord } from './words.ts'

type Check = (tree: Tree) => readonly Finding[]

const rules: Readonly<Record<string, Check>> = {
  'relative-stays-inside': imports.relativeStaysInside,
  'modules-through-faces': imports.modulesThroughFaces,
  'contracts-import-contracts': imports.contractsImportContracts,
  'shared-rules-are-pure': imports.sharedRulesArePure,
  'rules-are-pure': imports.rulesArePure,
  'gateway-imports-contracts': imports.gatewayImportsContracts,
  'web-stays-in-browser': imports.webStaysInBrowser,
  'server-knows-no-screen': imports.serverKnowsNoScreen,
  'texts-are-data': imports.textsAreData,
  'platform-knows-no-module': imports.platformKnowsNoModule,
  'ui-knows-no-product': imports.uiKnowsNoProduct,
  'tools-stay-tools': imports.toolsStayTools,
  'apps-wire': imports.appsWire,
  'wiring-is-outermost': imports.wiringIsOutermost,
  'dependencies-as-decided': imports.dependenciesAsDecided,
  'own-schema-in-builder': ownSchemaInBuilder,
  'own-schema-in-text': ownSchemaInText,
  'sql-in-repository': sqlInRepository,
  'no-product-word': noProductWord,
}

describe.each(Object.entries(rules))('%s', (rule, check) => {
  test('holds in the project', () => {
    expect(describeFindings(check(readTree()))).toEqual([])
  })
  test('refuses its fixture, and only what is marked there', () => {
    const { found, expected } = runFixture(rule, check)
    expect(expected).not.toEqual([])
    expect(found).toEqual(expected)
  })
})

test('a circle is shown as the way round', () => {
  expect(
    imports.cycleIn(
      new Map([
        ['a', ['b']],
        ['b', ['c']],
        ['c', ['b']],
      ]),
    ),
  ).toEqual(['b', 'c', 'b'])
  expect(
    imports.cycleIn(
      new Map([
        ['a', ['b', 'c']],
        ['b', ['c']],
        ['c', []],
      ]),
    ),
  ).toBeUndefined()
})
