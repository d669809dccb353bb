import type { GuestTranslated } from '#platform/contract/texts.ts'
import type { ja } from './ja.ts'

export const zhHant: GuestTranslated<typeof ja> = {
  errors: {
    claim_refused: '登記碼不正確、已被使用，或已超過15分鐘有效時間。請在管理畫面重新產生。',
    already_claimed: '此裝置無法進行該操作。請確認裝置狀態。',
    retired: '此裝置已停用，僅保留紀錄。',
    no_such_space: '所選區域不屬於該據點。',
    bridge_needs_topics: '請為中繼裝置指定至少一個主題。',
    topics_not_allowed: '無法使用這些主題。請包含開頭的名稱，例如 zigbee2mqtt/#。',
    topics_of_hub: '「{topic}」與據點「{hub}」的中繼設備重複。在同一MQTT代理上，每個據點需使用各自的主題，例如 zigbee2mqtt-{key}/#。',
    topics_taken: '「{topic}」與使用同一MQTT代理的其他團體的據點重複。請更換開頭的名稱，例如 zigbee2mqtt-{key}/#。',
    http_address_refused: '門鎖位址不正確或無法使用。請輸入據點網路內門鎖的位址。',
    one_edge_a_hub: '每個據點只能有一台據點閘道。請先停用現有裝置。',
    cannot_adopt: '目前無法登記此裝置。請重新整理清單並確認狀態。',
    still_unreadable: '仍然無法讀取。{detail}',
    takes_no_commands: '此裝置無法接受操作指令。',
  },
}
