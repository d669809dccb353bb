-- compat: safe
-- Doors: what guards them, who may enter (computed, never typed in), what they show, and what was decided.
--
-- No foreign keys leave this schema: hubs, spaces, devices and bookings are named by their ids. Numbers of cards and PINs
-- are here as keyed hashes only; the keys are made of the installation's secret and stand nowhere.

create schema access;
grant usage on schema access to hiroba_app, hiroba_jobs;

-- One row a hub that has doors: by which rules bookings open them, and the version of what its gateway decides by.
create table access.hub (
  consortium_id uuid not null,
  hub_id uuid not null,
  minutes_before int not null default 10 constraint hub_minutes_before check (minutes_before between 0 and 240),
  minutes_after int not null default 10 constraint hub_minutes_after check (minutes_after between 0 and 240),
  staff_roles text[] not null default '{operator,admin}',
  has_booking_pins boolean not null default true,
  may_invite boolean not null default true,
  -- rises with every change of what follows below
  version bigint not null default 1,
  changed_at timestamptz not null,
  primary key (consortium_id, hub_id)
);

create table access.door (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  names jsonb not null,
  -- null: the hub itself, as of an entrance
  inside_space_id uuid,
  -- null: the street
  outside_space_id uuid,
  lock_device_id uuid,
  contact_device_id uuid,
  unlock_seconds int not null constraint door_unlock_seconds check (unlock_seconds between 1 and 120),
  held_open_seconds int not null constraint door_held_open check (held_open_seconds between 5 and 3600),
  pin_periods jsonb not null default '[]',
  needs_passkey boolean not null,
  near_counts boolean not null,
  -- so many codes the lock itself can keep; 0: none
  code_slots int not null default 0 constraint door_code_slots check (code_slots between 0 and 250),
  mode text not null default 'normal' constraint door_mode check (mode in ('normal', 'open-all', 'lock-down')),
  -- of the secret that its QR says; a new number makes old papers void
  qr_number int not null default 1,
  version int not null default 1,
  created_at timestamptz not null,
  retired_at timestamptz,
  primary key (consortium_id, id)
);
create index door_by_hub on access.door (consortium_id, hub_id) where retired_at is null;
create unique index door_lock_once on access.door (consortium_id, lock_device_id) where lock_device_id is not null and retired_at is null;
create unique index door_contact_once on access.door (consortium_id, contact_device_id) where contact_device_id is not null and retired_at is null;

-- Readers, exit buttons and trackers at a door.
create table access.door_reader (
  consortium_id uuid not null,
  device_id uuid not null,
  door_id uuid not null,
  direction text not null constraint door_reader_direction check (direction in ('in', 'out')),
  constraint door_reader_once primary key (consortium_id, device_id),
  constraint door_reader_door foreign key (consortium_id, door_id) references access.door (consortium_id, id)
);
create index door_reader_by_door on access.door_reader (consortium_id, door_id);

create table access.credential (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  -- null: of every hub (a phone)
  hub_id uuid,
  kind text not null constraint credential_kind check (kind in ('card', 'pin', 'phone', 'near')),
  subject_kind text not null constraint credential_subject check (subject_kind in ('person', 'booking', 'visitor')),
  subject_id uuid not null,
  -- of a booking's PIN: whose booking it is
  of_subject_id uuid,
  -- of a card or PIN: HMAC by the hub's key; of `near`: what trackers call the phone
  hash text,
  public_key text,
  -- of a PIN: which of those that can be made for the subject; the PIN itself is made again of the secret
  pin_number int,
  label text not null default '',
  status text not null default 'active' constraint credential_status check (status in ('active', 'lost', 'blocked', 'replaced')),
  valid_from timestamptz,
  valid_to timestamptz,
  -- of a PIN for a time: nobody else gets the same before
  kept_until timestamptz,
  replaced_by uuid,
  created_by uuid,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (consortium_id, id),
  constraint credential_what check (case kind when 'phone' then public_key is not null else hash is not null and hub_id is not null end),
  constraint credential_pin check ((kind = 'pin') = (pin_number is not null))
);
-- a card is of one person, a PIN of one subject at a time: the database refuses a second
create unique index credential_hash_once on access.credential (consortium_id, hub_id, kind, hash) where status = 'active' and hash is not null;
create unique index credential_phone_once on access.credential (consortium_id, public_key) where public_key is not null;
create unique index credential_pin_once on access.credential (consortium_id, hub_id, subject_id) where kind = 'pin' and status = 'active';
create index credential_by_hub on access.credential (consortium_id, hub_id, id);
create index credential_by_subject on access.credential (consortium_id, subject_id);
create index credential_kept on access.credential (kept_until) where kept_until is not null;

-- Who may enter where and when. Written by what follows from bookings, leases, roles and visits, and by nothing else.
create table access.door_grant (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  source_kind text not null constraint door_grant_source check (source_kind in ('booking', 'lease', 'role', 'event', 'visit')),
  source_id uuid not null,
  subject_kind text not null constraint door_grant_subject check (subject_kind in ('person', 'booking', 'visitor')),
  subject_id uuid not null,
  door_ids uuid[] not null,
  from_at timestamptz not null,
  until_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (consortium_id, id),
  constraint door_grant_once unique (consortium_id, source_kind, source_id, hub_id, subject_id),
  constraint door_grant_order check (from_at < until_at)
);
create index door_grant_by_hub on access.door_grant (consortium_id, hub_id, until_at);
create index door_grant_by_subject on access.door_grant (consortium_id, subject_id, until_at);
create index door_grant_over on access.door_grant (until_at);

-- A visitor whom a member announced. The name and the mail stand here only, so that they can be forgotten.
create table access.visit (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  host_account_id uuid not null,
  name text not null constraint visit_name check (name !~ '[[:cntrl:]]'),
  mail text,
  language text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  status text not null default 'announced' constraint visit_status check (status in ('announced', 'withdrawn')),
  created_at timestamptz not null,
  forgotten_at timestamptz,
  primary key (consortium_id, id),
  constraint visit_order check (starts_at < ends_at)
);
create index visit_by_host on access.visit (consortium_id, host_account_id, id);
create index visit_by_time on access.visit (consortium_id, hub_id, ends_at);
create index visit_by_mail on access.visit (consortium_id, mail) where mail is not null;

-- The entry log: each decision once, never changed.
create table access.passage (
  consortium_id uuid not null,
  -- the decision's own id, given by the gateway
  id uuid not null,
  hub_id uuid not null,
  door_id uuid not null,
  device_id uuid not null,
  at timestamptz not null,
  time_quality text not null,
  direction text not null constraint passage_direction check (direction in ('in', 'out')),
  is_open boolean not null,
  reason text not null,
  subject_kind text,
  subject_id uuid,
  -- whose booking it was, so that a person finds it among their own
  account_id uuid,
  grant_id uuid,
  source_kind text,
  source_id uuid,
  until_at timestamptz,
  factors text[] not null,
  credential_id uuid,
  rules_version bigint not null,
  is_offline boolean not null,
  stored_at timestamptz not null,
  primary key (consortium_id, id)
);
create index passage_by_hub on access.passage (consortium_id, hub_id, at, id);
create index passage_by_door on access.passage (consortium_id, door_id, at, id);
create index passage_by_account on access.passage (consortium_id, account_id, at, id) where account_id is not null;

-- Unknown cards shown to a reader, for a few minutes: the desk gives one to a person without typing its number.
create table access.shown_card (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  device_id uuid not null,
  hash text not null,
  at timestamptz not null,
  primary key (consortium_id, id),
  constraint shown_card_once unique (consortium_id, hub_id, hash)
);
create index shown_card_by_time on access.shown_card (consortium_id, hub_id, at);
create index shown_card_old on access.shown_card (at);

-- Codes on locks that keep codes: what should be there, what is, and when to try again.
create table access.lock_code (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  door_id uuid not null,
  device_id uuid not null,
  slot int not null,
  credential_id uuid not null,
  wanted text not null constraint lock_code_wanted check (wanted in ('on-lock', 'withdrawn')),
  observed text not null constraint lock_code_observed check (observed in ('planned', 'on-lock', 'used', 'withdrawn')),
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  command_id uuid,
  tries int not null default 0,
  last_error text,
  -- null: nothing is to be done
  next_at timestamptz,
  changed_at timestamptz not null,
  primary key (consortium_id, id),
  constraint lock_code_credential unique (consortium_id, door_id, credential_id)
);
-- a place on a lock holds one code
create unique index lock_code_slot on access.lock_code (consortium_id, device_id, slot) where observed <> 'withdrawn';
create index lock_code_by_hub on access.lock_code (consortium_id, hub_id);
create index lock_code_by_command on access.lock_code (consortium_id, command_id) where command_id is not null;
create index lock_code_next on access.lock_code (next_at) where next_at is not null;

-- A person's wish to open by their own phone: so that only they ask what became of it.
create table access.opening (
  consortium_id uuid not null,
  -- the command's
  id uuid not null,
  hub_id uuid not null,
  door_id uuid not null,
  subject_id uuid not null,
  asked_at timestamptz not null,
  -- null: nothing yet
  outcome text,
  detail text,
  primary key (consortium_id, id)
);
create index opening_by_subject on access.opening (consortium_id, subject_id, asked_at);
create index opening_old on access.opening (asked_at);

do $$
declare t text;
begin
  foreach t in array array['hub', 'door', 'door_reader', 'credential', 'door_grant', 'visit', 'passage', 'shown_card', 'lock_code', 'opening'] loop
    execute format('alter table access.%I enable row level security', t);
    execute format('alter table access.%I force row level security', t);
    execute format('create policy tenant on access.%I using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant())', t);
  end loop;
end $$;

grant select, insert, update on access.hub, access.door, access.visit to hiroba_app;
grant select, insert, delete on access.door_reader to hiroba_app;
grant select, insert, update, delete on access.credential, access.door_grant, access.shown_card, access.lock_code, access.opening to hiroba_app;
-- what was decided is added to, never changed
grant select, insert on access.passage to hiroba_app;

-- the sweeps see which rows of which tenant are due, and nothing else
create policy due on access.lock_code for select to hiroba_jobs using (next_at is not null);
grant select (consortium_id, id, next_at) on access.lock_code to hiroba_jobs;
create policy due on access.credential for select to hiroba_jobs using (kept_until is not null);
grant select (consortium_id, kept_until) on access.credential to hiroba_jobs;
create policy due on access.door_grant for select to hiroba_jobs using (true);
grant select (consortium_id, until_at) on access.door_grant to hiroba_jobs;
