import type { payment as ja } from './ja.ts'
import type { Translated } from '#platform/contract/texts.ts'

export const payment: Translated<Pick<typeof ja, 'errors' | 'guestMail'>> = {
  errors: {
    more_than_due: '超過應付金額（{balance}日圓）。',
    not_enough_given: '收取金額不足，合計為 {total}日圓。',
    more_than_paid: '最多可退還 {most}日圓。',
    already_voided: '此收款已撤銷。',
    day_closed: '{day} 已結帳。',
    difference_unexplained: '與帳面相差 {difference}日圓，請填寫理由。',
    carried_too_much: '留存金額超過清點金額（{counted}日圓）。',
    day_not_come: '該日期尚未到來。',
    too_many_movements: '收支超過 {most} 筆，請縮短期間。',
    tax_rate_taken: '該日期起的稅率已登記。',
    nothing_to_invoice: '該月沒有可請款的費用。',
    month_not_over: '尚未結束的月份不能開立請款單。',
    issuer_missing: '尚未設定開立者名稱。',
    invoice_paid: '該請款單已付款。',
    invoice_corrected: '該請款單已撤銷。',
    on_invoice: '此預約已列入請款單，請在請款單上登記付款。',
    fee_invoiced: '此預約的費用已列入待付款的請款單。如需更改金額，請先撤銷請款單。',
    given_back: '此款項已退還。若再撤銷，將重複退款。',
    void_elsewhere: '有收據的收款請在收據處撤銷，請款單的付款請在請款單處撤銷。',
    invoice_unpaid: '該請款單尚未付款。',
    no_permit: '許可書僅對已確定的預約發行。',
  },
  guestMail: {
    warning: {
      subject: '【{hub}】等待您支付使用費',
      lead: '以下預約的使用費尚未支付，請於期限前支付。',
      cancels: '若逾期未支付，預約將自動取消。',
    },
    refunded: {
      subject: '【{hub}】已退還使用費',
      lead: '已退還以下預約的使用費。',
    },
    amount: '應付金額',
    due: '期限',
    bank: '匯款帳戶',
    refund: '退還金額',
    permit: '使用許可書（PDF）',
    permitFailed: '未能取得使用許可書。',
    unpaidReason: '使用費未於期限內支付',
  },
}
