/** Policies for a hub from outside: the demonstration's assumptions, later a screen. Storing the same again changes nothing. */
import type { Scope } from '#platform/server/scope.ts'
import { bookableEquipment, bookablePlaces } from '#modules/hubs/server/index.ts'
import { defaultPolicy, type Policy } from '../../../contract/rules.ts'
import { groupsWithout } from '../rules.ts'
import { savePolicy } from '../repository.ts'

/** Only what differs from the default. By kind of space (`meeting-room`), of equipment `equipment:lendable`. */
export type PolicyInput = Readonly<Record<string, Partial<Policy>>>

/** Gives every space and kind of equipment of a hub the policy of its kind; answers how many changed. */
export async function storePolicies(
  scope: Scope,
  hubId: string,
  byType: PolicyInput,
  { isAssumed }: { isAssumed: boolean },
): Promise<number> {
  const spaces = await bookablePlaces(scope, { hubId })
  const equipment = await bookableEquipment(scope, { hubId })
  const targets = [
    ...spaces.map((space) => ({ targetId: space.spaceId, type: space.kind as string })),
    ...equipment.map((item) => ({ targetId: item.equipmentId, type: `equipment:${item.handling}` })),
  ]
  let changed = 0
  for (const { targetId, type } of targets) {
    const given = byType[type]
    if (given === undefined) continue
    const isNew = await savePolicy(
      scope,
      { hubId, targetId },
      { ...defaultPolicy, ...given },
      {
        assumed: isAssumed ? Object.keys(given) : [],
        inherits: groupsWithout(given),
      },
    )
    if (isNew !== undefined) changed++
  }
  return changed
}
