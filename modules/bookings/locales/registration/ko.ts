import type { registration as ja } from './ja.ts'
import type { Translated } from '#platform/contract/texts.ts'

export const registration: Translated<Pick<typeof ja, 'errors' | 'guestMail'>> = {
  errors: {
    already_registered: '이미 등록되어 있거나 신청을 심사 중입니다.',
    registration_decided: '현재 등록 상태에서는 이 절차를 진행할 수 없습니다. 화면을 다시 열어 확인해 주세요.',
    validity_over: '이미 지난 날짜입니다. 오늘 이후의 날짜를 선택해 주세요.',
    too_many_proofs: '서류는 {most}개까지 첨부할 수 있습니다.',
  },
  guestMail: {
    asked: {
      subject: '[{town}] 이용자 등록 신청을 접수했습니다',
      lead: '이용자 등록 신청을 접수했습니다. 심사가 끝나면 이 메일 주소로 알려 드립니다.',
    },
    returned: {
      subject: '[{town}] 등록 신청에 대해 확인할 사항이 있습니다',
      lead: '신청 내용에 확인하거나 추가할 사항이 있습니다. 아래 링크에서 내용을 고쳐 다시 보내 주세요.',
    },
    accepted: {
      subject: '[{town}] 이용자 등록이 완료되었습니다',
      lead: '이용자 등록이 완료되었습니다. 유효 기간까지 아래 구분으로 이용하실 수 있습니다.',
    },
    refused: { subject: '[{town}] 등록 심사 결과에 대하여', lead: '심사 결과, 이번에는 등록을 받아들일 수 없었습니다.' },
    renewed: { subject: '[{town}] 이용자 등록을 갱신했습니다', lead: '이용자 등록을 갱신했습니다.' },
    blocked: { subject: '[{town}] 이용을 정지했습니다', lead: '아래 이유로 이용을 정지했습니다.' },
    unblocked: { subject: '[{town}] 이용 정지를 해제했습니다', lead: '이용 정지를 해제했습니다. 이전과 같이 이용하실 수 있습니다.' },
    withdrawn: { subject: '[{town}] 이용자 등록을 철회했습니다', lead: '등록(또는 신청)의 철회를 접수했습니다.' },
    name: '등록 이름',
    number: '등록 번호',
    userClass: '구분',
    validUntil: '유효 기한',
    blockedUntil: '정지 기한',
    reason: '이유·전달 사항',
    look: '등록 상황 보기',
    class: { general: '일반', resident: '지역 거주·근무·재학', member: '회원', 'non-profit': '비영리 단체', company: '기업' },
  },
}
