-- compat: safe
-- That a visitor came is known once, by the first time a door let them in, and their host is told where the hub wants it.
-- What a mail put into a calendar is moved and taken out again by number.
alter table access.visit add column arrived_at timestamptz;
alter table access.visit add column sequence int not null default 0;
alter table access.visit add column changed_at timestamptz;
alter table access.hub add column tells_hosts boolean not null default true;
