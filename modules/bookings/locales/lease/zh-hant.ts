import type { Translated } from '#platform/contract/texts.ts'
import type { lease as ja } from './ja.ts'

export const lease: Translated<Pick<typeof ja, 'errors' | 'guestMail'>> = {
  errors: {
    lease_conflicts: '這段期間有{bookings}個預約和{leases}份其他租約。請先改期或取消。沒有儲存任何內容。',
    lease_over_lottery: '這段期間的一部分屬於抽籤「{name}」。請先完成或取消抽籤。',
    not_leasable: '這個場所沒有登記可出租的座位或房間。',
    lease_too_long: '這種類型最長{days}天。更長時請選擇其他類型。',
    lease_over_already: '最後一天已經過去，或早於第一天。',
    lease_not_open: '目前的狀態不能進行此操作。請重新開啟頁面確認。',
    lease_not_member: '只能登記該團體的會員。',
    lease_too_much: '超過了該月的金額。最多可輸入{most}日圓。',
    lease_month_invoiced: '該月已列入帳單。請在帳單頁面登記付款或更正。',
  },
  guestMail: {
    room: '場所',
    kind: '類型',
    kinds: {
      lease: '進駐',
      short: '短期出借',
      trial: '體驗使用',
    },
    holder: '使用者',
    from: '開始日期',
    until: '最後一天',
    feeName: '使用費',
    free: '免費',
    fee: {
      monthly: '每月{yen}日圓',
      flat: '{yen}日圓（整個期間）',
    },
    answerUntil: '答覆期限',
    answer: '請不要回覆此郵件，請致電據點（{phone}）答覆。超過期限後，房間將重新開放。',
    look: '查看內容',
    offered: {
      subject: '【{hub}】關於使用{room}的介紹',
      lead: '我們可以按以下內容為您準備房間。請確認後在期限前答覆。',
    },
    active: {
      subject: '【{hub}】{room}的使用已確定',
      lead: '房間的使用已按以下內容確定。',
    },
    changed: {
      subject: '【{hub}】{room}的使用期間已變更',
      lead: '房間的使用期間變更如下。',
    },
    ending: {
      subject: '【{hub}】{room}的使用期間即將結束',
      lead: '房間的使用期間即將結束。如希望延長，請儘早與據點聯絡。',
    },
    ended: {
      subject: '【{hub}】{room}的使用已結束',
      lead: '房間的使用已結束。感謝您的使用。',
    },
    withdrawn: {
      subject: '【{hub}】{room}的使用已取消',
      lead: '以下房間的使用已取消。',
    },
    closed: { subject: '【{hub}】{room}將暫時關閉', lead: '以下時間將暫停開放，屆時無法使用房間。' },
    lifted: { subject: '【{hub}】{room}的關閉已取消', lead: '以下時間的關閉已取消，房間可照常使用。' },
    lapsed: {
      subject: '【{hub}】{room}的答覆期限已過',
      lead: '答覆期限已過，房間已重新開放。',
    },
  },
}
