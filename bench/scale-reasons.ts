/** What each busy statement is for, and why its plan does not grow with the country. */

export interface Reason {
  readonly name: string
  readonly why: string
}

/** The first that fits holds. */
const reasons: readonly (readonly [fits: RegExp, name: string, why: string])[] = [
  [
    /people\.member_key k/,
    'members by what was typed',
    'The keys lie in code point order, so all that begin alike lie together: a stretch of `member_key_pkey`, then each member found by its own key. `>=` and `<` of text are leakproof and may use an index under row-level security; `like` may not, and read all members. One letter may be the beginning of hundreds, who are then sorted: the bound is the members of one consortium.',
  ],
  [
    /select count\(\*\) as total from people\.membership/,
    'how many members',
    'A consortium’s members are counted over its part of an index: thousands at most. Their organisations and engagements are not looked up for it.',
  ],
  [
    /left join \(\s*select u\.space_id/,
    'places of a hub, with their units',
    'The spaces of one hub by the beginning of `space_slug_unique`, its units by `unit_by_hub`.',
  ],
  [
    /from people\.membership m[\s\S]*order by m\.sort_key/,
    'a page of members',
    'The members of the consortium in the order of the syllabary; the organisation and the engagement of each by key.',
  ],
  [
    /from bookings\.use_day/,
    'minutes of use by month, weekday and place',
    'Days are counted once and kept: the key begins with consortium, hub and day, so a month of a hub is one stretch of it, of all hubs as many stretches. What is left is the adding up of 24 hours a day and place, which grows with the days that are asked about.',
  ],
  [
    /from bookings\.use_visit/,
    'visits and persons in a period',
    'As the minutes: consortium, hub and day begin the key, one stretch a hub. Persons are told apart among those rows only.',
  ],
  [
    /select e\.id, e\.names, e\.handling/,
    'places of bookings, by their ids',
    'Spaces and equipment by key, and their units by `unit_by_space` and `unit_by_equipment`. Without these it read all units of the consortium for each place.',
  ],
  [
    /from bookings\.guest_key/,
    'guests by what was typed',
    'A stretch of `guest_key_pkey`, at most 200 keys; then the guests by their own.',
  ],
  [
    /from bookings\.guest_booking/,
    'bookings of guests',
    'The newest 200 bookings of a few guests from `guest_booking_pkey`, each looked up by its key.',
  ],
  [
    /bit_xor\(uuid_hash_extended\(id, version\)\)/,
    'what has changed of a day',
    'One day of one hub: `booking_by_hub` from 24 hours before it to its end, and `booking_long` for the few that last longer. The drawn text is kept, and asked for anew only where this differs.',
  ],
  [
    /string_agg\(concat_ws/,
    'the bookings of a day',
    'As above, for the places of which something has changed: a stretch of `booking_by_hub`.',
  ],
  [
    /from bookings\.occupancy/,
    'what is taken of some units',
    'By unit. PostgreSQL takes the index of the exclusion constraint and reads what each unit ever had, some hundreds of rows after three years, then passes over what lies outside the days: it grows with the years of a place, not with the country. `occupancy_by_unit` would hold the days alone.',
  ],
  [
    /from bookings\.booking long/,
    'bookings of a hub that end after an instant',
    'A stretch of `booking_by_hub` that begins a day before the instant, or where the first of the longer ones that still run began (`booking_long` says when), in the order of the list: a page ends where it is full.',
  ],
  [
    /cardinality\(unit_ids\) as units/,
    'how full the days of a month are',
    'A stretch of `booking_by_hub` as long as the month, and `booking_long`; added up by place and day.',
  ],
  [
    /from bookings\.policy/,
    'rules of a hub',
    'The rules of one consortium by the beginning of the key, a few dozen rows; prices by target.',
  ],
  [
    /uuid_hash_extended\(x\.id/,
    'whether a hub’s places and hours are as they were',
    'A few rows of each of eight small tables by hub (`unit_by_hub` among them): the places themselves are read only when this differs.',
  ],
  [/from "hubs"\."hub"|from hubs\.hub\b/, 'hubs of a consortium', 'A consortium has a few dozen hubs, by the beginning of a key.'],
  [
    /from "hubs"\."space"/,
    'spaces of a consortium',
    'Names of a few hundred spaces at most, by the beginning of a key, for the search box; units are read where they are shown.',
  ],
  [/from platform\.event/, 'history of a booking', 'By `event_by_subject`: the events of one booking, whatever the log holds.'],
  [/people\.membership where consortium_id/, 'names of accounts', 'By account: the unique key of a consortium’s accounts.'],
  [
    /account_id = any|"account_id" = /,
    'bookings of a member',
    'By `booking_by_account`: what one person ever booked here, latest or earliest first.',
  ],
  [/"bookings"\."booking"[\s\S]*"id" = /, 'bookings by their ids', 'By key.'],
]

export function reasonFor(text: string): Reason {
  const [, name, why] = reasons.find(([fits]) => fits.test(text)) ?? []
  return { name: name ?? text.replaceAll(/\s+/g, ' ').slice(0, 90), why: why ?? '' }
}

/** Whoever makes another statement busy says here why it may be. */
export const isExplained = (text: string): boolean => reasons.some(([fits]) => fits.test(text))
