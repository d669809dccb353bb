import type { Translated } from '#platform/contract/texts.ts'
import type { mutualUse as ja } from './ja.ts'

export const mutualUse: Translated<Pick<typeof ja, 'errors'>> = {
  errors: {
    settled: '內容已經變更，請重新載入頁面查看目前狀態。',
    overlaps: '與該聯合體之間已有期間重疊的協議，或有等待答覆的提議。',
  },
}
