import type { Translated } from '#platform/contract/texts.ts'
import type { lease as ja } from './ja.ts'

export const lease: Translated<Pick<typeof ja, 'errors' | 'guestMail'>> = {
  errors: {
    lease_conflicts: '这段期间有{bookings}个预订和{leases}份其他租约。请先改期或取消。没有保存任何内容。',
    lease_over_lottery: '这段期间的一部分属于抽签“{name}”。请先完成或取消抽签。',
    not_leasable: '这个场所没有登记可出租的座位或房间。',
    lease_too_long: '这种类型最长{days}天。更长时请选择其他类型。',
    lease_over_already: '最后一天已经过去，或早于第一天。',
    lease_not_open: '目前的状态不能进行此操作。请重新打开页面确认。',
    lease_not_member: '只能登记该团体的会员。',
    lease_too_much: '超过了该月的金额。最多可输入{most}日元。',
    lease_month_invoiced: '该月已列入账单。请在账单页面登记付款或更正。',
  },
  guestMail: {
    room: '场所',
    kind: '类型',
    kinds: {
      lease: '入驻',
      short: '短期出借',
      trial: '体验使用',
    },
    holder: '使用者',
    from: '开始日期',
    until: '最后一天',
    feeName: '使用费',
    free: '免费',
    fee: {
      monthly: '每月{yen}日元',
      flat: '{yen}日元（整个期间）',
    },
    answerUntil: '答复期限',
    answer: '请不要回复此邮件，请致电据点（{phone}）答复。超过期限后，房间将重新开放。',
    look: '查看内容',
    offered: {
      subject: '【{hub}】关于使用{room}的介绍',
      lead: '我们可以按以下内容为您准备房间。请确认后在期限前答复。',
    },
    active: {
      subject: '【{hub}】{room}的使用已确定',
      lead: '房间的使用已按以下内容确定。',
    },
    changed: {
      subject: '【{hub}】{room}的使用期间已变更',
      lead: '房间的使用期间变更如下。',
    },
    ending: {
      subject: '【{hub}】{room}的使用期间即将结束',
      lead: '房间的使用期间即将结束。如希望延长，请尽早与据点联系。',
    },
    ended: {
      subject: '【{hub}】{room}的使用已结束',
      lead: '房间的使用已结束。感谢您的使用。',
    },
    withdrawn: {
      subject: '【{hub}】{room}的使用已取消',
      lead: '以下房间的使用已取消。',
    },
    closed: { subject: '【{hub}】{room}将暂时关闭', lead: '以下时间将暂停开放，届时无法使用房间。' },
    lifted: { subject: '【{hub}】{room}的关闭已取消', lead: '以下时间的关闭已取消，房间可照常使用。' },
    lapsed: {
      subject: '【{hub}】{room}的答复期限已过',
      lead: '答复期限已过，房间已重新开放。',
    },
  },
}
