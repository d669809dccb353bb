import type { Translated } from '#platform/contract/texts.ts'
import type { series as ja } from './ja.ts'

export const series: Translated<Pick<typeof ja, 'errors' | 'guestMail'>> = {
  errors: {
    series_conflicts: '有 {count} 天无法预约。目前尚未预约任何一天，请逐日取消，或选择其他时间或地点。',
    series_too_long: '重复预约最多 {most} 次，请缩短期间。',
    series_empty: '按此规则没有可预约的日期。',
    series_over: '已没有可以更改或取消的日期。',
  },
  guestMail: {
    booked: { subject: '【{hub}】重复预约已受理', lead: '已为您预约 {count} 天。' },
    requested: { subject: '【{hub}】已收到您的重复预约申请', lead: '已收到您 {count} 天的预约申请，确认后将另行通知。' },
    changed: { subject: '【{hub}】重复预约有变更', lead: '您的重复预约中，以下 {count} 天有变更。' },
    cancelled: { subject: '【{hub}】重复预约已取消', lead: '您的重复预约已全部取消。' },
    dayMoved: '{when}（变更后）',
    approved: { subject: '【{hub}】重复预约已确定', lead: '您申请的 {count} 天预约已确定。' },
    dayDeclined: '{when}（未能受理）',
    dayGone: '{when}（已取消）',
    rest: '另有 {count} 天',
    manage: '查看、更改或取消各日预约',
    askHub: '如需更改或取消，请与设施联系。',
  },
}
