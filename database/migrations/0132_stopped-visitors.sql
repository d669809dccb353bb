-- compat: safe
-- Members of a partner who were stopped at home, told by the home consortium through a job seated here: what they booked here
-- opens no door until home lets them again. The later word holds; without a name.

create table bookings.stopped_visitor (
  consortium_id uuid not null,
  home_consortium_id uuid not null,
  account_id uuid not null,
  is_stopped boolean not null,
  -- when home said so
  told_at timestamptz not null,
  primary key (consortium_id, account_id, home_consortium_id)
);

alter table bookings.stopped_visitor enable row level security;
alter table bookings.stopped_visitor force row level security;
create policy tenant on bookings.stopped_visitor using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant());
grant select, insert, update, delete on bookings.stopped_visitor to hiroba_app;
