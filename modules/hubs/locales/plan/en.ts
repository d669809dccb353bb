import type { Translated } from '#platform/contract/texts.ts'
import type { plan as ja } from './ja.ts'

export const plan: Translated<typeof ja> = {
  public: {
    title: 'Floor plan',
    alt: 'Floor plan: {name}. The list that follows says what the numbers are.',
    seat: '{name}, seat {label}',
    machine: '{name} {label}',
  },
  staff: {
    tab: 'Floor plans',
    about: 'Add a picture of a building or floor and show where rooms and seats are. The public page shows it too.',
    add: 'Add a floor plan',
    hint: 'JPEG, PNG, WebP, AVIF; up to 12 MB, 12 plans at most. Save a PDF as a picture first.',
    added: 'The floor plan was added',
    remove: 'Remove floor plan',
    removeAsk: 'Removes “{name}” and the places marked on it. The rooms and seats themselves stay.',
    removed: 'The floor plan was removed',
    name: 'Name of the plan',
    shows: 'What it shows',
    choose: 'Choose a room or seat from the list, then press where it is on the plan.',
    pressWhere: 'Press where “{name}” is on the plan.',
    keys: 'With a number selected, the arrow keys move it a little; with Shift, further.',
    spotLabel: 'Number {number}, {name} ({x}% from the left, {y}% from the top)',
    targets: 'Rooms, seats and machines to put on the plan',
    placed: 'On the plan',
    notPlaced: 'Not on the plan yet',
    putInMiddle: 'Put in the middle',
    takeOff: 'Take “{name}” off the plan',
    x: 'From the left (%)',
    y: 'From the top (%)',
    mustBePercent: 'Enter a number from 0 to 100',
  },
}
