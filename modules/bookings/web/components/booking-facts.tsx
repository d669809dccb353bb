/** The facts of a booking, and for the desk how to reach whoever holds it. */
import type { ReactNode } from 'react'
import { languageNames } from '#platform/web/language.ts'
import { Icon } from '#ui/icon.tsx'
import type { Booking } from '../../contract/schemas.ts'
import { useSay } from './say.tsx'

export function BookingFacts({ booking, isDesk, children }: { booking: Booking; isDesk: boolean; children?: ReactNode }) {
  const say = useSay()
  const { holder } = booking
  return (
    <dl className="facts">
      <Fact label={say.t('booking.place')}>
        {say.what(booking)}
        <span className="dense muted block">{say.local(booking.hubName)}</span>
      </Fact>
      {isDesk && (
        <Fact label={say.t('booking.holder')}>
          {say.name(holder.name)}
          <span className="dense muted">{`　${say.t(holder.kind === 'guest' ? 'booking.holderGuest' : 'booking.holderMember')}`}</span>
          {booking.visitFrom !== null && (
            <span className="dense block">{say.t('mutualUse.visitor', { home: say.local(booking.visitFrom) })}</span>
          )}
          {holder.language !== 'ja' && (
            <span className="dense block">{say.t('booking.speaks', { language: languageNames[holder.language] })}</span>
          )}
        </Fact>
      )}
      {isDesk && (holder.mail !== null || holder.phone !== null) && (
        <Fact label={say.t('booking.reach')}>
          <span className="flex flex-col items-start">
            {holder.phone !== null && (
              <a href={`tel:${holder.phone.replaceAll(/[^+\d]/g, '')}`}>
                <Icon name="phone" />
                {holder.phone}
              </a>
            )}
            {holder.mail !== null && (
              <a href={`mailto:${holder.mail}`} className="break-all">
                <Icon name="mail" />
                {holder.mail}
              </a>
            )}
          </span>
        </Fact>
      )}
      <Fact label={say.t('booking.partySize')}>{say.people(booking.partySize)}</Fact>
      {booking.purpose !== '' && <Fact label={say.t('booking.purpose')}>{booking.purpose}</Fact>}
      <Fact label={say.t('booking.fee')}>
        {say.fee(booking.feeYen)}
        {booking.reduction !== null && (
          <span className="dense muted block">
            {say.local(booking.reduction.names)}
            {'　'}
            {say.t('public.rules.listFee', { yen: say.fee(booking.listFeeYen) })}
          </span>
        )}
        {booking.cancellationFeeYen !== null && (
          <span className="block">{say.t('public.rules.feeCancelled', { yen: say.fee(booking.cancellationFeeYen) })}</span>
        )}
      </Fact>
      {children}
    </dl>
  )
}

export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}
