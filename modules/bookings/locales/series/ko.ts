import type { Translated } from '#platform/contract/texts.ts'
import type { series as ja } from './ja.ts'

export const series: Translated<Pick<typeof ja, 'errors' | 'guestMail'>> = {
  errors: {
    series_conflicts:
      '예약할 수 없는 날이 {count}일 있습니다. 아직 아무것도 예약되지 않았습니다. 날짜별로 제외하거나 다른 시간이나 장소를 선택해 주세요.',
    series_too_long: '반복 예약은 최대 {most}회까지입니다. 기간을 줄여 주세요.',
    series_empty: '이 규칙으로는 예약할 날이 없습니다.',
    series_over: '변경하거나 취소할 수 있는 날이 남아 있지 않습니다.',
  },
  guestMail: {
    booked: { subject: '[{hub}] 반복 예약이 접수되었습니다', lead: '{count}일분의 예약을 접수했습니다.' },
    requested: {
      subject: '[{hub}] 반복 예약 신청을 받았습니다',
      lead: '{count}일분의 예약 신청을 받았습니다. 확인 후 다시 알려 드리겠습니다.',
    },
    changed: { subject: '[{hub}] 반복 예약이 변경되었습니다', lead: '반복 예약 중 다음 {count}일분이 변경되었습니다.' },
    cancelled: { subject: '[{hub}] 반복 예약이 취소되었습니다', lead: '반복 예약이 모두 취소되었습니다.' },
    dayMoved: '{when} (변경됨)',
    approved: { subject: '[{hub}] 반복 예약이 확정되었습니다', lead: '신청하신 {count}일분의 예약이 확정되었습니다.' },
    dayDeclined: '{when} (접수할 수 없음)',
    dayGone: '{when} (취소됨)',
    rest: '외 {count}일분',
    manage: '모든 날 보기·변경·취소',
    askHub: '변경이나 취소는 시설로 연락해 주세요.',
  },
}
