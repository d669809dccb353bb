import type { payment as ja } from './ja.ts'
import type { Translated } from '#platform/contract/texts.ts'

export const payment: Translated<Pick<typeof ja, 'errors' | 'guestMail'>> = {
  errors: {
    more_than_due: '내실 금액({balance}엔)보다 많습니다.',
    not_enough_given: '받은 금액이 부족합니다. 합계는 {total}엔입니다.',
    more_than_paid: '{most}엔까지 돌려드릴 수 있습니다.',
    already_voided: '이 수납은 이미 취소되었습니다.',
    day_closed: '{day}은 이미 마감되었습니다.',
    difference_unexplained: '장부와 {difference}엔 차이가 있습니다. 이유를 입력해 주세요.',
    carried_too_much: '남길 금액이 센 금액({counted}엔)보다 많습니다.',
    day_not_come: '아직 오지 않은 날입니다.',
    too_many_movements: '입출금이 {most}건을 넘습니다. 기간을 줄여 주세요.',
    tax_rate_taken: '그날부터의 세율은 이미 등록되어 있습니다.',
    nothing_to_invoice: '이 달에 청구할 이용료가 없습니다.',
    month_not_over: '아직 끝나지 않은 달의 청구서는 낼 수 없습니다.',
    issuer_missing: '발행자 이름이 정해지지 않았습니다.',
    invoice_paid: '이 청구서는 이미 입금되었습니다.',
    invoice_corrected: '이 청구서는 이미 취소되었습니다.',
    on_invoice: '이 예약은 청구서에 실려 있습니다. 청구서에서 입금을 기록해 주세요.',
    fee_invoiced: '이 예약의 이용료는 입금 대기 중인 청구서에 실려 있습니다. 금액을 바꾸려면 먼저 청구서를 취소해 주세요.',
    given_back: '이 입금은 이미 환불되었습니다. 취소하면 같은 돈을 두 번 돌려주게 됩니다.',
    void_elsewhere: '영수증이 있는 입금은 영수증에서, 청구서의 입금은 청구서에서 취소해 주세요.',
    invoice_unpaid: '이 청구서는 아직 입금되지 않았습니다.',
    no_permit: '허가서는 확정된 예약에만 발행할 수 있습니다.',
  },
  guestMail: {
    warning: {
      subject: '[{hub}] 이용료 납부를 기다리고 있습니다',
      lead: '아래 예약의 이용료가 아직 납부되지 않았습니다. 기한까지 납부해 주세요.',
      cancels: '기한까지 납부되지 않으면 예약은 자동으로 취소됩니다.',
    },
    refunded: {
      subject: '[{hub}] 이용료를 돌려드렸습니다',
      lead: '아래 예약의 이용료를 돌려드렸습니다.',
    },
    amount: '내실 금액',
    due: '기한',
    bank: '입금 계좌',
    refund: '돌려드린 금액',
    permit: '이용 허가서(PDF)',
    permitFailed: '이용 허가서를 받지 못했습니다.',
    unpaidReason: '이용료가 기한까지 납부되지 않았기 때문',
  },
}
