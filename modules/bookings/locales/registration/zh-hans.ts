import type { registration as ja } from './ja.ts'
import type { Translated } from '#platform/contract/texts.ts'

export const registration: Translated<Pick<typeof ja, 'errors' | 'guestMail'>> = {
  errors: {
    already_registered: '此人已登记，或登记申请正在审核中。',
    registration_decided: '以登记的当前状态无法办理此手续。请重新打开页面确认。',
    validity_over: '该日期已过。请选择今天或以后的日期。',
    too_many_proofs: '最多可附 {most} 份文件。',
  },
  guestMail: {
    asked: { subject: '【{town}】已收到您的使用者登记申请', lead: '已收到您的使用者登记申请。审核结束后，将通过此邮箱通知您。' },
    returned: { subject: '【{town}】关于您的登记申请有事项需要确认', lead: '申请内容有需要确认或补充之处。请通过以下链接修改后重新提交。' },
    accepted: { subject: '【{town}】使用者登记已完成', lead: '使用者登记已完成。在有效期内，您可按以下类别使用。' },
    refused: { subject: '【{town}】关于登记审核结果', lead: '经审核，此次未能受理您的登记。' },
    renewed: { subject: '【{town}】使用者登记已更新', lead: '您的使用者登记已更新。' },
    blocked: { subject: '【{town}】已暂停您的使用', lead: '因以下原因，已暂停您的使用。' },
    unblocked: { subject: '【{town}】已解除暂停使用', lead: '已解除暂停，您可以照常使用。' },
    withdrawn: { subject: '【{town}】使用者登记已撤回', lead: '已受理您撤回登记（或申请）。' },
    name: '登记名称',
    number: '登记编号',
    userClass: '类别',
    validUntil: '有效期至',
    blockedUntil: '暂停至',
    reason: '理由・备注',
    look: '查看登记状况',
    class: { general: '一般', resident: '本町居住・工作・就学', member: '会员', 'non-profit': '非营利团体', company: '企业' },
  },
}
