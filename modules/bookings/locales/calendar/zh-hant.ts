import type { Translated } from '#platform/contract/texts.ts'
import type { calendarMail as jaMail } from './ja.ts'

export const calendarMail: Translated<typeof jaMail> = { own: 'Hiroba 預約', desk: '{name} 預約' }
