import type { Translated } from '#platform/contract/texts.ts'
import type { mutualUse as ja } from './ja.ts'

export const mutualUse: Translated<Pick<typeof ja, 'public' | 'errors'>> = {
  public: {
    tag: '合作据点',
    tagTitle: '凭与{partner}的互惠使用协议，您可以会员身份在此预约',
  },
  errors: {
    settled: '内容已发生变化，请重新加载页面查看当前状态。',
    overlaps: '与该联合体之间已有期间重叠的协议，或有等待答复的提议。',
  },
}
