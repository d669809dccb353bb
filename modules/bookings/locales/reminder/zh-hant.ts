import type { Translated } from '#platform/contract/texts.ts'
import type { pushTexts as jaPush, reminderMail as jaMail, reminderPage as jaPage } from './ja.ts'

/** What a guest reads when reminders are to stop. */
export const reminderPage: Translated<typeof jaPage> = {
  title: '停止提醒郵件',
  lead: '您可以停止預約前一天寄送的提醒郵件。預約將保留。',
  stop: '停止提醒郵件',
  stopped: '已停止提醒郵件。預約變更或取消時仍會通知您。',
  again: '重新接收',
  back: '查看預約',
  noLink: '請透過郵件中的連結開啟',
}

export const reminderMail: Translated<typeof jaMail> = {
  subject: '【{hub}】預約提醒（{when}）',
  lead: '您的預約即將到來，特此提醒。',
  stop: '如不需要此類提醒，可在此停止。\n{url}',
}

export const pushTexts: Translated<typeof jaPush> = {
  reminder: '預約時間快到了',
  changed: '您的預約已變更',
  cancelled: '您的預約已取消',
  approved: '您的申請已獲核准',
  declined: '您的申請未獲核准',
  offered: '有空位了，請儘快決定',
  released: '未能確認您到場，座位已釋出',
  test: '來自 Hiroba 的訊息',
  testBody: '此裝置可以接收訊息。',
}
