-- compat: safe
-- Lists that are read by their id, and payments of invoices that may be taken back.

create index kiosk_call_by_kiosk on bookings.kiosk_call (consortium_id, kiosk_id, id);
create index receipt_by_hub on bookings.receipt (consortium_id, hub_id, id);

-- A payment that was none has a row of minus the sum after it, and the invoice may be paid again: the last row says how it stands.
alter table bookings.invoice_payment add column turn int not null default 1;
alter table bookings.invoice_payment drop constraint invoice_payment_pkey;
alter table bookings.invoice_payment add constraint invoice_payment_pkey primary key (consortium_id, invoice_id, turn);
