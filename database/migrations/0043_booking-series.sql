-- compat: safe
-- A series: the rule that was agreed, and for each of its days the booking that came of it.
--
-- Who holds it stands in the bookings alone, so that a name is forgotten in one place. What a day is like now (moved,
-- cancelled) is said by its booking; `starts_at`, `ends_at` and `target_id` are what the rule said, which is what
-- calendars know the day by.

create table bookings.series (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  -- null: somebody by name, whom the desk booked for
  account_id uuid,
  -- the pattern and its end, as contract/series/schemas.ts writes them
  rule jsonb not null,
  starts_on date not null,
  last_on date not null,
  -- on the hub's clock; an end at or before the start is on the next day
  start_time text not null constraint series_start_time check (start_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  end_time text not null constraint series_end_time check (end_time ~ '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$'),
  kind text not null constraint series_kind check (kind in ('space', 'seat', 'equipment')),
  target_id uuid not null,
  -- iCalendar: grows with each mail, whichever of its days it is about
  sequence int not null default 0,
  version int not null default 1,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (consortium_id, id),
  constraint series_days check (starts_on <= last_on)
);
create index series_by_hub on bookings.series (consortium_id, hub_id, last_on, id);
create index series_by_account on bookings.series (consortium_id, account_id, last_on, id) where account_id is not null;

create table bookings.series_date (
  consortium_id uuid not null,
  series_id uuid not null,
  on_day date not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- null: left out when it was agreed, or a holiday of a rule without holidays
  booking_id uuid,
  passed text constraint series_date_passed check (passed in ('left_out', 'holiday')),
  primary key (consortium_id, series_id, on_day),
  constraint series_date_of_series foreign key (consortium_id, series_id) references bookings.series (consortium_id, id),
  constraint series_date_booked check ((booking_id is null) = (passed is not null))
);
create index series_date_by_booking on bookings.series_date (consortium_id, booking_id) where booking_id is not null;

do $$
declare t text;
begin
  foreach t in array array['series', 'series_date'] loop
    execute format('alter table bookings.%I enable row level security', t);
    execute format('alter table bookings.%I force row level security', t);
    execute format('create policy tenant on bookings.%I using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant())', t);
  end loop;
end $$;

grant select, insert, update on bookings.series to hiroba_app;
grant select, insert on bookings.series_date to hiroba_app;
