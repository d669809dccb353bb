import type { Translated } from '#platform/contract/texts.ts'
import type { calendarMail as jaMail } from './ja.ts'

export const calendarMail: Translated<typeof jaMail> = {
  note: '캘린더에서 옮기거나 삭제해도 예약은 바뀌지 않습니다. 변경이나 취소는 여기에서:',
  own: 'Hiroba 예약',
  desk: '{name} 예약',
}
