import type { GuestTranslated } from '#platform/contract/texts.ts'
import type { ja } from './ja.ts'

export const zhHant: GuestTranslated<typeof ja> = {
  public: {
    title: '目前擁擠程度',
    free: '空位充足',
    some: '稍有擁擠',
    busy: '擁擠',
    unknown: '僅顯示人數',
    people: '{count}人正在使用',
    note: '依門禁紀錄統計，不顯示姓名。',
  },
  errors: {
    in_the_future: '不能記錄未來的時間，請輸入實際發生的時間。',
    nobody_there: '該時間沒有在館紀錄，請確認時間。',
    struck_already: '此記錄已被取消。',
    period_too_long: '請選擇1至400天的期間，結束日不得早於開始日。',
    already_settled: '此門的情況已處理。',
  },
}
