/** A device types the code a person made, and gets its own password. The code alone says whose device it is. */
import { failOf } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { devicesErrors } from '../../../contract/errors.ts'
import { plainClaimCode } from '../../../contract/rules.ts'
import type { ClaimBody } from '../../../contract/schemas.ts'
import { topicsOfDevice } from '../../../contract/topics.ts'
import { claimByCode } from '../repository.ts'
import { hashOfClaim, tellChange } from './keep-devices.ts'
import { hashOfSecret, newSecret } from './make-secrets.ts'
import { brokerUrlNow } from './name-broker.ts'

const fail = failOf(devicesErrors)

export async function claimDevice(scope: Scope, body: ClaimBody) {
  const password = newSecret()
  const claimed = await claimByCode(scope, {
    codeHash: hashOfClaim(scope, plainClaimCode(body.code)),
    secretHash: hashOfSecret(password),
    manufacturer: body.manufacturer ?? null,
    model: body.model ?? null,
    firmware: body.firmware ?? null,
  })
  if (claimed === undefined) return fail('devices.claim_refused')
  const { device_id: deviceId, hub_id: hubId, kind, consortium_id: consortiumId } = claimed
  scope.enqueue({ name: 'devices.tellClaimed', payload: { hubId, deviceId }, inTenant: consortiumId })
  return { deviceId, hubId, kind, username: deviceId, password, brokerUrl: brokerUrlNow(), topics: topicsOfDevice({ hubId, deviceId }) }
}

/** The audit log of the tenant: the claim itself was made before it was known. */
export async function tellClaimed(scope: Scope, payload: { hubId: string; deviceId: string }): Promise<void> {
  tellChange(scope, { id: payload.deviceId, hubId: payload.hubId }, 'claimed')
}
