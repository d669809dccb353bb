-- compat: safe
-- When a visitor may come in, as they were last told: null as the visit itself, 'none', or '<from>/<until>'. Follows their host's
-- bookings, and so may be shorter than the visit.

alter table access.visit add column told_entry text;
