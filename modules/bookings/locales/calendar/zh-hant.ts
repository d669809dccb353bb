import type { Translated } from '#platform/contract/texts.ts'
import type { calendarMail as jaMail } from './ja.ts'

export const calendarMail: Translated<typeof jaMail> = {
  note: '在行事曆中移動或刪除此行程不會更改預約。更改或取消請點此：',
  own: 'Hiroba 預約',
  desk: '{name} 預約',
}
