import type { Translated } from '#platform/contract/texts.ts'
import type { plan as ja } from './ja.ts'

export const plan: Translated<Pick<typeof ja, 'public'>> = {
  public: {
    title: '평면도',
    alt: '평면도: {name}. 번호의 위치는 이어지는 목록에서 설명합니다.',
    seat: '{name} {label}번 좌석',
    machine: '{name} {label}',
  },
}
