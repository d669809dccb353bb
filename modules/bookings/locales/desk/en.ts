import type { desk as ja } from './ja.ts'
import type { Translated } from '#platform/contract/texts.ts'

export const desk: Translated<typeof ja> = {
  errors: {
    nothing_free_now: 'No seat or room is free right now. Try with fewer people or a little later.',
    not_so_many_came: 'Only {arrived} have been counted, so no more can be taken back.',
    already_lent: 'This piece is out on loan.',
    already_back: 'This loan has been returned already.',
    lost_settled: 'This item has been handed over or disposed of already.',
    closure_lifted: 'This closure has been lifted already.',
    no_walk_ins: 'Walk-ins are not taken on this screen. Please ask at the desk.',
  },
  guestMail: {
    code: 'Check-in code',
    loanLate: {
      subject: '[{hub}] Please return what you borrowed',
      lead: 'The time to return the following has passed. If you still have it, please bring it back to the desk. If you have just returned it, please ignore this mail.',
    },
    lent: 'On loan to you',
    dueAt: 'Due back',
    closureOffer: {
      subject: '[{hub}] Closed at your time: please choose another',
      lead: 'We are closed at the time of the following booking. Please choose one of the free times or spaces below. Without a change the booking is cancelled at {until}.',
      offers: 'Free just now',
    },
  },
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
  audit: {
    arrived: 'Counted who came',
  },
}
