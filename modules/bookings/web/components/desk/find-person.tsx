/** Who is it? A few letters of a name, a reading, a mail address or a telephone number; then their bookings. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { TextField } from '#ui/fields.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import type { DeskPerson } from '../../../contract/desk/schemas.ts'
import { peopleQuery, personBookingsQuery } from '../../desk/queries.ts'
import type { HubRef } from '../../queries.ts'
import { BookingStateMark, stateOfBooking, useSay } from '../say.tsx'

const pauseMs = 180

interface Props {
  hub: HubRef
  now: number
  isOpen: boolean
  onClose: () => void
  onBooking: (bookingId: string) => void
  onBookFor: (person: DeskPerson) => void
}

export function FindPersonDialog(props: Props) {
  const say = useSay()
  return (
    <Dialog title={say.t('desk.findTitle')} place="side" isOpen={props.isOpen} onClose={props.onClose}>
      {props.isOpen && <FindPerson {...props} />}
    </Dialog>
  )
}

function FindPerson({ hub, now, onBooking, onBookFor }: Props) {
  const say = useSay()
  const [text, setText] = useState('')
  const [asked, setAsked] = useState('')
  const [person, setPerson] = useState<DeskPerson | undefined>(undefined)
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.normalize('NFKC').trim()), pauseMs)
    return () => clearTimeout(timer)
  }, [text])
  const found = useQuery(peopleQuery(hub.id, asked))
  const people = asked === '' ? [] : (found.data?.items ?? [])
  return (
    <div className="grid gap-5">
      <TextField
        label={say.t('desk.findLabel')}
        hint={say.t('desk.findHint')}
        type="search"
        value={text}
        maxLength={100}
        autoComplete="off"
        onChange={(next) => {
          setText(next)
          setPerson(undefined)
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          setPerson(people[0])
        }}
      />
      <span className="sr" role="status">
        {asked !== '' && !found.isFetching ? say.t('desk.foundPeople', { count: people.length }) : ''}
      </span>
      {person === undefined ? (
        asked !== '' && !found.isFetching && people.length === 0 ? (
          <EmptyState icon="search" title={say.t('desk.foundNobody')} />
        ) : (
          <ul className="border-t border-rule empty:hidden">
            {people.map((each) => (
              <li key={`${each.kind}${each.id}`} className="rec">
                <button type="button" className="rec-main grid-cols-1!" onClick={() => setPerson(each)}>
                  <span className="rec-who">
                    <b>{each.name}</b>
                    {each.kana !== null && <span className="dense muted">{`　${each.kana}`}</span>}
                  </span>
                  <span className="dense muted col-start-1! break-all">{detailOfPerson(each, say)}</span>
                </button>
              </li>
            ))}
          </ul>
        )
      ) : (
        <Bookings hub={hub} now={now} person={person} onBooking={onBooking} onBookFor={onBookFor} />
      )}
    </div>
  )
}

function Bookings({
  hub,
  now,
  person,
  onBooking,
  onBookFor,
}: Pick<Props, 'hub' | 'now' | 'onBooking' | 'onBookFor'> & { person: DeskPerson }) {
  const say = useSay()
  const query = useQuery(personBookingsQuery(hub.id, person))
  const items = query.data?.items ?? []
  return (
    <section aria-label={say.bareName(person.name)} className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p>
          <b className="text-[1.125rem]">{say.name(person.name)}</b>
          <span className="dense muted block break-all">{detailOfPerson(person, say)}</span>
        </p>
        <Button size="small" icon="plus" onClick={() => onBookFor(person)}>
          {say.t('desk.bookForThem')}
        </Button>
      </div>
      {query.isPending ? (
        <SkeletonLines count={3} label={say.t('booking.loading')} />
      ) : items.length === 0 ? (
        <EmptyState icon="calendar" title={say.t('desk.nothingBooked')} />
      ) : (
        <ul className="border-t border-rule">
          {items.map((booking) => (
            <li key={booking.id} className="rec">
              <button type="button" className="rec-main grid-cols-1!" onClick={() => onBooking(booking.id)}>
                <b>{say.dayAndRange(booking.startsAt, booking.endsAt, booking.timeZone)}</b>
                <span className="dense muted col-start-1!">
                  {say.facts([say.what(booking), booking.hubId === hub.id ? '' : say.local(booking.hubName)])}
                </span>
              </button>
              <BookingStateMark state={stateOfBooking(booking, now)} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function detailOfPerson(person: DeskPerson, say: ReturnType<typeof useSay>): string {
  return say.facts([
    person.kind === 'guest' ? say.t('booking.holderGuest') : (person.organisation ?? say.t('booking.holderMember')),
    person.phone ?? '',
    person.mail ?? '',
  ])
}
