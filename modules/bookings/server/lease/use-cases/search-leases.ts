import type { LocalText } from '#platform/contract/schemas.ts'
import type { SearchHit } from '#platform/server/module.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { placeNames, requireHub } from '#modules/hubs/server/index.ts'
import { foldSearch } from '#modules/people/contract/rules.ts'
import { organisationsByIds } from '#modules/people/server/index.ts'
import { isDesk } from '../../booking/use-cases/require-booking.ts'
import { sayIn } from '../../mails/texts.ts'
import { dayText } from '../../mails/when.ts'
import { listSearched } from '../repository.ts'

/** More than a consortium lets at a time, and what was let last. */
const mostRead = 300

/** Leases by their holder, organisation, contact or room, for the search box of the desk: those that stand first. */
export async function searchLeases(scope: MemberScope, text: string, limit: number): Promise<readonly SearchHit[]> {
  const wanted = foldSearch(text)
  if (!isDesk(scope) || wanted === '') return []
  const rows = await listSearched(scope, mostRead)
  const places = await placeNames(
    scope,
    rows.map((row) => row.targetId),
  )
  const organisations = await organisationsByIds(
    scope,
    rows.flatMap((row) => row.organisationId ?? []),
  )
  const found = rows
    .filter((row) =>
      [
        row.holderName,
        row.contactName,
        row.organisationId === null ? '' : (organisations.get(row.organisationId)?.name ?? ''),
        ...Object.values(places.get(row.targetId)?.names ?? {}),
      ].some((words) => foldSearch(words).includes(wanted)),
    )
    .slice(0, limit)
  const say = sayIn(scope.language)
  const local = (names: LocalText): string => names[scope.language] ?? names.en ?? names.ja
  const hits: SearchHit[] = []
  for (const row of found) {
    const hub = await requireHub(scope, row.hubId)
    hits.push({
      kind: 'lease',
      id: row.id,
      title: row.holderName,
      detail: [
        say(`lease.kind.${row.kind}`),
        local(places.get(row.targetId)?.names ?? { ja: '' }),
        local(hub.names),
        say('lease.detail.until', { from: dayText(row.startsOn, scope.language), until: dayText(row.endsOn, scope.language) }),
      ].join(scope.language === 'ja' ? '　' : ' · '),
      href: `/operate/${hub.key}/leases/${row.id}`,
    })
  }
  return hits
}
