-- compat: safe
-- A lottery (抽選): who may have which hall when in a month that many want. Applications, then one drawing from a seed
-- that is published, then bookings.

create table bookings.lottery (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  names jsonb not null,
  target_ids uuid[] not null constraint lottery_targets check (cardinality(target_ids) between 1 and 50),
  -- days of use that are given by lot
  use_from date not null,
  use_until date not null,
  opens_at timestamptz not null,
  closes_at timestamptz not null,
  draws_at timestamptz not null,
  most_wishes int not null constraint lottery_wishes check (most_wishes between 1 and 10),
  most_wins int not null constraint lottery_wins check (most_wins between 1 and 10),
  note text not null default '',
  -- the next application's number: given one after the other, without gaps
  last_number int not null default 0,
  -- SHA-256 of the seed, told from the start; the seed itself once it is drawn. Nobody can choose it to suit the applications
  seed text not null,
  seed_hash text not null,
  drawn_at timestamptz,
  -- what could not be given at the drawing although nobody of the lottery has it: booked or closed before
  blocked jsonb not null default '[]',
  cancelled_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (consortium_id, id),
  constraint lottery_days check (use_from <= use_until and use_until - use_from <= 400),
  constraint lottery_order check (opens_at < closes_at and closes_at <= draws_at)
);
create index lottery_by_hub on bookings.lottery (consortium_id, hub_id, use_until, id);
create index lottery_due on bookings.lottery (draws_at) where drawn_at is null and cancelled_at is null;

create table bookings.lottery_application (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  lottery_id uuid not null,
  number int not null,
  account_id uuid not null,
  -- names stand here, so that they can be forgotten
  name text not null,
  mail text,
  language text not null,
  party_size int not null constraint lottery_party check (party_size > 0),
  purpose text not null default '',
  -- in the order in which they are wanted: contract/lottery/schemas.ts
  wishes jsonb not null,
  withdrawn_at timestamptz,
  forgotten_at timestamptz,
  -- its place in the order that was drawn, from 1
  drawn_place int,
  -- wishes that were given: `wish` from 0, and the booking
  wins jsonb not null default '[]',
  version int not null default 1,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (consortium_id, id),
  constraint lottery_application_of foreign key (consortium_id, lottery_id) references bookings.lottery (consortium_id, id),
  constraint lottery_application_number unique (consortium_id, lottery_id, number)
);
-- one application a person; who has withdrawn may apply again
create unique index lottery_application_once on bookings.lottery_application (consortium_id, lottery_id, account_id) where withdrawn_at is null;
create index lottery_application_by_account on bookings.lottery_application (consortium_id, account_id, id);

do $$
declare t text;
begin
  foreach t in array array['lottery', 'lottery_application'] loop
    execute format('alter table bookings.%I enable row level security', t);
    execute format('alter table bookings.%I force row level security', t);
    execute format('create policy tenant on bookings.%I using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant())', t);
  end loop;
end $$;

grant select, insert, update on bookings.lottery to hiroba_app;
grant select, insert, update on bookings.lottery_application to hiroba_app;

-- the sweep sees which lottery of which tenant is due, and nothing else
create policy due on bookings.lottery for select to hiroba_jobs using (drawn_at is null and cancelled_at is null);
grant select (consortium_id, id, draws_at, drawn_at, cancelled_at) on bookings.lottery to hiroba_jobs;
