-- compat: safe
-- The lending desk: what is out, with whom, until when; and what was found.

create table bookings.loan (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  equipment_id uuid not null,
  unit_id uuid not null,
  -- lent on a booking, whose occupancy keeps the unit; else the loan keeps it itself
  booking_id uuid,
  account_id uuid,
  holder_name text not null,
  holder_mail text,
  holder_phone text,
  holder_language text not null,
  out_at timestamptz not null,
  out_by uuid,
  due_at timestamptz not null,
  back_at timestamptz,
  back_by uuid,
  -- what was wrong with it when it went out, and when it came back
  condition_out text not null default '',
  condition_back text not null default '',
  is_damaged boolean not null default false,
  reminded_at timestamptz,
  reminders int not null default 0,
  forgotten_at timestamptz,
  version int not null default 1,
  primary key (consortium_id, id),
  constraint loan_due check (due_at > out_at),
  constraint loan_back check (back_at is null or back_at >= out_at)
);
-- one piece is out once
create unique index loan_unit_out on bookings.loan (consortium_id, unit_id) where back_at is null;
create index loan_out_by_hub on bookings.loan (consortium_id, hub_id, due_at) where back_at is null;
create index loan_by_hub on bookings.loan (consortium_id, hub_id, id);
create index loan_by_account on bookings.loan (consortium_id, account_id) where account_id is not null;
create index loan_by_mail on bookings.loan (consortium_id, holder_mail) where account_id is null and holder_mail is not null;
create index loan_due_by_time on bookings.loan (due_at) where back_at is null;

-- a piece that is out without a booking, and a space or hub that is shut
alter table bookings.occupancy drop constraint occupancy_source;
alter table bookings.occupancy add constraint occupancy_source check (source_kind in ('booking', 'hold', 'lease', 'closure', 'loan'));

create table bookings.lost_item (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  -- on the tag of the thing: counts within the hub
  number int not null,
  what text not null,
  place text not null default '',
  -- what only the owner knows: asked for before it is given out
  marks text not null default '',
  found_at timestamptz not null,
  found_by text not null default '',
  kept_at text not null default '',
  file_id uuid,
  state text not null constraint lost_item_state check (state in ('kept', 'returned', 'police', 'disposed')),
  -- the day by which it goes to the police
  police_by date not null,
  settled_at timestamptz,
  settled_by uuid,
  -- to whom it was given, or the number of the police's receipt
  settled_to text not null default '',
  settled_note text not null default '',
  created_by uuid,
  version int not null default 1,
  primary key (consortium_id, id),
  constraint lost_item_number unique (consortium_id, hub_id, number),
  constraint lost_item_settled check ((state = 'kept') = (settled_at is null))
);
create index lost_item_kept on bookings.lost_item (consortium_id, hub_id, found_at) where state = 'kept';

do $$
declare t text;
begin
  foreach t in array array['loan', 'lost_item'] loop
    execute format('alter table bookings.%I enable row level security', t);
    execute format('alter table bookings.%I force row level security', t);
    execute format('create policy tenant on bookings.%I using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant())', t);
  end loop;
end $$;
grant select, insert, update on bookings.loan, bookings.lost_item to hiroba_app;

-- the sweep of reminders whose job did not come sees which loan of which tenant is late, and nothing else
create policy late on bookings.loan for select to hiroba_jobs using (back_at is null);
grant select (consortium_id, id, due_at, back_at, reminded_at) on bookings.loan to hiroba_jobs;
