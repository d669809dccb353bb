import type { Translated } from '#platform/contract/texts.ts'
import type { mutualUse as ja } from './ja.ts'

export const mutualUse: Translated<Pick<typeof ja, 'public' | 'guestMail' | 'errors'>> = {
  public: {
    note: '{home}의 회원으로서 상호 이용으로 예약할 수 있습니다.',
    book: '회원으로 예약하기',
  },
  guestMail: {
    days: '{from}부터 {until}까지',
    daysFrom: '{from}부터',
  },
  errors: {
    no_mutual_use: '이 거점과 소속 컨소시엄 사이에 상호 이용 협정이 없습니다. 비회원 예약은 거점 페이지에서 할 수 있습니다.',
    mutual_use_other_days: '그날은 상호 이용 기간에 포함되지 않습니다({days}).',
    mutual_use_other_hub: '이 거점은 상호 이용 대상이 아닙니다.',
    mutual_use_staff_only: '이 상호 이용은 운영 직원만 이용할 수 있습니다.',
    mutual_use_month_full: '상호 이용 예약은 1인당 한 달에 {most}회까지입니다. 다른 달을 선택해 주세요.',
  },
}
