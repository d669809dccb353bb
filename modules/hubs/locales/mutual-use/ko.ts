import type { Translated } from '#platform/contract/texts.ts'
import type { mutualUse as ja } from './ja.ts'

export const mutualUse: Translated<Pick<typeof ja, 'public' | 'errors'>> = {
  public: {
    tag: '제휴 거점',
    tagTitle: '{partner}와의 상호 이용 협정으로 회원으로서 예약할 수 있습니다',
  },
  errors: {
    settled: '내용이 변경되었습니다. 화면을 새로고침하여 현재 상태를 확인해 주세요.',
    overlaps: '같은 상대와 기간이 겹치는 협정이나 답변을 기다리는 제안이 이미 있습니다.',
  },
}
