import type { Translated } from '#platform/contract/texts.ts'
import type { mutualUse as ja } from './ja.ts'

export const mutualUse: Translated<Pick<typeof ja, 'public' | 'guestMail' | 'errors'>> = {
  public: {
    note: '您可以作为{home}的会员，通过互惠使用在此预约。',
    book: '以会员身份预约',
  },
  guestMail: {
    days: '{from}至{until}',
    daysFrom: '自{from}起',
  },
  errors: {
    no_mutual_use: '本据点与您所属的联合体之间没有互惠使用协议。您仍可在据点页面以非会员身份预约。',
    mutual_use_other_days: '该日期不在互惠使用期间内（{days}）。',
    mutual_use_other_hub: '本据点不在互惠使用的范围内。',
    mutual_use_staff_only: '此互惠使用协议仅限运营人员。',
    mutual_use_month_full: '互惠使用的预约每人每月最多{most}次。请选择其他月份。',
  },
}
