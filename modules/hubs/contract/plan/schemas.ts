/** Plans of floors and rooms. Places are thousandths of the picture's width and height, from its upper left corner. */
import * as z from 'zod'
import { id, localText } from '#platform/contract/schemas.ts'

const thousandths = z.int().min(0).max(1000)

export const planSpot = z.object({
  spaceId: id.nullable().describe('The space, or that of the unit; null for a machine'),
  unitId: id.nullable().describe('The seat or machine; null: the space itself. Whether it is free is said of this id'),
  equipmentId: id.nullable(),
  label: z.string().nullable().describe('What the seat or machine is called'),
  x: thousandths,
  y: thousandths,
})
export type PlanSpot = z.output<typeof planSpot>

export const floorPlan = z.object({
  id,
  names: localText,
  spaceId: id.nullable().describe('The floor, building or room that it shows; null: the hub'),
  href: z.string().describe('Path of the picture'),
  spots: z.array(planSpot).describe('In reading order, from the upper left'),
})
export type FloorPlan = z.output<typeof floorPlan>

export const floorPlanSettings = floorPlan.extend({ version: z.int() })
export type FloorPlanSettings = z.output<typeof floorPlanSettings>

const wantedSpot = z
  .object({ spaceId: id.nullable().default(null), unitId: id.nullable().default(null), x: thousandths, y: thousandths })
  .refine(({ spaceId, unitId }) => (spaceId === null) !== (unitId === null), { path: ['unitId'], message: 'either a space or a unit' })

export const changePlanSpots = z
  .array(wantedSpot)
  .max(500)
  .refine((spots) => new Set(spots.map((spot) => spot.unitId ?? spot.spaceId)).size === spots.length, 'each space and unit once')
