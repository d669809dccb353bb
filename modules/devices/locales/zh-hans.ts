import type { GuestTranslated } from '#platform/contract/texts.ts'
import type { ja } from './ja.ts'

export const zhHans: GuestTranslated<typeof ja> = {
  errors: {
    claim_refused: '登记码不正确、已被使用，或已超过15分钟有效时间。请在管理画面重新生成。',
    already_claimed: '此设备无法进行该操作。请确认设备状态。',
    retired: '此设备已停用，仅保留记录。',
    no_such_space: '所选区域不属于该据点。',
    bridge_needs_topics: '请为中继设备指定至少一个主题。',
    topics_not_allowed: '无法使用这些主题。请包含开头的名称，例如 zigbee2mqtt/#。',
    topics_of_hub: '“{topic}”与据点“{hub}”的中继设备重复。在同一MQTT代理上，每个据点需要使用各自的主题，例如 zigbee2mqtt-{key}/#。',
    topics_taken: '“{topic}”与使用同一MQTT代理的其他团体的据点重复。请更换开头的名称，例如 zigbee2mqtt-{key}/#。',
    http_address_refused: '门锁地址不正确或无法使用。请输入据点网络内门锁的地址。',
    one_edge_a_hub: '每个据点只能有一台据点网关。请先停用现有设备。',
    cannot_adopt: '目前无法登记此设备。请刷新列表并确认状态。',
    still_unreadable: '仍然无法读取。{detail}',
    takes_no_commands: '此设备无法接受操作指令。',
  },
}
