import type { Translated } from '#platform/contract/texts.ts'
import type { records as ja } from './ja.ts'

export const records: Translated<typeof ja> = {
  errors: { not_your_mail: '입력한 메일 주소가 다릅니다.' },
  guestMail: {
    subject: '[{hub}] 회원님에 관한 기록',
    lead: '아래 링크에서 회원님에 관한 기록을 확인하거나 내려받거나 삭제할 수 있습니다.',
    until: '이 링크는 {until}까지 사용할 수 있습니다. 다른 사람에게 전달하지 마세요.',
    unexpected: '요청하신 적이 없다면 이 메일을 삭제해 주세요.',
  },
  page: {
    about: '회원님에 관한 기록',
    aboutBody:
      '운영자가 이 메일 주소에 대해 보관하는 기록을 확인하거나 내려받거나 삭제할 수 있습니다. 본인 확인을 위해 별도의 링크를 메일로 보냅니다.',
    ask: '기록 링크를 메일로 받기',
    asked: '{mail}(으)로 링크를 보냈습니다. 24시간 동안 사용할 수 있습니다.',
    open: '기록 보기',
    title: '회원님에 관한 기록',
    of: '{mail}에 관한 기록입니다. 이 링크는 {until}까지 사용할 수 있습니다.',
    bookings: '예약',
    noBookings: '예약이 없습니다.',
    waiting: '대기 {count}건이 있습니다.',
    loans: '비품 대여 기록이 {count}건 있습니다.',
    mails: '보낸 메일',
    noMails: '메일이 없습니다.',
    take: '모두 내려받기',
    takeExcel: 'Excel로 받기',
    takeJson: 'JSON으로 받기',
    takeFailed: '내려받지 못했습니다. 다시 시도해 주세요.',
    forgetTitle: '기록 삭제',
    forgetAbout:
      '이름, 메일 주소, 전화번호, 용도, 보낸 메일의 내용, 대기 신청을 삭제합니다. 언제 어느 공간을 이용했는지는 이름 없이 남습니다. 영수증 등 법령에 따라 보관하는 것도 남습니다.',
    cancels: '앞으로의 예약 {count}건은 취소됩니다. 취소를 원하지 않으시면 이용 후에 삭제해 주세요.',
    forget: '기록 삭제',
    confirmTitle: '기록을 삭제하시겠습니까?',
    final: '삭제한 기록은 되돌릴 수 없습니다. 안내 메일은 보내지 않습니다.',
    type: '확인을 위해 {mail}을(를) 입력해 주세요',
    typeLabel: '메일 주소',
    keep: '삭제하지 않기',
    doneTitle: '기록을 삭제했습니다',
    done: '예약 {bookings}건에서 이름과 연락처를 삭제했습니다.',
    doneCancelled: '앞으로의 예약 {count}건을 취소했습니다.',
    gone: '사용할 수 없는 링크입니다',
    goneBody: '기한이 지났거나 기록이 이미 삭제되었습니다. 예약 메일의 링크에서 다시 요청해 주세요.',
    toHub: '거점 페이지로',
  },
}
