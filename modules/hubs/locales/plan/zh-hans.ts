import type { Translated } from '#platform/contract/texts.ts'
import type { plan as ja } from './ja.ts'

export const plan: Translated<Pick<typeof ja, 'public'>> = {
  public: {
    title: '平面图',
    alt: '平面图：{name}。各编号的说明见后面的列表。',
    seat: '{name} 座位{label}',
    machine: '{name} {label}',
  },
}
