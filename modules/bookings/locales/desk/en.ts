import type { desk as ja } from './ja.ts'
import type { Translated } from '#platform/contract/texts.ts'

export const desk: Translated<typeof ja> = {
  staff: {
    gridHelp:
      'Arrow keys go between spaces and times. Enter opens. N books. On a booking, M picks it up: arrow keys move it, Shift with left or right changes its end, Enter puts it down, Escape puts it back.',
    carryTakenUp:
      'Picked up the booking of {name}. Arrow keys move it, Shift with left or right changes its end. Enter puts it down, Escape puts it back.',
    carryFits: '{place} {from}–{to}, fits',
    carryFitsNot: '{place} {from}–{to}, does not fit',
    carryPutBack: 'Put back where it was.',
    newsAdded: 'New booking: {what}.',
    newsChanged: 'Booking changed: {what}.',
    newsGone: 'Booking gone: {what}.',
    filterText: 'Space or name',
    zoom: 'Width of an hour',
    zoomIn: 'Wider',
    zoomOut: 'Narrower',
    hubs: 'Choose the hub',
    hubsBeside: 'Show other hubs too',
    hubsAlone: 'Only this hub',
    openDesk: 'Open its desk',
  },
}
