-- compat: safe
-- A booking's PIN or link may be in many hands: what was shown with one says who holds the booking, and not who went through.
-- What stands there from before counts as it did until now: as shown by the person alone.
alter table presence.passage add column is_shared boolean not null default false;
