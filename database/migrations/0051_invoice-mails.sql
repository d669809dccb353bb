-- compat: safe
-- When an invoice was mailed and its payment asked for, and by whom.

create index invoice_by_organisation on bookings.invoice (consortium_id, organisation_id, id);

-- Each time. To whom stands in the mails themselves, which can be forgotten.
create table bookings.invoice_mailing (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  invoice_id uuid not null,
  kind text not null constraint invoice_mailing_kind check (kind in ('invoice', 'reminder')),
  recipients int not null constraint invoice_mailing_recipients check (recipients > 0),
  account_id uuid,
  at timestamptz not null,
  primary key (consortium_id, id),
  constraint invoice_mailing_invoice foreign key (consortium_id, invoice_id) references bookings.invoice (consortium_id, id)
);
create index invoice_mailing_by_invoice on bookings.invoice_mailing (consortium_id, invoice_id, id);
alter table bookings.invoice_mailing enable row level security;
alter table bookings.invoice_mailing force row level security;
create policy tenant on bookings.invoice_mailing using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant());
grant select, insert on bookings.invoice_mailing to hiroba_app;
