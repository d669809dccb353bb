-- compat: safe
-- A booking in full: asked for and declined, checked in or released, on what terms, for whom and where it came from.

alter table bookings.booking
  -- when somebody of it came, and who said so; null where it is the holder's own doing at the entrance
  add column checked_in_at timestamptz,
  add column checked_in_by uuid,
  -- released at this instant unless somebody has come; null: never. A row, so that no restart forgets it
  add column release_at timestamptz,
  add column origin text not null default 'web'
    constraint booking_origin check (origin in ('web', 'desk', 'walk-in', 'series', 'waiting-list', 'lottery')),
  add column series_id uuid,
  -- for which organisation: quotas and invoices count by it
  add column organisation_id uuid,
  add column user_class text not null default 'general'
    constraint booking_user_class check (user_class in ('general', 'resident', 'member', 'non-profit', 'company')),
  -- the prices and cancellation terms that were promised: a row that is never changed; null: those of the policy
  add column tariff_id uuid,
  add column reduction_id uuid,
  add column reduction_proof_seen_at timestamptz,
  add column reduction_proof_seen_by uuid,
  -- before the reduction; null: there is none, and the fee is the list's
  add column list_fee_yen int constraint booking_list_fee check (list_fee_yen >= fee_yen),
  -- due because it was cancelled late or nobody came; null: it stands
  add column cancellation_fee_yen int constraint booking_cancellation_fee check (cancellation_fee_yen >= 0),
  drop constraint booking_status,
  drop constraint booking_hold,
  -- `requested`: waits for the office's yes, its units are taken; `declined`: the office said no; `no-show`: nobody came, and the rest was released
  add constraint booking_status
    check (status in ('requested', 'held', 'confirmed', 'declined', 'cancelled', 'lapsed', 'no-show')),
  add constraint booking_hold check ((status in ('held', 'requested')) = (hold_expires_at is not null)),
  add constraint booking_check_in check (checked_in_at is null or release_at is null);

-- what waits, by the time it lapses: for the sweep over all tenants, and for the desk of one hub
drop index bookings.booking_held;
create index booking_waiting on bookings.booking (hold_expires_at) where hold_expires_at is not null;
create index booking_waiting_by_hub on bookings.booking (consortium_id, hub_id, hold_expires_at) where hold_expires_at is not null;
create index booking_release on bookings.booking (release_at) where release_at is not null;
create index booking_by_organisation on bookings.booking (consortium_id, organisation_id, starts_at) where organisation_id is not null;
create index booking_by_series on bookings.booking (consortium_id, series_id, starts_at) where series_id is not null;

drop policy due on bookings.booking;
create policy due on bookings.booking for select to hiroba_jobs using (hold_expires_at is not null or release_at is not null);
grant select (release_at) on bookings.booking to hiroba_jobs;
