import type { Translated } from '#platform/contract/texts.ts'
import type { plan as ja } from './ja.ts'

export const plan: Translated<Pick<typeof ja, 'public'>> = {
  public: {
    title: '平面圖',
    alt: '平面圖：{name}。各編號的說明請見後面的清單。',
    seat: '{name} 座位{label}',
    machine: '{name} {label}',
  },
}
