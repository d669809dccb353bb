import type { Translated } from '#platform/contract/texts.ts'
import type { desk as ja } from './ja.ts'

export const desk: Translated<Pick<typeof ja, 'errors' | 'guestMail'>> = {
  errors: {
    nothing_free_now: '지금 비어 있는 좌석이나 방이 없습니다. 인원을 줄이거나 잠시 후 다시 시도해 주세요.',
    not_so_many_came: '이미 접수된 {arrived}명까지만 취소할 수 있습니다.',
    already_lent: '이 물품은 현재 대여 중입니다.',
    already_back: '이 대여는 이미 반납되었습니다.',
    lost_settled: '이 분실물은 이미 인계되었거나 처분되었습니다.',
    closure_lifted: '이 휴관은 이미 취소되었습니다.',
    no_walk_ins: '이 화면에서는 당일 이용을 접수하지 않습니다. 데스크에 문의해 주세요.',
  },
  guestMail: {
    code: '접수 번호',
    loanLate: {
      subject: '[{hub}] 대여 물품 반납 부탁드립니다',
      lead: '다음 물품의 반납 시간이 지났습니다. 아직 가지고 계시면 데스크로 반납해 주세요. 이미 반납하셨다면 이 메일은 무시해 주세요.',
    },
    lent: '대여 물품',
    dueAt: '반납 시간',
    closureOffer: {
      subject: '[{hub}] 휴관으로 예약 일시 변경을 부탁드립니다',
      lead: '다음 예약 시간은 휴관으로 이용하실 수 없습니다. 아래의 비어 있는 시간이나 장소에서 골라 변경해 주세요. 변경하지 않으시면 {until}에 예약이 취소됩니다.',
      offers: '현재 비어 있는 시간과 장소',
    },
  },
}
