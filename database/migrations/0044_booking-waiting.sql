-- compat: safe
-- The waiting list: who asked to be told, for what and when, in which order, and what became of it.

create table bookings.waiting (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  kind text not null constraint waiting_kind check (kind in ('space', 'seat', 'equipment')),
  -- one of the two: this space or kind of equipment, or any space of this kind (`meeting-room`)
  target_id uuid,
  target_type text,
  count int not null constraint waiting_count check (count > 0),
  party_size int not null constraint waiting_party check (party_size > 0),
  -- somewhere in this stretch of time, so long
  from_at timestamptz not null,
  to_at timestamptz not null,
  minutes int not null constraint waiting_minutes check (minutes > 0),
  -- null: a guest, who holds the link
  account_id uuid,
  -- names stand here so that they can be forgotten; no control characters, as in a booking
  name text not null constraint waiting_name check (name !~ '[[:cntrl:]]'),
  mail text,
  phone text,
  language text not null,
  consented_at timestamptz,
  forgotten_at timestamptz,
  link_number int not null default 1,
  purpose text not null default '',
  -- `waiting`, then `offered`; `taken`, `declined` and `missed` are what became of the offer, `left` is who left before one
  status text not null constraint waiting_status check (status in ('waiting', 'offered', 'taken', 'declined', 'missed', 'left')),
  booking_id uuid,
  -- the order of the line: the moment it was asked, unless the desk has moved it with a reason
  place_in_line double precision not null,
  version int not null default 1,
  asked_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (consortium_id, id),
  constraint waiting_for check ((target_id is null) <> (target_type is null)),
  constraint waiting_order check (from_at + minutes * interval '1 minute' <= to_at),
  constraint waiting_offer check (booking_id is not null or status not in ('offered', 'taken', 'declined', 'missed'))
);
create index waiting_line on bookings.waiting (consortium_id, hub_id, place_in_line, id) where status in ('waiting', 'offered');
create index waiting_by_account on bookings.waiting (consortium_id, account_id, from_at) where account_id is not null;
create index waiting_by_mail on bookings.waiting (consortium_id, mail) where mail is not null;
create index waiting_by_booking on bookings.waiting (consortium_id, booking_id) where booking_id is not null;

-- How a hub offers what falls free. No row: 30 minutes, nothing offered between 21:00 and 8:00.
create table bookings.waiting_rule (
  consortium_id uuid not null,
  hub_id uuid not null,
  is_open boolean not null default true,
  offer_minutes int not null default 30 constraint waiting_rule_offer check (offer_minutes between 5 and 1440),
  -- an offer of the night waits for the morning: minutes of the hub's day
  quiet_from_minute int not null default 1260 constraint waiting_rule_quiet_from check (quiet_from_minute between 0 and 1440),
  quiet_to_minute int not null default 480 constraint waiting_rule_quiet_to check (quiet_to_minute between 0 and 1440),
  version int not null default 1,
  primary key (consortium_id, hub_id)
);

do $$
declare t text;
begin
  foreach t in array array['waiting', 'waiting_rule'] loop
    execute format('alter table bookings.%I enable row level security', t);
    execute format('alter table bookings.%I force row level security', t);
    execute format('create policy tenant on bookings.%I using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant())', t);
  end loop;
end $$;

grant select, insert, update on bookings.waiting to hiroba_app;
grant select, insert, update on bookings.waiting_rule to hiroba_app;
