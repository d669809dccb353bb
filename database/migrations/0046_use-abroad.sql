-- compat: safe
-- Bookings by an agreement of mutual use (docs/adr/0015): whose member the holder is stands in the hub's own record, and
-- the home consortium has a row of its own about it. Neither reads the other's table.

alter table bookings.booking add column home_consortium_id uuid, add column mutual_use_id uuid,
  add constraint booking_visitor check ((home_consortium_id is null) = (mutual_use_id is null));
-- how much the people of each partner used here
create index booking_by_home on bookings.booking (consortium_id, home_consortium_id, starts_at) where home_consortium_id is not null;

-- What an own member booked at a partner's hub: told by the hub's consortium through a job seated here, and only what
-- the member's own mail says too. No name: the member is known here.
create table bookings.use_abroad (
  consortium_id uuid not null,
  booking_id uuid not null,
  -- whose hub it is
  owner_id uuid not null,
  mutual_use_id uuid not null,
  account_id uuid,
  -- as it was when the booking was first heard of
  organisation_id uuid,
  hub_key text not null,
  hub_names jsonb not null,
  place_names jsonb not null,
  zone text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  status text not null,
  party_size int not null,
  fee_yen int not null,
  -- of the hub's record: what comes late says nothing any more
  version int not null,
  heard_at timestamptz not null,
  primary key (consortium_id, booking_id),
  constraint use_abroad_order check (starts_at < ends_at)
);
create index use_abroad_by_time on bookings.use_abroad (consortium_id, starts_at, booking_id);
create index use_abroad_by_account on bookings.use_abroad (consortium_id, account_id, starts_at) where account_id is not null;

alter table bookings.use_abroad enable row level security;
alter table bookings.use_abroad force row level security;
create policy tenant on bookings.use_abroad using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant());
grant select, insert, update on bookings.use_abroad to hiroba_app;
