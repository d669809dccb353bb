-- compat: safe
-- A closure of a month gives way to a lease of three days for these days only: it may hold a unit before and after them.

alter table bookings.occupancy
  drop constraint occupancy_pkey,
  add constraint occupancy_pkey primary key (consortium_id, source_id, unit_id, starts_at);
