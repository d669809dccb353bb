import type { Translated } from '#platform/contract/texts.ts'
import type { ja } from './ja.ts'

export const en: Translated<typeof ja> = {
  errors: {
    claim_refused: 'The claim code is wrong, used already, or older than 15 minutes. Make a new one on the screen of devices.',
    already_claimed: 'This cannot be done with this device. Please look at its state.',
    retired: 'This device is retired. Only its record remains.',
    no_such_space: 'The space you chose is not in this hub.',
    bridge_needs_topics: 'Name at least one topic that the bridge may use.',
    topics_not_allowed: 'These topics cannot be given. Write topics of a bridge with their first name, such as zigbee2mqtt/#.',
    http_address_refused: 'The address of the lock is wrong or cannot be used. Enter the address of a lock on the network of the hub.',
    one_edge_a_hub: 'A hub has one hub gateway. Retire the present one first.',
    cannot_adopt: 'This device cannot be taken into use now. Please reload the list and look at its state.',
    still_unreadable: 'It still cannot be read. {detail}',
    takes_no_commands: 'This device takes no commands.',
  },
}
