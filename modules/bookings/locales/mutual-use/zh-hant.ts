import type { Translated } from '#platform/contract/texts.ts'
import type { mutualUse as ja } from './ja.ts'

export const mutualUse: Translated<Pick<typeof ja, 'public' | 'guestMail' | 'errors'>> = {
  public: {
    note: '您可以作為{home}的會員，透過互惠使用在此預約。',
    book: '以會員身分預約',
  },
  guestMail: {
    days: '{from}至{until}',
    daysFrom: '自{from}起',
  },
  errors: {
    no_mutual_use: '本據點與您所屬的聯合體之間沒有互惠使用協議。您仍可在據點頁面以非會員身分預約。',
    mutual_use_other_days: '該日期不在互惠使用期間內（{days}）。',
    mutual_use_other_hub: '本據點不在互惠使用的範圍內。',
    mutual_use_staff_only: '此互惠使用協議僅限營運人員。',
    mutual_use_month_full: '互惠使用的預約每人每月最多{most}次。請選擇其他月份。',
  },
}
