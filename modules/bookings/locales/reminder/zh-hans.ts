import type { Translated } from '#platform/contract/texts.ts'
import type { pushTexts as jaPush, reminderMail as jaMail, reminderPage as jaPage } from './ja.ts'

/** What a guest reads when reminders are to stop. */
export const reminderPage: Translated<typeof jaPage> = {
  title: '停止提醒邮件',
  lead: '您可以停止预约前一天发送的提醒邮件。预约将保留。',
  stop: '停止提醒邮件',
  stopped: '已停止提醒邮件。预约变更或取消时仍会通知您。',
  again: '重新接收',
  back: '查看预约',
  noLink: '请通过邮件中的链接打开',
}

export const reminderMail: Translated<typeof jaMail> = {
  subject: '【{hub}】预约提醒（{when}）',
  lead: '您的预约即将到来，特此提醒。',
  stop: '如不需要此类提醒，可在此停止。\n{url}',
}

export const pushTexts: Translated<typeof jaPush> = {
  reminder: '预约时间快到了',
  changed: '您的预约已变更',
  cancelled: '您的预约已取消',
  approved: '您的申请已获批准',
  declined: '您的申请未获批准',
  offered: '有空位了，请尽快决定',
  released: '未能确认您到场，座位已释放',
  test: '来自 Hiroba 的消息',
  testBody: '此设备可以接收消息。',
}
