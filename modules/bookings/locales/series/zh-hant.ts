import type { Translated } from '#platform/contract/texts.ts'
import type { series as ja } from './ja.ts'

export const series: Translated<Pick<typeof ja, 'errors' | 'guestMail'>> = {
  errors: {
    series_conflicts: '有 {count} 天無法預約。目前尚未預約任何一天，請逐日取消，或選擇其他時間或地點。',
    series_too_long: '重複預約最多 {most} 次，請縮短期間。',
    series_empty: '依此規則沒有可預約的日期。',
    series_over: '已沒有可以變更或取消的日期。',
  },
  guestMail: {
    booked: { subject: '【{hub}】重複預約已受理', lead: '已為您預約 {count} 天。' },
    requested: { subject: '【{hub}】已收到您的重複預約申請', lead: '已收到您 {count} 天的預約申請，確認後將另行通知。' },
    changed: { subject: '【{hub}】重複預約有變更', lead: '您的重複預約中，以下 {count} 天有變更。' },
    cancelled: { subject: '【{hub}】重複預約已取消', lead: '您的重複預約已全部取消。' },
    dayMoved: '{when}（變更後）',
    approved: { subject: '【{hub}】重複預約已確定', lead: '您申請的 {count} 天預約已確定。' },
    dayDeclined: '{when}（未能受理）',
    dayGone: '{when}（已取消）',
    rest: '另有 {count} 天',
    manage: '查看、變更或取消各日預約',
    askHub: '如需變更或取消，請與設施聯絡。',
  },
}
