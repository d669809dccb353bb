import type { Translated } from '#platform/contract/texts.ts'
import type { lease as ja } from './ja.ts'

export const lease: Translated<Pick<typeof ja, 'errors' | 'guestMail'>> = {
  errors: {
    lease_conflicts: '이 기간에는 예약 {bookings}건, 다른 임대 {leases}건이 있습니다. 먼저 옮기거나 취소해 주세요. 저장되지 않았습니다.',
    lease_over_lottery: '이 기간의 일부는 추첨 “{name}”의 대상입니다. 추첨을 마치거나 취소한 뒤 진행해 주세요.',
    not_leasable: '이 공간에는 빌려줄 자리나 방이 등록되어 있지 않습니다.',
    lease_too_long: '이 종류는 {days}일까지입니다. 더 길면 다른 종류를 선택해 주세요.',
    lease_over_already: '마지막 날이 이미 지났거나 첫날보다 앞섭니다.',
    lease_not_open: '현재 상태에서는 할 수 없습니다. 화면을 다시 열어 확인해 주세요.',
    lease_not_member: '해당 단체에 속한 회원만 등록할 수 있습니다.',
    lease_too_much: '그 달의 금액을 넘습니다. {most}엔까지 입력할 수 있습니다.',
    lease_month_invoiced: '이 달은 청구서에 올라 있습니다. 입금이나 정정은 청구서 화면에서 해 주세요.',
  },
  guestMail: {
    room: '장소',
    kind: '종류',
    kinds: {
      lease: '입주',
      short: '단기 임대',
      trial: '체험 이용',
    },
    holder: '사용자',
    from: '시작일',
    until: '마지막 날',
    feeName: '사용료',
    free: '무료',
    fee: {
      monthly: '월 {yen}엔',
      flat: '{yen}엔(기간 전체)',
    },
    answerUntil: '회답 기한',
    answer: '회답은 이 메일에 답장하지 말고 거점({phone})으로 연락해 주세요. 기한이 지나면 방은 다시 비게 됩니다.',
    look: '내용 보기',
    offered: {
      subject: '[{hub}] {room} 이용 안내',
      lead: '다음 내용으로 방을 준비할 수 있습니다. 확인하시고 기한까지 회답해 주세요.',
    },
    active: {
      subject: '[{hub}] {room} 사용이 확정되었습니다',
      lead: '다음 내용으로 방 사용이 확정되었습니다.',
    },
    changed: {
      subject: '[{hub}] {room} 사용 기간이 바뀌었습니다',
      lead: '방의 사용 기간이 다음과 같이 바뀌었습니다.',
    },
    ending: {
      subject: '[{hub}] {room} 사용 기간이 곧 끝납니다',
      lead: '방의 사용 기간이 곧 끝납니다. 연장을 원하시면 일찍 거점에 상담해 주세요.',
    },
    ended: {
      subject: '[{hub}] {room} 사용이 끝났습니다',
      lead: '방 사용이 끝났습니다. 이용해 주셔서 감사합니다.',
    },
    withdrawn: {
      subject: '[{hub}] {room} 사용이 취소되었습니다',
      lead: '다음 방의 사용은 취소되었습니다.',
    },
    closed: { subject: '[{hub}] {room} 일시 사용 중지 안내', lead: '다음 시간은 휴관하므로 방을 사용하실 수 없습니다.' },
    lifted: {
      subject: '[{hub}] {room} 휴관이 취소되었습니다',
      lead: '다음 시간의 휴관이 취소되었습니다. 방을 평소대로 사용하실 수 있습니다.',
    },
    lapsed: {
      subject: '[{hub}] {room} 안내 기한이 지났습니다',
      lead: '회답 기한이 지나 방은 다시 비게 되었습니다.',
    },
  },
}
