-- compat: safe
-- How long guests are kept.

-- For how long a guest's name, address and telephone stay after the last use; without a row, three years.
create table bookings.retention (
  consortium_id uuid not null,
  guest_years int not null constraint retention_guest_years check (guest_years between 1 and 10),
  version int not null default 1,
  changed_at timestamptz not null,
  primary key (consortium_id)
);
alter table bookings.retention enable row level security;
alter table bookings.retention force row level security;
create policy tenant on bookings.retention using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant());
grant select, insert, update on bookings.retention to hiroba_app;

create index guest_by_last on bookings.guest (last_at);
-- the sweep sees which guest of which tenant was last here when, and not who it is
create policy expired on bookings.guest for select to hiroba_jobs using (true);
grant select (consortium_id, id, last_at) on bookings.guest to hiroba_jobs;
create policy expired on bookings.retention for select to hiroba_jobs using (true);
grant select (consortium_id, guest_years) on bookings.retention to hiroba_jobs;
