import type { Translated } from '#platform/contract/texts.ts'
import type { desk as ja } from './ja.ts'

export const desk: Translated<Pick<typeof ja, 'errors' | 'guestMail'>> = {
  errors: {
    nothing_free_now: '目前没有空闲的座位或房间。请减少人数或稍后再试。',
    not_so_many_came: '最多只能取消已登记的 {arrived} 人。',
    already_lent: '该物品正在借出中。',
    already_back: '该借用已经归还。',
    lost_settled: '该遗失物已经交还或处理完毕。',
    closure_lifted: '该停用安排已经取消。',
    no_walk_ins: '此屏幕不受理当日使用。请到前台咨询。',
  },
  guestMail: {
    code: '签到号',
    loanLate: {
      subject: '【{hub}】请归还所借物品',
      lead: '以下物品已超过归还时间。如仍在您手中，请归还至前台。如已归还，请忽略此邮件。',
    },
    lent: '所借物品',
    dueAt: '归还时间',
    closureOffer: {
      subject: '【{hub}】因停用，请更改您的预订',
      lead: '以下预订的时间因停用无法使用。请从下面的空闲时间和地点中选择并更改。如未更改，预订将于 {until} 取消。',
      offers: '目前空闲的时间和地点',
    },
  },
}
