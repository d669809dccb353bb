/** What every mail of this module needs: the consortium's name and days as they are written. */
import type { Language } from '#platform/contract/texts.ts'
import type { Scope } from '#platform/server/scope.ts'
import { tenantsByIds } from '../repository.ts'
import { peopleZone } from '../rules.ts'

export async function nameOfConsortium(scope: Scope, language: Language): Promise<string> {
  const name = (await tenantsByIds(scope, [scope.consortiumId])).get(scope.consortiumId)?.name
  return name?.[language] ?? (language === 'ja' ? undefined : name?.en) ?? name?.ja ?? 'Hiroba'
}

export function dayAndTime(instant: Temporal.Instant, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short', timeZone: peopleZone }).format(
    instant.epochMilliseconds,
  )
}
