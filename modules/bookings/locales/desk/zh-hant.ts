import type { Translated } from '#platform/contract/texts.ts'
import type { desk as ja } from './ja.ts'

export const desk: Translated<Pick<typeof ja, 'errors' | 'guestMail'>> = {
  errors: {
    nothing_free_now: '目前沒有空的座位或房間。請減少人數或稍後再試。',
    not_so_many_came: '最多只能取消已登記的 {arrived} 人。',
    already_lent: '該物品正在借出中。',
    already_back: '該借用已經歸還。',
    lost_settled: '該遺失物已經交還或處理完畢。',
    closure_lifted: '該停用安排已經取消。',
    no_walk_ins: '此畫面不受理當日使用。請到櫃檯洽詢。',
  },
  guestMail: {
    code: '報到號碼',
    loanLate: {
      subject: '【{hub}】請歸還所借物品',
      lead: '以下物品已超過歸還時間。如仍在您手中，請歸還至櫃檯。如已歸還，請忽略此郵件。',
    },
    lent: '所借物品',
    dueAt: '歸還時間',
    closureOffer: {
      subject: '【{hub}】因停用，請更改您的預約',
      lead: '以下預約的時間因停用無法使用。請從下面的空閒時間和地點中選擇並更改。如未更改，預約將於 {until} 取消。',
      offers: '目前空閒的時間和地點',
    },
  },
}
