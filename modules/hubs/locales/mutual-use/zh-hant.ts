import type { Translated } from '#platform/contract/texts.ts'
import type { mutualUse as ja } from './ja.ts'

export const mutualUse: Translated<Pick<typeof ja, 'public' | 'errors'>> = {
  public: {
    tag: '合作據點',
    tagTitle: '憑與{partner}的互惠使用協議，您可以會員身分在此預約',
  },
  errors: {
    settled: '內容已經變更，請重新載入頁面查看目前狀態。',
    overlaps: '與該聯合體之間已有期間重疊的協議，或有等待答覆的提議。',
  },
}
