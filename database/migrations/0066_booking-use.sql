-- compat: safe
-- Use: what was open, booked and visited, counted once a day and space. A day is always counted anew as a whole, so a
-- correction needs nothing of its own, and a question about a year reads days instead of bookings.

-- A day of a space or a kind of equipment, in minutes of units: a room of 20 seats open for an hour has 1,200.
create table bookings.use_day (
  consortium_id uuid not null,
  hub_id uuid not null,
  day date not null,
  target_id uuid not null,
  is_equipment boolean not null,
  unit_count int not null,
  -- by hour of the hub's day, 24 of each: open; booked; booked within what was open
  open_minutes int[] not null constraint use_day_open check (cardinality(open_minutes) = 24),
  booked_minutes int[] not null constraint use_day_booked check (cardinality(booked_minutes) = 24),
  inside_minutes int[] not null constraint use_day_inside check (cardinality(inside_minutes) = 24),
  -- people there in each hour
  people int[] not null constraint use_day_people check (cardinality(people) = 24),
  counted_at timestamptz not null,
  primary key (consortium_id, hub_id, day, target_id)
);

-- A booking on a day that it touches.
create table bookings.use_visit (
  consortium_id uuid not null,
  hub_id uuid not null,
  day date not null,
  booking_id uuid not null,
  target_id uuid not null,
  is_equipment boolean not null,
  outcome text not null constraint use_visit_outcome check (outcome in ('used', 'no-show', 'cancelled')),
  -- the same for the same person, and nobody's name or account
  person_key uuid not null,
  organisation_id uuid,
  -- type A to D of the programme on that day
  engagement text constraint use_visit_engagement check (engagement in ('A', 'B', 'C', 'D')),
  people int not null,
  -- somebody of it checked in
  has_come boolean not null,
  minutes int not null,
  -- from making it to its start
  lead_minutes int not null,
  -- a booking over several days is one booking, of its first day
  is_first boolean not null,
  primary key (consortium_id, hub_id, day, booking_id)
);

-- Days to count anew, and since when a hub has been counted.
create table bookings.use_due (
  consortium_id uuid not null,
  hub_id uuid not null,
  day date not null,
  due_at timestamptz not null,
  primary key (consortium_id, hub_id, day)
);
create index use_due_by_time on bookings.use_due (due_at);
create table bookings.use_hub (
  consortium_id uuid not null,
  hub_id uuid not null,
  -- days up to this one, included, are counted or stand in use_due
  counted_to date not null,
  -- when the day after it is over at the hub
  next_at timestamptz not null,
  primary key (consortium_id, hub_id)
);
create index use_hub_by_time on bookings.use_hub (next_at);

-- No law says how visits are counted: each consortium says it itself.
create table bookings.use_rule (
  consortium_id uuid not null,
  -- all that were booked and neither cancelled nor released, or only those who checked in
  counts text not null constraint use_rule_counts check (counts in ('booked', 'came')),
  -- a person once a day and hub, or each booking
  per text not null constraint use_rule_per check (per in ('day', 'booking')),
  has_companions boolean not null,
  version int not null default 1,
  changed_at timestamptz not null,
  primary key (consortium_id)
);

do $$
declare t text;
begin
  foreach t in array array['use_day', 'use_visit', 'use_due', 'use_hub', 'use_rule'] loop
    execute format('alter table bookings.%I enable row level security', t);
    execute format('alter table bookings.%I force row level security', t);
    execute format('create policy tenant on bookings.%I using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant())', t);
    execute format('grant select, insert, update, delete on bookings.%I to hiroba_app', t);
  end loop;
end $$;

create policy due on bookings.use_due for select to hiroba_jobs using (true);
grant select (consortium_id, hub_id, day, due_at) on bookings.use_due to hiroba_jobs;
create policy due on bookings.use_hub for select to hiroba_jobs using (true);
grant select (consortium_id, hub_id, next_at) on bookings.use_hub to hiroba_jobs;

-- For reports of other modules: a row a day and space, and a row a booking and day. Whoever asks sees their own tenant only.
create view bookings.pub_bookings_use with (security_invoker = true) as
  select d.consortium_id, d.hub_id, d.day, d.target_id, d.is_equipment, d.unit_count,
    (select sum(m) from unnest(d.open_minutes) as m)::int as open_minutes,
    (select sum(m) from unnest(d.booked_minutes) as m)::int as booked_minutes,
    (select sum(m) from unnest(d.inside_minutes) as m)::int as inside_minutes,
    d.counted_at
  from bookings.use_day d;
create view bookings.pub_bookings_visit with (security_invoker = true) as
  select consortium_id, hub_id, day, booking_id, target_id, is_equipment, outcome, person_key, organisation_id, engagement, people, has_come,
    minutes, lead_minutes, is_first
  from bookings.use_visit;
grant select on bookings.pub_bookings_use, bookings.pub_bookings_visit to hiroba_app;
