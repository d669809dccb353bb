-- compat: safe
-- Registered users, and money: what is owed for a booking, what was paid, the till's day, invoices and permits.
--
-- Rows of money are never changed: whoever may write them may insert and read. A correction is a row of its own that
-- names what it takes back. Numbers of papers have no gaps: each row points at the one with the number before it, so
-- that the database itself refuses a paper whose predecessor is missing.

-- ---- who is registered (利用者登録・団体登録)

create table bookings.registration (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  kind text not null constraint registration_kind check (kind in ('person', 'group')),
  -- `returned`: something is missing, the applicant is asked. `blocked`: accepted once, may not use at present
  status text not null
    constraint registration_status check (status in ('asked', 'returned', 'accepted', 'refused', 'blocked', 'withdrawn')),
  number int constraint registration_number_positive check (number > 0),
  -- null: by paper at the counter, for somebody without an account
  account_id uuid,
  -- names, addresses and texts stand here only, so that they can be forgotten
  name text not null constraint registration_name check (name !~ '[[:cntrl:]]'),
  kana text not null default '',
  representative text not null default '',
  phone text,
  mail text,
  postal_code text constraint registration_postal_code check (postal_code ~ '^[0-9]{7}$'),
  address text not null default '',
  language text not null default 'ja',
  members_count int not null default 1 constraint registration_members check (members_count > 0),
  -- of them, who live, work or go to school in the town
  residents_count int not null default 0,
  purpose text not null default '',
  user_class text constraint registration_class check (user_class in ('general', 'resident', 'member', 'non-profit', 'company')),
  -- the last day on which it holds
  valid_until date,
  -- the last day of a block; null while blocked: until lifted
  blocked_until date,
  renewal_asked_at timestamptz,
  search text not null,
  sort_key text collate "C" not null,
  version int not null default 1,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  forgotten_at timestamptz,
  primary key (consortium_id, id),
  constraint registration_number_unique unique (consortium_id, number),
  constraint registration_accepted check (status not in ('accepted', 'blocked') or (number is not null and user_class is not null and valid_until is not null)),
  constraint registration_residents check (residents_count between 0 and members_count)
);
-- a person is registered once; for groups one account may answer for several
create unique index registration_person_unique on bookings.registration (consortium_id, account_id)
  where kind = 'person' and account_id is not null and status in ('asked', 'returned', 'accepted', 'blocked');
create index registration_by_kana on bookings.registration (consortium_id, sort_key, id);
create index registration_by_account on bookings.registration (consortium_id, account_id) where account_id is not null;

-- What was asked and decided, by whom and why: the file of the application.
create table bookings.registration_step (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  registration_id uuid not null,
  kind text not null constraint registration_step_kind check (kind in
    ('asked', 'answered', 'returned', 'accepted', 'refused', 'renewal-asked', 'renewed', 'blocked', 'unblocked', 'withdrawn', 'proof-added')),
  reason text not null default '',
  user_class text,
  valid_until date,
  blocked_until date,
  actor_kind text not null,
  account_id uuid,
  at timestamptz not null,
  primary key (consortium_id, id),
  constraint registration_step_registration foreign key (consortium_id, registration_id) references bookings.registration (consortium_id, id)
);
create index registration_step_by_registration on bookings.registration_step (consortium_id, registration_id, id);

create table bookings.registration_proof (
  consortium_id uuid not null,
  registration_id uuid not null,
  file_id uuid not null,
  added_by uuid,
  added_at timestamptz not null,
  primary key (consortium_id, registration_id, file_id),
  constraint registration_proof_registration foreign key (consortium_id, registration_id) references bookings.registration (consortium_id, id)
);

-- ---- what a hub has decided about money

-- The last number given out. The row is locked until the paper is committed: the next one waits, and a paper that is
-- rolled back gives its number back.
create table bookings.counter (
  consortium_id uuid not null,
  -- a hub; for registrations the consortium itself
  owner_id uuid not null,
  series text not null constraint counter_series check (series in ('registration', 'receipt', 'invoice', 'permit')),
  fiscal_year int not null,
  last int not null constraint counter_positive check (last > 0),
  primary key (consortium_id, owner_id, series, fiscal_year)
);

create table bookings.money_rule (
  consortium_id uuid not null,
  hub_id uuid not null,
  -- when a fee must be paid: days after the booking stands, days before the day of use, or on the day itself
  due text not null default 'day-of-use' constraint money_rule_due check (due in ('after-confirmation', 'before-use', 'day-of-use')),
  due_days int not null default 0 constraint money_rule_due_days check (due_days between 0 and 180),
  warn_days int not null default 3 constraint money_rule_warn_days check (warn_days between 0 and 60),
  cancels_unpaid boolean not null default false,
  tax_kind text not null default 'standard' constraint money_rule_tax check (tax_kind in ('standard', 'reduced', 'exempt')),
  issuer_name text not null default '',
  issuer_title text not null default '',
  issuer_address text not null default '',
  issuer_phone text not null default '',
  invoice_number text constraint money_rule_invoice_number check (invoice_number ~ '^T[0-9]{13}$'),
  seal_text text not null default '',
  permit_prefix text not null default '',
  permit_conditions text not null default '',
  permit_conditions_en text not null default '',
  bank_account text not null default '',
  invoice_due_days int not null default 30 constraint money_rule_invoice_due check (invoice_due_days between 0 and 180),
  version int not null default 1,
  changed_at timestamptz not null,
  primary key (consortium_id, hub_id),
  -- nobody is cancelled without having been warned
  constraint money_rule_warned check (not cancels_unpaid or due <> 'day-of-use')
);

-- Consumption tax by law: the same for everybody, a change of the law is a migration.
create table bookings.tax_rate (
  kind text not null constraint tax_rate_kind check (kind in ('standard', 'reduced', 'exempt')),
  valid_from date not null,
  percent int not null constraint tax_rate_percent check (percent between 0 and 100),
  source text not null,
  primary key (kind, valid_from)
);
insert into bookings.tax_rate (kind, valid_from, percent, source) values
  ('standard', '1989-04-01', 3, '消費税法（昭和63年法律第108号）第29条'),
  ('standard', '1997-04-01', 5, '所得税法及び消費税法の一部を改正する法律（平成6年法律第109号）'),
  ('standard', '2014-04-01', 8, '社会保障の安定財源の確保等を図る税制の抜本的な改革を行うための消費税法の一部を改正する等の法律（平成24年法律第68号）'),
  ('standard', '2019-10-01', 10, '平成24年法律第68号、平成28年法律第85号'),
  ('reduced', '2019-10-01', 8, '所得税法等の一部を改正する法律（平成28年法律第15号）'),
  ('exempt', '1989-04-01', 0, '消費税法（昭和63年法律第108号）第6条');

-- A rate that the office entered itself, because the law was faster than the program. Same day and kind: it holds.
create table bookings.own_tax_rate (
  consortium_id uuid not null,
  kind text not null constraint own_tax_rate_kind check (kind in ('standard', 'reduced')),
  valid_from date not null,
  percent int not null constraint own_tax_rate_percent check (percent between 0 and 100),
  source text not null constraint own_tax_rate_source check (source <> ''),
  added_by uuid,
  added_at timestamptz not null,
  primary key (consortium_id, kind, valid_from)
);

-- ---- papers with numbers

create table bookings.receipt (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  fiscal_year int not null,
  number int not null constraint receipt_number_positive check (number > 0),
  previous int generated always as (nullif(number - 1, 0)) stored,
  business_day date not null,
  issued_at timestamptz not null,
  method text not null constraint receipt_method check (method in ('cash', 'transfer')),
  total_yen int not null constraint receipt_total check (total_yen > 0),
  -- what was put on the counter, and what went back
  given_yen int,
  change_yen int,
  -- blank once the person has been forgotten
  addressee text not null,
  is_organisation boolean not null default false,
  language text not null,
  -- issuer, lines and tax as they stood then: a paper printed again is the same paper
  paper jsonb not null,
  account_id uuid,
  primary key (consortium_id, id),
  constraint receipt_number unique (consortium_id, hub_id, fiscal_year, number),
  constraint receipt_no_gap foreign key (consortium_id, hub_id, fiscal_year, previous)
    references bookings.receipt (consortium_id, hub_id, fiscal_year, number),
  constraint receipt_cash check ((method = 'cash') = (given_yen is not null) and (given_yen is null or change_yen = given_yen - total_yen)),
  constraint receipt_enough check (given_yen is null or given_yen >= total_yen)
);
create index receipt_by_day on bookings.receipt (consortium_id, hub_id, business_day, id);

-- Each time it was printed. Every print but the first is marked as issued again.
create table bookings.receipt_print (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  receipt_id uuid not null,
  account_id uuid,
  at timestamptz not null,
  primary key (consortium_id, id),
  constraint receipt_print_receipt foreign key (consortium_id, receipt_id) references bookings.receipt (consortium_id, id)
);
create index receipt_print_by_receipt on bookings.receipt_print (consortium_id, receipt_id);

create table bookings.permit (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  booking_id uuid not null,
  fiscal_year int not null,
  number int not null constraint permit_number_positive check (number > 0),
  previous int generated always as (nullif(number - 1, 0)) stored,
  issued_at timestamptz not null,
  account_id uuid,
  primary key (consortium_id, id),
  constraint permit_number unique (consortium_id, hub_id, fiscal_year, number),
  constraint permit_no_gap foreign key (consortium_id, hub_id, fiscal_year, previous)
    references bookings.permit (consortium_id, hub_id, fiscal_year, number),
  constraint permit_once unique (consortium_id, booking_id),
  constraint permit_booking foreign key (consortium_id, booking_id) references bookings.booking (consortium_id, id)
);

create table bookings.invoice (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  organisation_id uuid not null,
  -- `credit`: takes back the whole of another one (適格返還請求書)
  kind text not null constraint invoice_kind check (kind in ('invoice', 'credit')),
  corrects_id uuid,
  fiscal_year int not null,
  number int not null constraint invoice_number_positive check (number > 0),
  previous int generated always as (nullif(number - 1, 0)) stored,
  -- the first day of the month that it is about
  month date not null,
  issued_on date not null,
  due_on date not null,
  total_yen int not null,
  reason text not null default '',
  paper jsonb not null,
  account_id uuid,
  issued_at timestamptz not null,
  primary key (consortium_id, id),
  constraint invoice_number unique (consortium_id, hub_id, fiscal_year, number),
  constraint invoice_no_gap foreign key (consortium_id, hub_id, fiscal_year, previous)
    references bookings.invoice (consortium_id, hub_id, fiscal_year, number),
  constraint invoice_corrected_once unique (consortium_id, corrects_id),
  constraint invoice_corrects foreign key (consortium_id, corrects_id) references bookings.invoice (consortium_id, id),
  constraint invoice_credit check ((kind = 'credit') = (corrects_id is not null) and (kind = 'credit') = (total_yen < 0))
);
create index invoice_by_hub on bookings.invoice (consortium_id, hub_id, id);

create table bookings.invoice_line (
  consortium_id uuid not null,
  invoice_id uuid not null,
  position int not null,
  booking_id uuid not null,
  amount_yen int not null,
  primary key (consortium_id, invoice_id, position),
  constraint invoice_line_invoice foreign key (consortium_id, invoice_id) references bookings.invoice (consortium_id, id)
);

create table bookings.invoice_payment (
  consortium_id uuid not null,
  invoice_id uuid not null,
  received_on date not null,
  amount_yen int not null,
  account_id uuid,
  at timestamptz not null,
  primary key (consortium_id, invoice_id),
  constraint invoice_payment_invoice foreign key (consortium_id, invoice_id) references bookings.invoice (consortium_id, id)
);

-- ---- the ledger

-- One row a booking with money: when it is due, and what its entries come to. Every change locks it first.
create table bookings.bill (
  consortium_id uuid not null,
  booking_id uuid not null,
  hub_id uuid not null,
  organisation_id uuid,
  -- the day of use, on the hub's calendar
  used_on date not null,
  charged_yen int not null default 0,
  paid_yen int not null default 0,
  balance_yen int not null default 0 constraint bill_balance check (balance_yen = charged_yen - paid_yen),
  due_at timestamptz,
  warn_at timestamptz,
  warned_at timestamptz,
  cancels_unpaid boolean not null default false,
  invoice_id uuid,
  changed_at timestamptz not null,
  primary key (consortium_id, booking_id),
  constraint bill_booking foreign key (consortium_id, booking_id) references bookings.booking (consortium_id, id),
  constraint bill_invoice foreign key (consortium_id, invoice_id) references bookings.invoice (consortium_id, id)
);
create index bill_open on bookings.bill (consortium_id, hub_id, used_on, booking_id) where balance_yen <> 0;
create index bill_by_organisation on bookings.bill (consortium_id, organisation_id, used_on) where organisation_id is not null;
create index bill_to_warn on bookings.bill (warn_at) where balance_yen > 0 and warned_at is null and warn_at is not null;
create index bill_overdue on bookings.bill (due_at) where balance_yen > 0 and cancels_unpaid;

create table bookings.ledger_entry (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  booking_id uuid not null,
  kind text not null
    constraint ledger_entry_kind check (kind in ('charge', 'reduction', 'cancellation-fee', 'waiver', 'payment', 'refund')),
  -- what it adds to what is owed: a charge is positive, a payment negative, money given back positive
  amount_yen int not null constraint ledger_entry_amount check (amount_yen <> 0),
  method text constraint ledger_entry_method check (method in ('cash', 'transfer')),
  reason text not null default '',
  business_day date not null,
  receipt_id uuid,
  invoice_id uuid,
  -- the entry that this one takes back, whole
  reverses_id uuid,
  actor_kind text not null,
  account_id uuid,
  at timestamptz not null,
  primary key (consortium_id, id),
  constraint ledger_entry_bill foreign key (consortium_id, booking_id) references bookings.bill (consortium_id, booking_id),
  constraint ledger_entry_receipt foreign key (consortium_id, receipt_id) references bookings.receipt (consortium_id, id),
  constraint ledger_entry_invoice foreign key (consortium_id, invoice_id) references bookings.invoice (consortium_id, id),
  constraint ledger_entry_reverses foreign key (consortium_id, reverses_id) references bookings.ledger_entry (consortium_id, id),
  constraint ledger_entry_reversed_once unique (consortium_id, reverses_id),
  constraint ledger_entry_moves_money check ((method is not null) = (kind in ('payment', 'refund'))),
  constraint ledger_entry_sign check (reverses_id is not null or
    case kind when 'payment' then amount_yen < 0 when 'waiver' then amount_yen < 0 when 'refund' then amount_yen > 0 else true end),
  constraint ledger_entry_why check (kind not in ('waiver', 'refund') or reverses_id is not null or reason <> '')
);
create index ledger_entry_by_booking on bookings.ledger_entry (consortium_id, booking_id, id);
create index ledger_entry_by_day on bookings.ledger_entry (consortium_id, hub_id, business_day, id) where method is not null;
create index ledger_entry_by_receipt on bookings.ledger_entry (consortium_id, receipt_id) where receipt_id is not null;

-- The till of a hub. Whoever moves money locks it, and so does who closes the day: no payment slips into a closed day.
create table bookings.till (
  consortium_id uuid not null,
  hub_id uuid not null,
  closed_until date,
  -- what was left in the drawer for the next day
  float_yen int not null default 0 constraint till_float check (float_yen >= 0),
  primary key (consortium_id, hub_id)
);

create table bookings.closing (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  -- from the day after the closing before; the same day where every day was closed
  from_day date not null,
  business_day date not null,
  opening_yen int not null constraint closing_opening check (opening_yen >= 0),
  cash_in_yen int not null,
  cash_out_yen int not null,
  expected_yen int not null constraint closing_expected check (expected_yen = opening_yen + cash_in_yen - cash_out_yen),
  -- pieces by denomination: {"10000": 3, …}
  counts jsonb not null,
  counted_yen int not null constraint closing_counted check (counted_yen >= 0),
  difference_yen int not null constraint closing_difference check (difference_yen = counted_yen - expected_yen),
  reason text not null default '',
  -- left for the next day; the rest goes to the bank
  carried_yen int not null constraint closing_carried check (carried_yen between 0 and counted_yen),
  account_id uuid,
  closed_at timestamptz not null,
  primary key (consortium_id, id),
  constraint closing_once unique (consortium_id, hub_id, business_day),
  constraint closing_days check (from_day <= business_day),
  constraint closing_why check (difference_yen = 0 or reason <> '')
);

do $$
declare t text;
begin
  foreach t in array array['registration', 'registration_step', 'registration_proof', 'counter', 'money_rule', 'own_tax_rate', 'receipt',
    'receipt_print', 'permit', 'invoice', 'invoice_line', 'invoice_payment', 'bill', 'ledger_entry', 'till', 'closing'] loop
    execute format('alter table bookings.%I enable row level security', t);
    execute format('alter table bookings.%I force row level security', t);
    execute format('create policy tenant on bookings.%I using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant())', t);
    execute format('grant select, insert on bookings.%I to hiroba_app', t);
  end loop;
end $$;

-- everything else is written once
grant update on bookings.registration, bookings.counter, bookings.money_rule, bookings.bill, bookings.till to hiroba_app;
-- a person who is forgotten leaves the paper, not the number and the sum
grant update (addressee) on bookings.receipt to hiroba_app;
grant update (reason) on bookings.registration_step to hiroba_app;
grant delete on bookings.registration_proof to hiroba_app;
grant select on bookings.tax_rate to hiroba_app;

-- the sweeps see which bill of which tenant is to be warned or cancelled, and nothing else
create policy due on bookings.bill for select to hiroba_jobs using (balance_yen > 0);
grant select (consortium_id, booking_id, balance_yen, due_at, warn_at, warned_at, cancels_unpaid) on bookings.bill to hiroba_jobs;
