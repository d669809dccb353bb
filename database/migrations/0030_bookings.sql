-- compat: safe
-- Bookings: who holds what when, and the one table that refuses that two hold the same.
--
-- No foreign keys leave this schema. A hub's spaces and units are retired, never deleted, so nothing can dangle; a key
-- towards them would look up and lock the same few rows in every booking to prove what cannot happen.

create schema bookings;
grant usage on schema bookings to hiroba_app, hiroba_jobs;

-- How a thing may be booked. `target_id` is a space, a kind of equipment, or a hub for all of it that has no row of its own.
create table bookings.policy (
  consortium_id uuid not null,
  target_id uuid not null,
  hub_id uuid not null,
  buffer_before_minutes int not null default 0 constraint policy_buffer_before check (buffer_before_minutes between 0 and 1440),
  buffer_after_minutes int not null default 0 constraint policy_buffer_after check (buffer_after_minutes between 0 and 1440),
  granularity_minutes int not null default 15
    constraint policy_granularity check (granularity_minutes > 0 and 1440 % granularity_minutes = 0),
  shortest_minutes int not null default 30 constraint policy_shortest check (shortest_minutes > 0),
  longest_minutes int not null default 1440,
  days_ahead int not null default 90 constraint policy_days_ahead check (days_ahead between 0 and 1100),
  who text not null default 'public' constraint policy_who check (who in ('public', 'members')),
  hour_yen int constraint policy_hour_yen check (hour_yen >= 0),
  day_yen int constraint policy_day_yen check (day_yen >= 0),
  hold_minutes int not null default 30 constraint policy_hold check (hold_minutes between 5 and 1440),
  -- fields that nobody published: they came from an overlay
  assumed text[] not null default '{}',
  version int not null default 1,
  changed_at timestamptz not null default now(),
  primary key (consortium_id, target_id),
  constraint policy_lengths check (longest_minutes >= shortest_minutes)
);

create table bookings.booking (
  consortium_id uuid not null,
  id uuid not null,
  hub_id uuid not null,
  kind text not null constraint booking_kind check (kind in ('space', 'seat', 'equipment')),
  -- the space or the kind of equipment
  target_id uuid not null,
  -- what was taken, kept when the occupancies are gone
  unit_ids uuid[] not null constraint booking_units check (cardinality(unit_ids) > 0),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- longer than 24 hours; all others that touch a day begin on it or within the 24 hours before (see booking_by_hub)
  is_long boolean not null generated always as (ends_at - starts_at > interval '24 hours') stored,
  status text not null constraint booking_status check (status in ('held', 'confirmed', 'cancelled', 'lapsed')),
  hold_expires_at timestamptz,
  party_size int not null constraint booking_party check (party_size > 0),
  -- null: a guest, who holds the link
  account_id uuid,
  -- names stand here and nowhere else of this module, so that they can be forgotten
  -- no control characters: the day grid reads many bookings as one text
  holder_name text not null constraint booking_holder_name check (holder_name !~ '[[:cntrl:]]'),
  holder_mail text,
  holder_phone text,
  holder_language text not null,
  consented_at timestamptz,
  forgotten_at timestamptz,
  -- the link's secret is not stored: it is a signature over id and this number, and a new number makes old links void
  link_number int not null default 1,
  purpose text not null default '',
  note text not null default '',
  fee_yen int not null constraint booking_fee check (fee_yen >= 0),
  -- iCalendar: grows with each change that the holder's calendar must take over
  sequence int not null default 0,
  version int not null default 1,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (consortium_id, id),
  constraint booking_order check (starts_at < ends_at),
  constraint booking_hold check ((status = 'held') = (hold_expires_at is not null))
);
-- A day of a hub: `starts_at` from 24 hours before the day to its end, the few longer ones by the index below.
-- Only comparisons that are leakproof may use an index under row-level security: those of timestamptz are, && of ranges is not.
create index booking_by_hub on bookings.booking (consortium_id, hub_id, starts_at, ends_at);
create index booking_long on bookings.booking (consortium_id, hub_id, ends_at) where is_long;
create index booking_by_account on bookings.booking (consortium_id, account_id, starts_at) where account_id is not null;
create index booking_by_mail on bookings.booking (consortium_id, holder_mail) where account_id is null and holder_mail is not null;
create index booking_held on bookings.booking (hold_expires_at) where status = 'held';

-- What is taken. The exclusion constraint is the truth: no code decides that something is free.
-- The period holds the buffers. Rows go when a booking is cancelled, lapses or moves; the booking remembers.
create table bookings.occupancy (
  consortium_id uuid not null,
  unit_id uuid not null,
  source_id uuid not null,
  source_kind text not null constraint occupancy_source check (source_kind in ('booking', 'hold', 'lease', 'closure')),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  is_long boolean not null generated always as (ends_at - starts_at > interval '24 hours') stored,
  primary key (consortium_id, source_id, unit_id),
  constraint occupancy_order check (starts_at < ends_at),
  constraint occupancy_no_overlap exclude using gist
    (consortium_id with =, unit_id with =, tstzrange(starts_at, ends_at) with &&)
);
create index occupancy_by_unit on bookings.occupancy (consortium_id, unit_id, starts_at, ends_at);
create index occupancy_long on bookings.occupancy (consortium_id, unit_id, ends_at) where is_long;

do $$
declare t text;
begin
  foreach t in array array['policy', 'booking', 'occupancy'] loop
    execute format('alter table bookings.%I enable row level security', t);
    execute format('alter table bookings.%I force row level security', t);
    execute format('create policy tenant on bookings.%I using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant())', t);
  end loop;
end $$;

grant select, insert, update, delete on bookings.policy to hiroba_app;
grant select, insert, update on bookings.booking to hiroba_app;
grant select, insert, update, delete on bookings.occupancy to hiroba_app;

-- the sweep of holds whose job did not come sees which booking of which tenant is due, and nothing else
create policy due on bookings.booking for select to hiroba_jobs using (status = 'held');
grant select (consortium_id, id, status, hold_expires_at) on bookings.booking to hiroba_jobs;
