/** Facts of the lending desk. Ids and times, never names. */
import * as z from 'zod'
import { defineEvent } from '#platform/contract/events.ts'
import { id, instant } from '#platform/contract/schemas.ts'
import { lostState } from './schemas.ts'

const fact = z.object({ hubId: id, loanId: id, equipmentId: id, unitId: id })
export const lent = defineEvent({ type: 'bookings.lent', payload: fact.extend({ dueAt: instant }), live: 'tenant' })
export const loanExtended = defineEvent({ type: 'bookings.loanExtended', payload: fact.extend({ dueAt: instant }), live: 'tenant' })
export const loanReturned = defineEvent({ type: 'bookings.loanReturned', payload: fact.extend({ isDamaged: z.boolean() }), live: 'tenant' })
/** It is late, and whoever has it was written to where there is an address. */
export const loanLate = defineEvent({ type: 'bookings.loanLate', payload: fact.extend({ dueAt: instant }), live: 'tenant' })

const item = z.object({ hubId: id, lostItemId: id, number: z.int() })
export const lostRegistered = defineEvent({ type: 'bookings.lostRegistered', payload: item, live: 'tenant' })
export const lostSettled = defineEvent({ type: 'bookings.lostSettled', payload: item.extend({ state: lostState }), live: 'tenant' })

export const lendingEvents = [lent, loanExtended, loanReturned, loanLate, lostRegistered, lostSettled]
