import { hashPassword } from 'better-auth/crypto'
import type { output } from 'zod/v4/core'
import { failOf } from '#platform/server/errors.ts'
import { isLoopbackName } from '#platform/server/own-address.ts'
import type { Scope } from '#platform/server/scope.ts'
import { peopleErrors } from '../../../contract/errors.ts'
import type { setupBody } from '../../../contract/schemas.ts'
import { withKeys } from '../../members/rules.ts'
import * as repository from '../../repository.ts'
import { dayOf } from '../../rules.ts'

const fail = failOf(peopleErrors)

/** Printed on the console at the start of an installation without accounts: whoever reads it stands at the machine. */
export function setupCode(scope: Pick<Scope, 'sign'>): string {
  const letters = Buffer.from(scope.sign('people.setup', 'code'), 'base64url').toString('hex').slice(0, 12)
  return letters.match(/.{4}/g)?.join('-') ?? letters
}

/** Behind a proxy every caller may seem to be on this machine; so the page itself must be addressed there too. */
function isAtTheMachine(scope: Scope): boolean {
  return isLoopbackName(new URL(scope.publicUrl).hostname) && (scope.remoteAddress === '' || isLoopbackName(scope.remoteAddress))
}

export async function readSetup(scope: Scope) {
  const isSetUp = await repository.isSetUp(scope)
  return {
    isSetUp,
    needsCode: !isAtTheMachine(scope),
    consortia: isSetUp ? [] : (await repository.listTenants(scope)).map(({ slug, name }) => ({ slug, name })),
  }
}

export async function setUp(scope: Scope, body: output<typeof setupBody>) {
  if (await repository.isSetUp(scope)) fail('people.already_set_up')
  if (!isAtTheMachine(scope) && body.code?.normalize('NFKC').trim().toLowerCase() !== setupCode(scope)) fail('people.setup_code_wrong')
  const { consortium } = body
  const names = withKeys({
    familyName: body.familyName,
    givenName: body.givenName,
    familyKana: body.familyKana ?? null,
    givenKana: body.givenKana ?? null,
  })
  const consortiumId = await repository.setUpInstallation(
    scope,
    {
      mail: body.mail,
      password_hash: await hashPassword(body.password),
      family_name: names.familyName,
      given_name: names.givenName,
      family_kana: names.familyKana,
      given_kana: names.givenKana,
      language: body.language,
      search: names.search,
      sort_key: names.sortKey,
      joined_on: dayOf(scope.clock.now()),
    },
    {
      slug: consortium.slug,
      name: { ja: consortium.name, ...(consortium.nameEn ? { en: consortium.nameEn } : {}) },
      municipality: consortium.municipality || null,
    },
  )
  // somebody else was through the lock first
  if (consortiumId === undefined) return fail('people.already_set_up')
  return { consortiumId, mail: body.mail }
}
