import type { Translated } from '#platform/contract/texts.ts'
import type { pushTexts as jaPush, reminderMail as jaMail, reminderPage as jaPage } from './ja.ts'

/** What a guest reads when reminders are to stop. */
export const reminderPage: Translated<typeof jaPage> = {
  title: '안내 메일 중지',
  lead: '예약 전날 보내 드리는 안내 메일을 중지할 수 있습니다. 예약은 그대로 유지됩니다.',
  stop: '안내 메일 중지',
  stopped: '안내 메일을 중지했습니다. 예약 변경이나 취소는 계속 알려 드립니다.',
  again: '다시 받기',
  back: '예약 내용 보기',
  noLink: '메일의 링크로 열어 주세요',
}

export const reminderMail: Translated<typeof jaMail> = {
  subject: '[{hub}] 예약 안내 ({when})',
  lead: '예약하신 날이 다가와 안내해 드립니다.',
  stop: '안내 메일이 필요 없으시면 여기에서 중지할 수 있습니다.\n{url}',
}

export const pushTexts: Translated<typeof jaPush> = {
  reminder: '예약 시간이 다가옵니다',
  changed: '예약이 변경되었습니다',
  cancelled: '예약이 취소되었습니다',
  approved: '신청이 승인되었습니다',
  declined: '신청이 승인되지 않았습니다',
  offered: '빈자리가 났습니다. 서둘러 결정해 주세요',
  released: '방문이 확인되지 않아 자리를 비웠습니다',
  test: 'Hiroba에서 보낸 알림',
  testBody: '이 기기에서 알림을 받을 수 있습니다.',
}
