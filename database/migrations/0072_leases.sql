-- compat: breaking
-- The version before expects a booking in each line of an invoice.
-- Rooms that are let for months (入居契約), lent for days (短期貸付) or tried (お試し利用): one noun of three kinds. What a
-- lease takes stands in `bookings.occupancy` beside bookings, under the same exclusion constraint.
--
-- Money of a lease is append-only as all money is: entries are inserted and read, a correction is an entry of its own.

create table bookings.lease (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  kind text not null constraint lease_kind check (kind in ('lease', 'short', 'trial')),
  -- `draft` takes nothing; `offered` and `active` take the room; `withdrawn`: never came to be
  status text not null constraint lease_status check (status in ('draft', 'offered', 'active', 'ended', 'withdrawn')),
  -- the space, whole
  target_id uuid not null,
  -- what was taken, kept when the occupancies are gone
  unit_ids uuid[] not null constraint lease_units check (cardinality(unit_ids) > 0),
  -- null: a company or person that is no organisation of the consortium
  organisation_id uuid,
  -- names stand here only, so that they can be forgotten
  holder_name text not null constraint lease_holder_name check (holder_name !~ '[[:cntrl:]]'),
  is_company boolean not null,
  contact_name text not null default '',
  contact_mail text,
  contact_phone text,
  language text not null,
  -- the last day is part of it; the instants are those days on the hub's clock, or the moment at which it was ended at once
  starts_on date not null,
  ends_on date not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  fee_kind text not null constraint lease_fee_kind check (fee_kind in ('monthly', 'flat', 'free')),
  fee_yen int not null constraint lease_fee check (fee_yen >= 0 and (fee_yen = 0) = (fee_kind = 'free')),
  -- what the room is for, of a trial what they came to try
  purpose text not null default '',
  -- what came of a trial
  result text not null default '',
  note text not null default '',
  -- whoever is named may book what is for leaseholders
  admits_members boolean not null,
  -- an offer that nobody accepts until then frees the room
  offer_until date,
  renews_id uuid,
  end_reason text not null default '',
  ended_at timestamptz,
  ending_told_at timestamptz,
  -- when something is to be done without anybody asking: a month's fee, the mail before the end, the end, an offer that lapses
  next_at timestamptz,
  version int not null default 1,
  created_by uuid,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  forgotten_at timestamptz,
  primary key (consortium_id, id),
  constraint lease_days check (starts_on <= ends_on),
  constraint lease_order check (starts_at < ends_at),
  constraint lease_offer check ((status = 'offered') = (offer_until is not null)),
  constraint lease_renews foreign key (consortium_id, renews_id) references bookings.lease (consortium_id, id)
);
create index lease_by_hub on bookings.lease (consortium_id, hub_id, ends_at, id);
create index lease_by_organisation on bookings.lease (consortium_id, organisation_id, ends_at) where organisation_id is not null;
create index lease_next on bookings.lease (next_at) where next_at is not null;

create table bookings.lease_member (
  consortium_id uuid not null,
  lease_id uuid not null,
  account_id uuid not null,
  added_by uuid,
  added_at timestamptz not null,
  primary key (consortium_id, lease_id, account_id),
  constraint lease_member_lease foreign key (consortium_id, lease_id) references bookings.lease (consortium_id, id)
);
create index lease_member_by_account on bookings.lease_member (consortium_id, account_id);

-- What each month costs, what was paid, waived and taken back: who, when and why.
create table bookings.lease_entry (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  lease_id uuid not null,
  hub_id uuid not null,
  -- the first day of the month that it is about
  month date not null constraint lease_entry_month check (extract(day from month) = 1),
  kind text not null constraint lease_entry_kind check (kind in ('charge', 'waiver', 'payment', 'refund')),
  -- what it adds to what is owed: a charge is positive, a payment negative
  amount_yen int not null constraint lease_entry_amount check (amount_yen <> 0),
  -- of money: the day on which it came in or went out
  moved_on date,
  reason text not null default '',
  reverses_id uuid,
  invoice_id uuid,
  actor_kind text not null,
  account_id uuid,
  at timestamptz not null,
  primary key (consortium_id, id),
  constraint lease_entry_lease foreign key (consortium_id, lease_id) references bookings.lease (consortium_id, id),
  constraint lease_entry_reverses foreign key (consortium_id, reverses_id) references bookings.lease_entry (consortium_id, id),
  constraint lease_entry_reversed_once unique (consortium_id, reverses_id),
  constraint lease_entry_moved check ((kind in ('payment', 'refund')) = (moved_on is not null)),
  constraint lease_entry_reason check (kind not in ('waiver', 'refund') or reason <> ''),
  constraint lease_entry_invoice foreign key (consortium_id, invoice_id) references bookings.invoice (consortium_id, id)
);
create index lease_entry_by_lease on bookings.lease_entry (consortium_id, lease_id, month, id);

-- A line of an invoice is a booking, or a month of a lease.
alter table bookings.invoice_line
  alter column booking_id drop not null,
  add column lease_id uuid,
  add column lease_month date,
  add constraint invoice_line_of check ((booking_id is null) = (lease_id is not null) and (lease_id is null) = (lease_month is null)),
  add constraint invoice_line_lease foreign key (consortium_id, lease_id) references bookings.lease (consortium_id, id);
create index invoice_line_by_lease on bookings.invoice_line (consortium_id, lease_id) where lease_id is not null;

do $$
declare t text;
begin
  foreach t in array array['lease', 'lease_member', 'lease_entry'] loop
    execute format('alter table bookings.%I enable row level security', t);
    execute format('alter table bookings.%I force row level security', t);
    execute format('create policy tenant on bookings.%I using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant())', t);
  end loop;
end $$;

grant select, insert, update on bookings.lease to hiroba_app;
grant select, insert, delete on bookings.lease_member to hiroba_app;
grant select, insert on bookings.lease_entry to hiroba_app;

-- the sweep sees which lease of which tenant is due, and nothing else
create policy due on bookings.lease for select to hiroba_jobs using (next_at is not null);
grant select (consortium_id, id, next_at) on bookings.lease to hiroba_jobs;
