import type { payment as ja } from './ja.ts'
import type { Translated } from '#platform/contract/texts.ts'

export const payment: Translated<Pick<typeof ja, 'errors' | 'guestMail'>> = {
  errors: {
    more_than_due: '超过应付金额（{balance}日元）。',
    not_enough_given: '收取金额不足，合计为 {total}日元。',
    more_than_paid: '最多可退还 {most}日元。',
    already_voided: '此收款已撤销。',
    day_closed: '{day} 已结账。',
    difference_unexplained: '与账面相差 {difference}日元，请填写理由。',
    carried_too_much: '留存金额超过清点金额（{counted}日元）。',
    day_not_come: '该日期尚未到来。',
    too_many_movements: '收支超过 {most} 笔，请缩短期间。',
    tax_rate_taken: '该日期起的税率已登记。',
    nothing_to_invoice: '该月没有可请款的费用。',
    month_not_over: '尚未结束的月份不能开具请款单。',
    issuer_missing: '尚未设定开具者名称。',
    invoice_paid: '该请款单已付款。',
    invoice_corrected: '该请款单已撤销。',
    on_invoice: '此预订已列入请款单，请在请款单上登记付款。',
    fee_invoiced: '此预订的费用已列入待付款的请款单。如需更改金额，请先撤销请款单。',
    given_back: '此款项已退还。若再撤销，将重复退款。',
    void_elsewhere: '有收据的收款请在收据处撤销，请款单的付款请在请款单处撤销。',
    invoice_unpaid: '该请款单尚未付款。',
    no_permit: '许可书仅对已确定的预订发行。',
  },
  guestMail: {
    warning: {
      subject: '【{hub}】等待您支付使用费',
      lead: '以下预订的使用费尚未支付，请在期限前支付。',
      cancels: '若逾期未支付，预订将自动取消。',
    },
    refunded: {
      subject: '【{hub}】已退还使用费',
      lead: '已退还以下预订的使用费。',
    },
    amount: '应付金额',
    due: '期限',
    bank: '汇款账户',
    refund: '退还金额',
    permit: '使用许可书（PDF）',
    permitFailed: '未能取得使用许可书。',
    unpaidReason: '使用费未在期限内支付',
  },
}
