-- compat: safe
-- Until when its holder may cancel a booking, as it was promised; null: until the start.
alter table bookings.booking add column cancel_until timestamptz;
