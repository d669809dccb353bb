import type { GuestTranslated } from '#platform/contract/texts.ts'
import type { ja } from './ja.ts'

export const ko: GuestTranslated<typeof ja> = {
  errors: {
    claim_refused: '등록 코드가 올바르지 않거나, 이미 사용되었거나, 유효 시간(15분)이 지났습니다. 관리 화면에서 새 코드를 발급해 주세요.',
    already_claimed: '이 기기에서는 이 작업을 할 수 없습니다. 기기 상태를 확인해 주세요.',
    retired: '이 기기는 폐지되어 기록만 남아 있습니다.',
    no_such_space: '선택한 구역은 이 거점에 없습니다.',
    bridge_needs_topics: '중계 기기가 사용할 토픽을 하나 이상 지정해 주세요.',
    topics_not_allowed: '지정할 수 없는 토픽입니다. zigbee2mqtt/# 처럼 첫 이름을 포함해 입력해 주세요.',
    topics_of_hub:
      '‘{topic}’은(는) 거점 ‘{hub}’의 중계 기기가 사용하고 있습니다. 같은 MQTT 브로커에서는 거점마다 다른 토픽을 써 주세요(예: zigbee2mqtt-{key}/#).',
    topics_taken: '‘{topic}’은(는) 같은 MQTT 브로커를 쓰는 다른 단체의 거점과 겹칩니다. 첫 이름을 바꿔 주세요(예: zigbee2mqtt-{key}/#).',
    http_address_refused: '잠금장치 주소가 올바르지 않거나 사용할 수 없습니다. 거점 네트워크 안의 주소를 입력해 주세요.',
    one_edge_a_hub: '거점 게이트웨이는 거점마다 한 대입니다. 현재 기기를 먼저 폐지해 주세요.',
    cannot_adopt: '지금은 이 기기를 등록할 수 없습니다. 목록을 새로 고쳐 상태를 확인해 주세요.',
    still_unreadable: '아직 읽을 수 없습니다. {detail}',
    takes_no_commands: '이 기기는 조작 명령을 받을 수 없습니다.',
  },
}
