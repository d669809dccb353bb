/** Guides lead to files that are there. */
import { expect, test } from 'vitest'
import { pointersLead } from './documents.ts'
import { describeFindings, projectRoot, readFixture } from './tree.ts'

test('every link and every file named in a guide is there', () => {
  expect(describeFindings(pointersLead(projectRoot))).toEqual([])
})

test('what leads nowhere is found', () => {
  expect(describeFindings(pointersLead(readFixture('pointers-lead').root))).toEqual([
    'docs/guide.md:3 [pointers-lead] gone.md is not there',
    'docs/guide.md:3 [pointers-lead] modules/gone/server/index.ts is not there',
  ])
})
