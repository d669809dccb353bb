import type { Translated } from '#platform/contract/texts.ts'
import type { calendarMail as jaMail } from './ja.ts'

export const calendarMail: Translated<typeof jaMail> = {
  note: '在日历中移动或删除此日程不会更改预订。更改或取消请点此：',
  own: 'Hiroba 预约',
  desk: '{name} 预约',
}
