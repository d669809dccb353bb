/** The face of hubs: what other modules ask about hubs, spaces, units and opening hours. */
export type { BookableEquipment, BookableSpace, HubRef, PlaceName } from './bookable/repository.ts'
export {
  bookableEquipment,
  bookableItem,
  bookableOfHub,
  bookablePlaces,
  bookableSpace,
  placeNames,
  requireHub,
  requireHubByKey,
} from './bookable/use-cases/find-bookable.ts'
export { addClosure, removeClosure } from './hours/use-cases/change-hours.ts'
export { acceptDemoMutualUse, proposeDemoMutualUse } from './mutual-use/use-cases/create-demo-mutual-use.ts'
export { consortiaByIds, mutualUseOf } from './mutual-use/use-cases/mutual-use-of.ts'
export { isStaff, type HubAgreement } from './mutual-use/rules.ts'
export { pictureTypeOf } from './photo/rules.ts'
export { holidayLookup } from './holidays/use-cases/find-holidays.ts'
export { afterAddingUnits, type AddedUnits } from './unit/use-cases/fit-units.ts'
export { beforeRetiringUnits, whileRetiringUnits, type UnitUse } from './unit/use-cases/retire-units.ts'
export { createDemoPlan, type DemoPlan } from './plan/use-cases/create-demo-plan.ts'
export { exportFacts } from './use-cases/export-facts.ts'
export { importFacts, problemsOf } from './use-cases/import-facts.ts'
