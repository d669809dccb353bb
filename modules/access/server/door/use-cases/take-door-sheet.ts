/** The sheet to hang beside a door. It says only what the door has; who took it out is on record, for its code opens. */
import { devicesByIds } from '#modules/devices/server/index.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { failOf } from '#platform/server/errors.ts'
import type { FileAnswer } from '#platform/server/module.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { accessErrors } from '../../../contract/errors.ts'
import { doorSheetTaken } from '../../../contract/events.ts'
import { localName, sayIn } from '../../mails/texts.ts'
import { writeDoorSheet } from '../../papers/door-sheet.ts'
import { listReaders } from '../repository.ts'
import { qrUrlOf, requireDoor } from './keep-doors.ts'

const fail: ReturnType<typeof failOf<typeof accessErrors>> = failOf(accessErrors)

export async function takeDoorSheet(scope: MemberScope, at: { hubId: string; doorId: string }): Promise<FileAnswer> {
  const door = await requireDoor(scope, at)
  if (door.retiredAt !== null) fail('access.door_retired')
  const hub = await requireHub(scope, door.hubId)
  const inner = (await listReaders(scope, [door.id])).filter((reader) => reader.direction === 'in')
  const kinds = (
    await devicesByIds(
      scope,
      inner.map((reader) => reader.deviceId),
    )
  ).map((device) => device.kind)
  const takesCards = kinds.includes('reader')
  const content = await writeDoorSheet({
    hubNames: hub.names,
    doorNames: door.names,
    phone: hub.phone,
    qrUrl: qrUrlOf(scope, hub.key, door),
    takesCards,
    takesPins: takesCards || door.codeSlots > 0,
  })
  scope.emit(doorSheetTaken, { hubId: door.hubId, doorId: door.id }, { subjectId: door.id })
  return {
    name: `${sayIn(scope.language)('public.sheet.heading')}_${localName(door.names, scope.language)}.pdf`,
    mediaType: 'application/pdf',
    content,
    isInline: true,
  }
}
