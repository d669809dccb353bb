import { bind } from '#platform/server/module.ts'
import {
  changeEquipment as changeEquipmentEndpoint,
  createEquipment as createEquipmentEndpoint,
  retireEquipment as retireEquipmentEndpoint,
} from '../../contract/endpoints.ts'
import { changeEquipment, createEquipment, retireEquipment } from './use-cases/change-equipment.ts'

export const equipmentRoutes = [
  bind(createEquipmentEndpoint, (scope, { params, body }) => createEquipment(scope, params.hubId, body)),
  bind(changeEquipmentEndpoint, (scope, { params, body }) => changeEquipment(scope, params.equipmentId, body)),
  bind(retireEquipmentEndpoint, async (scope, { params, body }) => {
    await retireEquipment(scope, params.equipmentId, body)
    return undefined
  }),
]
