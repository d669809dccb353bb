import * as z from 'zod'
import { defineEvent } from './events.ts'
import { id } from './schemas.ts'

/** Somebody read a stored mail: it may hold personal words, so the look is on record. */
export const mailRead = defineEvent({ type: 'platform.mail-read', payload: z.object({ mailId: id }) })
