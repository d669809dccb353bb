import type { registration as ja } from './ja.ts'
import type { Translated } from '#platform/contract/texts.ts'

export const registration: Translated<Pick<typeof ja, 'errors' | 'guestMail'>> = {
  errors: {
    already_registered: '此人已登記，或登記申請正在審核中。',
    registration_decided: '以登記目前的狀態無法辦理此手續。請重新開啟頁面確認。',
    validity_over: '該日期已過。請選擇今天或之後的日期。',
    too_many_proofs: '最多可附 {most} 份文件。',
  },
  guestMail: {
    asked: { subject: '【{town}】已收到您的使用者登記申請', lead: '已收到您的使用者登記申請。審核結束後，將以此信箱通知您。' },
    returned: { subject: '【{town}】關於您的登記申請有事項需要確認', lead: '申請內容有需要確認或補充之處。請由以下連結修改後重新提出。' },
    accepted: { subject: '【{town}】使用者登記已完成', lead: '使用者登記已完成。在有效期限內，您可依以下類別使用。' },
    refused: { subject: '【{town}】關於登記審核結果', lead: '經審核，此次未能受理您的登記。' },
    renewed: { subject: '【{town}】使用者登記已更新', lead: '您的使用者登記已更新。' },
    blocked: { subject: '【{town}】已暫停您的使用', lead: '因以下原因，已暫停您的使用。' },
    unblocked: { subject: '【{town}】已解除暫停使用', lead: '已解除暫停，您可以照常使用。' },
    withdrawn: { subject: '【{town}】使用者登記已撤回', lead: '已受理您撤回登記（或申請）。' },
    name: '登記名稱',
    number: '登記編號',
    userClass: '類別',
    validUntil: '有效期限',
    blockedUntil: '暫停至',
    reason: '理由・備註',
    look: '查看登記狀況',
    class: { general: '一般', resident: '本町居住・工作・就學', member: '會員', 'non-profit': '非營利團體', company: '企業' },
  },
}
