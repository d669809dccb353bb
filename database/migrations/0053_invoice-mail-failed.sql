-- compat: safe
-- A mailing that found nobody to go to when its turn came was none.

alter table bookings.invoice_mailing add column failed_at timestamptz;
grant update (failed_at) on bookings.invoice_mailing to hiroba_app;
