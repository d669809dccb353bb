import type { GuestTranslated } from '#platform/contract/texts.ts'
import type { ja } from './ja.ts'

export const ko: GuestTranslated<typeof ja> = {
  public: {
    title: '현재 혼잡도',
    free: '여유 있습니다',
    some: '다소 혼잡',
    busy: '혼잡',
    unknown: '인원수만 표시합니다',
    people: '{count}명 이용 중',
    note: '출입문 기록으로 집계하며, 이름은 표시하지 않습니다.',
  },
  errors: {
    in_the_future: '앞으로의 시각은 기록할 수 없습니다. 실제 시각을 입력해 주세요.',
    nobody_there: '그 시각에는 재실 기록이 없습니다. 시각을 확인해 주세요.',
    struck_already: '이 기록은 이미 취소되었습니다.',
    period_too_long: '기간은 1일에서 400일까지로 해 주십시오. 종료일은 시작일과 같거나 그 이후여야 합니다.',
    already_settled: '이 문의 건은 이미 처리되었습니다.',
  },
}
